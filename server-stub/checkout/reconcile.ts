/**
 * Goes through Stripe's list of payments, page by page, and compares it with ours: what webhooks, polls and resolve could
 * not know of turns up here. One query and one transaction a page; nothing is retrieved one by one.
 */
import { sql } from 'kysely';
import type { Intent } from '../stripe/gateway.ts';
import { ShopUnknown } from '../shop/port.ts';
import { checkSoon } from '../store/attempts.ts';
import { closeFindings, settleAstray } from './astray.ts';
import type { DepsAtStripe } from './deps.ts';
import { isOver, judge, type Known } from './judge.ts';
import { finishTurn, reportProgress, takeTurn, type Turn } from './stripe-search.ts';

const minute = 60;
const day = 24 * 60 * minute;
/** Every ten minutes the last two hours, every day back to the oldest money that is only held. Seconds. */
const plans = {
  recent: { every: 10 * minute, back: 120 * minute },
  daily: { every: day, back: day },
} as const;
/** A run that says nothing for so long is dead, and another instance takes its turn. Seconds. */
const holdTurn = 5 * minute;

export interface ReconcileCount {
  listed: number;
  foreign: number;
  /** Attempts that were sent to resolve. */
  resolved: number;
  /** Orders whose money has moved, sent there as well: the list may be older than what we know. */
  followed: number;
  /** Payments of ours that no attempt accounted for. */
  astray: number;
  /** Of these, the ones about which the shop did not answer: the run is not complete, and comes again. */
  unanswered: number;
}

/** Does what is due, if anything is. */
export async function reconcileIfDue(deps: DepsAtStripe, signal?: AbortSignal): Promise<void> {
  for (const kind of ['recent', 'daily'] as const) {
    const turn = await takeTurn(deps, kind, plans[kind].every);
    if (!turn) continue;
    const from = await beginning(deps, turn, plans[kind].back);
    const whole = await reconcile(deps, from, {
      ...(signal && { signal }),
      progress: (count) =>
        reportProgress(deps, turn, { ...count, from }, Math.max(holdTurn, plans[kind].every)),
    });
    if (whole) await finishTurn(deps, turn, turn.now);
  }
}

/** Never later than where the last complete run of its kind ended: so a restored database catches up by itself. */
async function beginning(deps: DepsAtStripe, turn: Turn, back: number): Promise<Date> {
  const until = Math.min(turn.now.getTime(), turn.reached?.getTime() ?? Infinity);
  const from = until - back * 1000;
  if (turn.kind !== 'daily') return new Date(from);
  const { account, mode } = deps.gateway;
  const { oldest } = await deps.db
    .selectFrom('orders')
    .select((eb) => eb.fn.min('created_at').as('oldest'))
    .where('account', '=', account)
    .where('mode', '=', mode)
    .where((eb) =>
      eb.or([
        eb('money', '=', 'authorised'),
        eb.and([eb('money', '=', 'needs_attention'), eb('money_reason', '=', 'capture-refused')]),
      ]),
    )
    .executeTakeFirstOrThrow();
  return new Date(Math.min(from, oldest ? new Date(oldest).getTime() - 2 * plans.recent.back * 1000 : from));
}

export interface ReconcileOptions {
  signal?: AbortSignal;
  /** Called after each page. */
  progress?: (count: ReconcileCount) => Promise<void>;
}

/** All of our intents that were created since. The count, or nothing where a page did not come or it was stopped. */
export async function reconcile(
  deps: DepsAtStripe,
  from: Date,
  { signal, progress }: ReconcileOptions = {},
): Promise<ReconcileCount | undefined> {
  const count: ReconcileCount = { listed: 0, foreign: 0, resolved: 0, followed: 0, astray: 0, unanswered: 0 };
  let last: string | undefined;
  while (!signal?.aborted) {
    const page = await deps.gateway.listIntents(Math.floor(from.getTime() / 1000), last);
    if (page.kind !== 'ok') {
      deps.log.warn({ ...count, reason: page.kind }, 'reconcile stopped: Stripe did not answer');
      return undefined;
    }
    await reconcilePage(deps, page.value.data, count);
    await progress?.(count);
    last = page.value.data.at(-1)?.id;
    if (page.value.has_more && last) continue;
    deps.log.info({ ...count, from }, 'reconciled');
    return count.unanswered > 0 ? undefined : count;
  }
  return undefined;
}

async function reconcilePage(deps: DepsAtStripe, intents: Intent[], count: ReconcileCount): Promise<void> {
  const known = await knownOf(deps, intents);
  const due: string[] = [];
  const astray: Intent[] = [];
  for (const intent of intents) {
    const ours = known.get(intent.id);
    count.listed += 1;
    switch (judge(intent, ours, deps.installation)) {
      case 'as-known':
        break;
      case 'foreign':
        count.foreign += 1;
        break;
      case 'resolve':
        count.resolved += 1;
        if (ours) due.push(ours.id);
        break;
      case 'follow':
        count.followed += 1;
        if (ours) due.push(ours.id);
        break;
      case 'astray':
        count.astray += 1;
        astray.push(intent);
    }
  }
  await checkSoon(deps.db, due);
  for (const intent of astray) if (!(await settled(deps, intent))) count.unanswered += 1;
  await closeFindings(
    deps,
    intents.filter(isOver).map(({ id }) => id),
  );
}

async function settled(deps: DepsAtStripe, intent: Intent): Promise<boolean> {
  try {
    await settleAstray(deps, intent);
    return true;
  } catch (error) {
    if (!(error instanceof ShopUnknown)) throw error;
    deps.log.warn({ intent: intent.id, err: error }, 'the shop did not say whether it still has the cart');
    return false;
  }
}

export async function knownOf(
  deps: DepsAtStripe,
  intents: Intent[],
): Promise<Map<string, Known & { id: string }>> {
  if (intents.length === 0) return new Map();
  const rows = await deps.db
    .selectFrom('attempt as a')
    .leftJoin('orders as o', 'o.attempt_id', 'a.id')
    .select([
      'a.id',
      'a.pi_id',
      'a.state',
      'a.pi_status',
      'o.money',
      'o.money_reason',
      'o.amount_captured',
      'o.amount_refunded',
    ])
    // One parameter a page rather than a hundred, which would be most of the work.
    .where('a.pi_id', '=', sql<string>`ANY(${intents.map(({ id }) => id)}::text[])`)
    .execute();
  return new Map(rows.map((row) => [row.pi_id ?? '', row]));
}
