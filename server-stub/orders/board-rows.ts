/**
 * The reconciliation board's rows: everything between Stripe and the orders that is not as it should be, that mends itself
 * just now, or that mended itself in the last thirty days. Read from the indexes of what is open, whatever the number of orders.
 */
import { sql, type RawBuilder } from 'kysely';
import type { Database } from '../store/database.ts';

export const buckets = [
  /** Left before it was paid, no order: the document's first case. */
  'incomplete',
  /** Money on hold and no order: the second. */
  'uncaptured',
  /** Cancelled after an order number was given, no order: the third. */
  'cancelled',
  /** Money taken and no order. */
  'captured',
  /** Amount, owner or 3-D Secure were not what was agreed. */
  'mismatch',
  /** An order's hold ends soon, or has; or cannot be captured by itself. */
  'expiring',
  /** An order whose payment is gone; or disputed, which is answered at Stripe. */
  'lost',
  /** Stripe or the shop has not answered. */
  'unknown',
] as const;
export type Bucket = (typeof buckets)[number];

/** What was done or will be. */
export type Remedy =
  | 'cancel'
  | 'order'
  | 'refund'
  | 'ask-stripe'
  | 'ask-shop'
  | 'retry'
  | 'capture-by-hand'
  | 'person'
  | 'cancelled'
  | 'adopted'
  | 'refunded'
  | 'closed';

/** `underway`: it has its time still, and the sweeper has it in hand. */
export const statuses = ['open', 'underway', 'snoozed', 'healed'] as const;
export type RowStatus = (typeof statuses)[number];

export interface BoardRow {
  /** `attempt:…`, `finding:…`, `order:…` or `job:…`: what a fix or a snooze is about. */
  key: string;
  bucket: Bucket;
  status: RowStatus;
  remedy: Remedy;
  /** When it was or will be done; null: when a person does it. */
  due: Date | null;
  at: Date;
  attempt: string | null;
  reference: string | null;
  order: string | null;
  intent: string | null;
  account: string;
  mode: 'test' | 'live';
  amount: number;
  currency: string;
  snoozedUntil: Date | null;
  snoozeReason: string | null;
}

/** Days that healed rows are shown for, and the chart reaches back. */
export const shownDays = 30;
/** A hold that ends within so many days has to be captured or let go. */
export const expiringDays = 3;
/** Minutes. What the sweeper does by itself it has done by then, with Stripe and the database well. */
const grace = 2;
/** Tries of a job after which somebody should know. The waits between them grow to five minutes. */
const worrying = 5;

/** Each branch reads one small index. */
const everything: RawBuilder<unknown> = sql`
  SELECT 'attempt:' || a.id AS key,
    CASE WHEN a.close_reason = 'verification' THEN 'mismatch'
         WHEN a.pi_status = 'succeeded' THEN 'captured'
         WHEN a.order_no IS NOT NULL AND a.state = 'cancelling' THEN 'cancelled'
         WHEN a.pi_status = 'requires_capture' THEN 'uncaptured'
         ELSE 'incomplete' END AS bucket,
    CASE WHEN a.expires_at + ${grace} * interval '1 minute' < app_now() THEN 'open' ELSE 'underway' END AS status,
    CASE WHEN a.state = 'cancelling' AND a.pi_status = 'succeeded' THEN 'refund'
         WHEN a.state = 'cancelling' THEN 'cancel'
         WHEN a.pi_status IN ('requires_capture', 'succeeded') THEN 'order'
         ELSE 'cancel' END AS remedy,
    CASE WHEN a.state = 'active' AND a.pi_status IS DISTINCT FROM 'requires_capture' THEN a.expires_at
         ELSE a.next_check_at END AS due,
    a.created_at AS at, a.id AS attempt, a.reference, a.order_no AS "order", a.pi_id AS intent,
    a.account, a.mode, a.amount, a.currency
  FROM attempt a WHERE a.state IN ('active', 'placing', 'cancelling')
  UNION ALL
  SELECT 'attempt:' || a.id,
    CASE WHEN a.close_reason = 'verification' THEN 'mismatch'
         WHEN a.order_no IS NOT NULL THEN 'cancelled'
         WHEN a.hold_seen THEN 'uncaptured'
         ELSE 'incomplete' END,
    'healed', CASE WHEN a.pi_status = 'succeeded' THEN 'refunded' WHEN a.pi_id IS NULL THEN 'closed' ELSE 'cancelled' END,
    (SELECT max(u.at) FROM audit u WHERE u.attempt_id = a.id AND u.event = 'closed'),
    a.created_at, a.id, a.reference, a.order_no, a.pi_id, a.account, a.mode, a.amount, a.currency
  FROM attempt a
  WHERE a.state = 'closed' AND a.created_at > app_now() - ${shownDays} * interval '1 day'
    AND (a.pi_id IS NOT NULL OR a.order_no IS NOT NULL)
  UNION ALL
  SELECT 'finding:' || f.pi_id, f.bucket,
    CASE WHEN f.settled_at IS NULL THEN 'open' ELSE 'healed' END,
    CASE WHEN f.settled_at IS NULL THEN CASE f.bucket WHEN 'captured' THEN 'person' ELSE 'ask-stripe' END
         ELSE CASE f.action WHEN 'adopted' THEN 'adopted' WHEN 'cancelled' THEN 'cancelled' ELSE 'closed' END END,
    f.settled_at, f.found_at, f.attempt_id, NULL, NULL, f.pi_id, f.account, f.mode, f.amount, f.currency
  FROM finding f
  WHERE f.settled_at IS NULL OR f.found_at > app_now() - ${shownDays} * interval '1 day'
  UNION ALL
  SELECT 'order:' || o.attempt_id, 'expiring', 'open', 'capture-by-hand', o.capture_before, o.created_at, o.attempt_id,
    NULL, o.order_no, o.pi_id, o.account, o.mode, o.amount, o.currency
  FROM orders o
  WHERE o.money = 'authorised' AND o.mode IN ('test', 'live')
    AND o.capture_before < app_now() + ${expiringDays} * interval '1 day'
  UNION ALL
  SELECT 'order:' || o.attempt_id, 'expiring', 'open', 'capture-by-hand', o.capture_before, o.created_at, o.attempt_id,
    NULL, o.order_no, o.pi_id, o.account, o.mode, o.amount, o.currency
  FROM orders o
  WHERE o.mode IN ('test', 'live') AND o.money = 'needs_attention' AND o.money_reason = 'capture-refused'
  UNION ALL
  SELECT 'order:' || o.attempt_id, 'lost', CASE o.money WHEN 'disputed' THEN 'underway' ELSE 'open' END, 'person', NULL, o.created_at, o.attempt_id,
    NULL, o.order_no, o.pi_id, o.account, o.mode, o.amount, o.currency
  FROM orders o
  WHERE o.mode IN ('test', 'live') AND o.money IN ('needs_attention', 'disputed')
    AND o.money_reason IS DISTINCT FROM 'capture-refused'
  UNION ALL
  SELECT 'attempt:' || a.id || ':unknown', 'unknown', 'open', 'ask-stripe', a.next_check_at, c.sent_at, a.id,
    a.reference, a.order_no, a.pi_id, a.account, a.mode, a.amount, a.currency
  FROM attempt a JOIN confirmation c ON c.attempt_id = a.id AND c.outcome IS NULL
  WHERE a.state IN ('active', 'placing', 'cancelling') AND c.sent_at < app_now() - ${grace} * interval '1 minute'
  UNION ALL
  SELECT 'attempt:' || a.id || ':shop', 'unknown', 'open', 'ask-shop', a.next_check_at, a.shop_silent_since, a.id,
    a.reference, a.order_no, a.pi_id, a.account, a.mode, a.amount, a.currency
  FROM attempt a
  WHERE a.state IN ('active', 'placing') AND a.shop_silent_since < app_now() - ${grace} * interval '1 minute'
  UNION ALL
  SELECT 'job:' || j.id, 'unknown', 'open', 'retry', j.next_at, j.next_at, a.id,
    coalesce(a.reference, j.kind), a.order_no, a.pi_id, coalesce(a.account, ''), coalesce(a.mode, 'test'),
    coalesce(a.amount, 0), coalesce(a.currency, 'jpy')
  FROM outbox j LEFT JOIN attempt a ON a.id = j.attempt_id
  WHERE j.done_at IS NULL AND j.tries >= ${worrying}`;

const rows = sql`
  SELECT r.key, r.bucket,
    CASE WHEN r.status = 'open' AND s.until > app_now() THEN 'snoozed' ELSE r.status END AS status,
    r.remedy, r.due, r.at, r.attempt, r.reference, r."order", r.intent, r.account, r.mode, r.amount, r.currency,
    s.until AS "snoozedUntil", s.reason AS "snoozeReason"
  FROM (${everything}) r LEFT JOIN snooze s ON s.key = r.key`;

export interface BucketCount {
  bucket: Bucket;
  status: RowStatus;
  currency: string;
  count: number;
  amount: number;
}

export async function countBoard(db: Database): Promise<BucketCount[]> {
  const found = await sql<BucketCount>`
    SELECT bucket, status, currency, count(*) AS count, sum(amount)::bigint AS amount
    FROM (${rows}) b GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`.execute(db);
  return found.rows;
}

export interface BoardFilter {
  bucket?: Bucket | undefined;
  status?: RowStatus | undefined;
}

export async function listBoard(
  db: Database,
  { bucket, status }: BoardFilter,
  { limit, offset = 0 }: { limit: number; offset?: number },
): Promise<BoardRow[]> {
  const wanted = sql`${bucket ? sql`bucket = ${bucket}` : sql`true`} AND ${
    status ? sql`status = ${status}` : sql`status <> 'healed'`
  }`;
  const found = await sql<BoardRow>`
    SELECT * FROM (${rows}) b WHERE ${wanted}
    ORDER BY array_position(ARRAY['open', 'underway', 'snoozed', 'healed'], status), at DESC, key
    LIMIT ${limit} OFFSET ${offset}`.execute(db);
  return found.rows;
}

export interface BoardDay {
  day: string;
  bucket: Bucket;
  healed: number;
  open: number;
}

/** By the shop's days, the oldest first; a day on which nothing was is left out. */
export async function boardDays(db: Database, zone: string): Promise<BoardDay[]> {
  const found = await sql<BoardDay>`
    SELECT to_char(at AT TIME ZONE ${zone}, 'YYYY-MM-DD') AS day, bucket,
      count(*) FILTER (WHERE status = 'healed') AS healed, count(*) FILTER (WHERE status <> 'healed') AS open
    FROM (${rows}) b WHERE at > app_now() - ${shownDays} * interval '1 day'
    GROUP BY 1, 2 ORDER BY 1, 2`.execute(db);
  return found.rows;
}
