/** An attempt with what belongs to it, read in one statement: the state in which a step begins. */
import { sql, type RawBuilder, type Selectable } from 'kysely';
import { liveStates } from '../checkout/attempt.ts';
import type { Database, Tx } from './database.ts';
import { columnsOf, readFrom, type Readings } from './reading.ts';
import type { Attempt, Confirmation, OrderTable } from './schema.ts';

export type KnownMoney = Pick<
  Selectable<OrderTable>,
  'money' | 'money_reason' | 'amount_captured' | 'amount_refunded' | 'money_version'
>;

export interface Standing extends Attempt {
  /** The latest confirmation. */
  last: Confirmation | null;
  order: KnownMoney | null;
  /** When it was read. */
  expired: boolean;
}

/** An attempt that was written a moment ago, to which nothing else belongs yet. */
export const newStanding = (attempt: Attempt): Standing => ({
  ...attempt,
  last: null,
  order: null,
  expired: false,
});

/** After a write of our own. Its revision stays that of the reading, for so old is what belongs to it. */
export const rewritten = (known: Standing, attempt: Attempt): Standing => ({
  ...known,
  ...attempt,
  revision: known.revision,
});

const columns = sql`a.*, a.expires_at <= app_now() AS expired,
  (SELECT to_jsonb(c) - 'sent_at' - 'created_at' FROM confirmation c
    WHERE c.attempt_id = a.id ORDER BY c.n DESC LIMIT 1) AS last,
  (SELECT jsonb_build_object('money', o.money, 'money_reason', o.money_reason, 'amount_captured', o.amount_captured,
      'amount_refunded', o.amount_refunded, 'money_version', o.money_version)
    FROM orders o WHERE o.attempt_id = a.id) AS order`;
const live = sql`a.state IN (${sql.join(liveStates.map((state) => sql.lit(state)))})`;

export async function findStanding(db: Database | Tx, id: string): Promise<Standing | undefined> {
  const { rows } = await sql<Standing>`SELECT ${columns} FROM attempt a WHERE a.id = ${id}`.execute(db);
  return rows[0];
}

export async function mustFind(db: Database | Tx, id: string): Promise<Standing> {
  const standing = await findStanding(db, id);
  if (!standing) throw new Error(`attempt ${id} is gone`);
  return standing;
}

/** The one attempt of a cart that is under way. */
export async function findLive(db: Database | Tx, cartId: string): Promise<Standing | undefined> {
  const { rows } = await sql<Standing>`
    SELECT ${columns} FROM attempt a WHERE a.cart_id = ${cartId} AND ${live}`.execute(db);
  return rows[0];
}

const paidAt = (version: number): RawBuilder<boolean> =>
  sql`(a.state = 'committed' AND a.cart_version = ${version})`;

/** The attempt that is under way, or the one that ordered this version. */
export async function findLiveOrPaid(
  db: Database,
  cart: { id: string; version: number },
): Promise<Standing | undefined> {
  const { rows } = await sql<Standing>`
    SELECT ${columns} FROM attempt a WHERE a.cart_id = ${cart.id} AND (${live} OR ${paidAt(cart.version)})
    ORDER BY ${live} DESC LIMIT 1`.execute(db);
  return rows[0];
}

/** All that decides what a press of the pay button may do. */
export interface CartStanding {
  /** The attempt which this very press began or continued, whatever became of it since. */
  pressed: Standing | undefined;
  /** The attempt that ordered this cart at this version. */
  paid: Standing | undefined;
  live: Standing | undefined;
  /** Attempts under way of this owner, over all carts. */
  liveOfOwner: number;
  /** The banks' refusals of this cart in the last ten minutes, and the seconds until the oldest is that old. */
  declines: { count: number; wait: number };
}

export interface Press {
  cart: string;
  version: number;
  owner: string;
  clientKey: string;
}

interface Row extends Omit<Standing, 'id'> {
  id: string | null;
  pressed: boolean | null;
  live_of_owner: number;
  declines: number;
  wait: number | null;
}

/** `also`: what else is to be known at that moment, in the same statement. */
export async function findCartStanding<T>(
  db: Database,
  { cart, version, owner, clientKey }: Press,
  also: Readings<T>,
): Promise<CartStanding & T> {
  const pressed = sql`(a.client_key = ${clientKey} OR EXISTS (
    SELECT FROM confirmation k WHERE k.attempt_id = a.id AND k.client_key = ${clientKey}))`;
  const { rows } = await sql<Row>`
    SELECT counted.*, its.*, ${columnsOf(also)} FROM (
      SELECT
        (SELECT count(*) FROM attempt a WHERE a.owner = ${owner} AND ${live}) AS live_of_owner,
        count(d.*) AS declines,
        ceil(extract(epoch FROM min(d.created_at) + interval '10 minutes' - app_now()))::int AS wait
      FROM confirmation d JOIN attempt a ON a.id = d.attempt_id
      WHERE a.cart_id = ${cart} AND d.outcome->>'kind' = 'declined'
        -- Who leaves 3-D Secure was refused by nobody.
        AND d.outcome->>'code' <> 'payment_intent_authentication_failure'
        AND d.created_at > app_now() - interval '10 minutes'
    ) counted LEFT JOIN (
      SELECT ${columns}, ${pressed} AS pressed FROM attempt a
      WHERE a.cart_id = ${cart} AND (${live} OR ${paidAt(version)} OR ${pressed})
    ) its ON true`.execute(db);
  const [counted] = rows;
  const attempts = rows.flatMap((row) => (row.id === null ? [] : [row as Row & { id: string }]));
  return {
    ...readFrom(counted, also),
    pressed: attempts.find((row) => row.pressed),
    paid: attempts.find((row) => row.state === 'committed' && row.cart_version === version),
    live: attempts.find((row) => liveStates.some((state) => state === row.state)),
    liveOfOwner: Number(counted?.live_of_owner ?? 0),
    declines: { count: Number(counted?.declines ?? 0), wait: Math.max(1, counted?.wait ?? 1) },
  };
}
