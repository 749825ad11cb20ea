/** The table's fast pages against the slow and obvious way to make them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Table, type Page, type Query } from '../../server-stub/fake-stripe/store/table.ts';

interface Thing {
  readonly id: string;
  readonly created: number;
  readonly owner: string | null;
}

type Action =
  | { readonly do: 'put'; readonly id: number; readonly created: number; readonly owner: string | null }
  | { readonly do: 'delete'; readonly id: number }
  | { readonly do: 'prune'; readonly before: number };

const owner = fc.constantFrom('a', 'b', null);
const time = fc.integer({ min: 0, max: 12 });
const id = fc.integer({ min: 0, max: 25 });
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant('put' as const), id, created: time, owner }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('delete' as const), id }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('prune' as const), before: time }) },
);
const query = fc.record(
  {
    limit: fc.integer({ min: 1, max: 6 }),
    created: fc.record({ gt: time, gte: time, lt: time, lte: time }, { requiredKeys: [] }),
    startingAfter: id,
    endingBefore: id,
    by: fc.constantFrom('a', 'b'),
  },
  { requiredKeys: ['limit'] },
);

/** Newest first; of one second, the last that came first. A row that is put again keeps its place. */
function obvious(things: readonly Thing[], wanted: Query<Thing>): Page<Thing> {
  const inWindow = ({ created }: Thing): boolean => {
    const { gt, gte, lt, lte } = wanted.created ?? {};
    return (
      (gt === undefined || created > gt) &&
      (gte === undefined || created >= gte) &&
      (lt === undefined || created < lt) &&
      (lte === undefined || created <= lte)
    );
  };
  const newestFirst = things
    .map((thing, seq) => ({ thing, seq }))
    .toSorted((a, b) => b.thing.created - a.thing.created || b.seq - a.seq)
    .map(({ thing }) => thing);
  const place = (wantedId: string | undefined) => newestFirst.findIndex((thing) => thing.id === wantedId);
  const candidates = newestFirst.filter((thing, at) => {
    if (!inWindow(thing) || (wanted.by && thing.owner !== wanted.by.key)) return false;
    if (wanted.endingBefore !== undefined) return at < place(wanted.endingBefore);
    return wanted.startingAfter === undefined || at > place(wanted.startingAfter);
  });
  const hasMore = candidates.length > wanted.limit;
  const rows =
    wanted.endingBefore === undefined ? candidates.slice(0, wanted.limit) : candidates.slice(-wanted.limit);
  return { rows, hasMore };
}

describe('a table', () => {
  it('pages like a sorted and filtered array, whatever was put, deleted and pruned', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 60 }), query, (actions, wanted) => {
        const table = new Table<Thing>(
          { owner: (row) => row.owner },
          () => {},
          () => {},
        );
        let things: Thing[] = [];
        for (const step of actions) {
          if (step.do === 'prune') {
            table.pruneBefore(step.before);
            things = things.filter(({ created }) => created >= step.before);
            continue;
          }
          const name = `t${step.id}`;
          const at = things.findIndex((thing) => thing.id === name);
          if (step.do === 'delete') {
            table.delete(name);
            if (at >= 0) things.splice(at, 1);
          } else {
            // What was created when never changes; everything else may.
            const row = { id: name, created: things[at]?.created ?? step.created, owner: step.owner };
            table.put(row);
            if (at >= 0) things[at] = row;
            else things.push(row);
          }
        }
        const known = (cursor: number | undefined) =>
          cursor !== undefined && things.some((thing) => thing.id === `t${cursor}`);
        const asked: Query<Thing> = {
          limit: wanted.limit,
          ...(wanted.created && { created: wanted.created }),
          ...(wanted.by && { by: { index: 'owner', key: wanted.by } }),
          ...(known(wanted.startingAfter) &&
            !known(wanted.endingBefore) && { startingAfter: `t${wanted.startingAfter}` }),
          ...(known(wanted.endingBefore) && { endingBefore: `t${wanted.endingBefore}` }),
        };
        expect(table.page(asked)).toEqual(obvious(things, asked));
        expect(table.size).toBe(things.length);
      }),
      { numRuns: 2000 },
    );
  });
});
