/** What is compared: our records and Stripe's list, read once for all rules. */
import { sql, type Selectable } from 'kysely';
import type { Database } from '../store/database.ts';
import type { Attempt, Confirmation, OrderTable } from '../store/schema.ts';
import type { Intent } from '../stripe/gateway.ts';

export interface BrokenInvariant {
  rule: string;
  what: string;
}

export interface BothSides {
  db: Database;
  /** Nothing is under way any more, so nothing may be left over either. */
  settled: boolean;
  /** Of this installation. */
  intents: Intent[];
  attempts: Attempt[];
  /** The latest of each attempt. */
  confirmations: Map<string, Confirmation>;
  orders: Selectable<OrderTable>[];
}

/** `listed`: every intent of the account, with its latest charge. */
export async function readBothSides(
  db: Database,
  listed: AsyncIterable<Intent>,
  settled: boolean,
): Promise<BothSides> {
  const { id: installation } = await db.selectFrom('installation').select('id').executeTakeFirstOrThrow();
  const intents: Intent[] = [];
  for await (const intent of listed) {
    if (intent.metadata['installation'] === installation) intents.push(intent);
  }
  const { rows } = await sql<Confirmation>`
    SELECT DISTINCT ON (attempt_id) * FROM confirmation ORDER BY attempt_id, n DESC`.execute(db);
  return {
    db,
    settled,
    intents,
    attempts: await db.selectFrom('attempt').selectAll().execute(),
    confirmations: new Map(rows.map((row) => [row.attempt_id, row])),
    orders: await db.selectFrom('orders').selectAll().execute(),
  };
}

export function holdsMoney(intent: Intent): boolean {
  if (intent.status === 'requires_capture') return true;
  if (intent.status !== 'succeeded') return false;
  const charge = intent.latest_charge;
  return !(typeof charge === 'object' && charge?.refunded);
}
