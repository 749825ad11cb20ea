/** What a list of orders can be narrowed to. Each of it has an index, alone and with the order in time. */
import { sql, type RawBuilder, type SelectQueryBuilder } from 'kysely';
import { z } from 'zod';
import type { Database } from '../store/database.ts';
import type { OrderMoney, Tables } from '../store/schema.ts';

export const moneyStates = [
  'authorised',
  'captured',
  'partly_refunded',
  'refunded',
  'voided',
  'disputed',
  'needs_attention',
] as const satisfies readonly OrderMoney[];

const day = z.iso.date();

/** As the address of the list has it. Days are the shop's, both included. */
export const orderFilter = z.strictObject({
  mode: z.enum(['test', 'live']).optional(),
  money: z.enum(moneyStates).optional(),
  from: day.optional(),
  to: day.optional(),
  /** Order number, the shopper's reference, PaymentIntent or e-mail address; found whole, not in parts. */
  q: z.string().trim().max(200).optional(),
});
export type OrderFilter = z.output<typeof orderFilter>;

type Narrowable<O> = SelectQueryBuilder<Tables & { o: Tables['orders'] }, 'o', O>;

/** `zone`: IANA name, in which the shop's days begin and end. */
export function narrowed<O>(query: Narrowable<O>, filter: OrderFilter, zone: string): Narrowable<O> {
  const midnight = (date: string, plus: number) =>
    sql<Date>`((${date}::date + ${plus}::int)::timestamp AT TIME ZONE ${zone})`;
  let q = query;
  if (filter.mode) q = q.where('o.mode', '=', filter.mode);
  if (filter.money) q = q.where('o.money', '=', filter.money);
  if (filter.from) q = q.where('o.created_at', '>=', midnight(filter.from, 0));
  if (filter.to) q = q.where('o.created_at', '<', midnight(filter.to, 1));
  if (filter.q) q = q.where('o.attempt_id', '=', anyOf(found(filter.q)));
  return q;
}

/** Found first and looked up then. Inside IN the planner joins, and reads every order to find one. */
const anyOf = (query: RawBuilder<string>) => sql<string>`ANY(ARRAY(${query}))`;

/** The attempts that are called so, whether or not an order came of them. */
const found = (q: string) => {
  const word = q.normalize('NFKC');
  return sql<string>`
    SELECT attempt_id FROM orders WHERE order_no = ${word}
    UNION SELECT id FROM attempt WHERE pi_id = ${word}
    UNION SELECT id FROM attempt WHERE reference = ${word.toUpperCase()}
    UNION SELECT id FROM attempt
      WHERE snapshot->'contact'->>'email' IS NOT NULL AND lower(snapshot->'contact'->>'email') = ${word.toLowerCase()}`;
};

export interface LooseAttempt {
  attempt: string;
  reference: string;
  state: string;
  reason: string | null;
  amount: number;
  currency: string;
  createdAt: Date;
}

/** A shopper who asks by their reference may have no order: what became of their attempt is an answer too. */
export async function attemptsWithoutOrder(db: Database, q: string): Promise<LooseAttempt[]> {
  return db
    .selectFrom('attempt as a')
    .where('a.id', '=', anyOf(found(q)))
    .where('a.state', '<>', 'committed')
    .select([
      'a.id as attempt',
      'a.reference',
      'a.state',
      'a.close_reason as reason',
      'a.amount',
      'a.currency',
      'a.created_at as createdAt',
    ])
    .orderBy('a.created_at', 'desc')
    .limit(20)
    .execute();
}
