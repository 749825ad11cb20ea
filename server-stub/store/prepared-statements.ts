/**
 * PostgreSQL parses and plans a statement that comes again once a connection, which is most of what a short statement costs
 * it. The names are ours; what is sent is otherwise the same.
 */
import { createHash } from 'node:crypto';
import type pg from 'pg';

/** Uses before a statement gets its name: what is asked once in a while is not worth the memory of its plan. */
const usesBefore = 3;
/** A plan takes tens of kilobytes in each connection. */
const mostNamed = 100;
/** Texts that were seen too seldom for a name; forgotten together. */
const mostCounted = 1000;

type Query = (text: unknown, ...rest: unknown[]) => unknown;

export function prepareStatements(pool: pg.Pool): void {
  const names = createNames();
  pool.on('connect', (client) => {
    const query = client.query.bind(client) as Query;
    const ask: Query = async (text, values, ...rest) => {
      if (typeof text !== 'string' || !Array.isArray(values) || rest.length > 0)
        return query(text, values, ...rest);
      const name = names.of(text);
      if (!name) return query(text, values);
      try {
        return await query({ name, text, values });
      } catch (error) {
        if (!names.mind(error)) throw error;
        // It was refused before anything was done. A transaction is lost with it, and refuses this one too.
        return query(text, values);
      }
    };
    client.query = ask as typeof client.query;
  });
}

/** The best plan of a page of a list hangs on what is asked for, so it is planned each time. */
const isPage = (text: string): boolean => /^\s*select\b.*\blimit \$\d+/is.test(text);

/** Begin, commit and what changes tables have no plan. */
const isPlanned = (text: string): boolean => /^\s*(select|with|insert|update|delete)\b/i.test(text);

/** By its text: wherever two of us share a connection without knowing it, one name is one statement. */
function createNames() {
  const named = new Map<string, string>();
  const uses = new Map<string, number>();
  let generation = 1;
  let off = false;
  return {
    of(text: string): string | undefined {
      if (off) return undefined;
      const known = named.get(text);
      if (known || named.size >= mostNamed) return known;
      const used = (uses.get(text) ?? 0) + 1;
      if (used <= usesBefore) {
        if (uses.size >= mostCounted) uses.clear();
        uses.set(text, used);
        return undefined;
      }
      uses.delete(text);
      if (isPage(text) || !isPlanned(text)) return undefined;
      const name = `${generation}_${createHash('sha256').update(text).digest('base64url')}`;
      named.set(text, name);
      return name;
    },
    /** True: what failed was only the name, so the statement can be sent without it. */
    mind(error: unknown): boolean {
      const { code, routine } = error as { code?: unknown; routine?: unknown };
      // Another instance's migration has changed a table: every plan is made anew, under another name.
      if (code === '0A000' && routine === 'RevalidateCachedQuery') {
        named.clear();
        generation += 1;
        return true;
      }
      // A pooler between us and the database deals statements out to connections that do not know them.
      if (code === '26000' || code === '42P05') {
        off = true;
        return true;
      }
      return false;
    },
  };
}
