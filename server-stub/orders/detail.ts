/** Everything that is known of one attempt and its order, from the page to the money. */
import { sql } from 'kysely';
import { shiftsLiability } from '../checkout/card-facts.ts';
import type { Database } from '../store/database.ts';
import type { CardFacts, ConfirmationOutcome, MoneyReason, OrderMoney } from '../store/schema.ts';

export interface OrderDetail {
  attempt: string;
  reference: string;
  state: string;
  reason: string | null;
  intent: string | null;
  intentStatus: string | null;
  amount: number;
  currency: string;
  account: string;
  mode: 'test' | 'live';
  shopper: 'member' | 'guest';
  locale: 'ja' | 'en';
  createdAt: Date;
  lines: { name: string; quantity: number; unitPrice: number }[];
  shipping: number;
  contact: { name?: string; email?: string; country?: string };
  rules: { capture: string; threeDSecure: string; cardSaving: string; methodName: string };
  order: {
    number: string;
    status: string;
    money: OrderMoney;
    captured: number;
    refunded: number;
    moneyReason: MoneyReason | null;
    createdAt: Date;
    captureBefore: Date | null;
    card: CardFacts | null;
    /** The issuer bears a fraud. */
    liabilityShifted: boolean;
    saved: boolean;
  } | null;
  consent: Consent | null;
  timeline: TimelineEntry[];
  /** The server's clock, against which what is left is counted. */
  now: Date;
}

interface Consent {
  text: string;
  version: string;
  policy: string;
  locale: 'ja' | 'en';
  givenAt: Date;
  withdrawnAt: Date | null;
}

/** `side`: who did or said it. */
export interface TimelineEntry {
  at: Date;
  side: 'page' | 'server' | 'stripe' | 'shop' | 'staff';
  event: string;
  data: Record<string, string | number | boolean | null>;
}

export async function readOrder(db: Database, attemptId: string): Promise<OrderDetail | undefined> {
  const row = await db
    .selectFrom('attempt as a')
    .leftJoin('orders as o', 'o.attempt_id', 'a.id')
    .where('a.id', '=', attemptId)
    .select([
      'a.id as attempt',
      'a.reference',
      'a.state',
      'a.close_reason as reason',
      'a.pi_id as intent',
      'a.pi_status as intentStatus',
      'a.amount',
      'a.currency',
      'a.account',
      'a.mode',
      'a.shopper',
      'a.locale',
      'a.created_at as createdAt',
      'a.snapshot',
      'a.rules',
      'o.order_no as number',
      'o.status',
      'o.money',
      'o.amount_captured as captured',
      'o.amount_refunded as refunded',
      'o.money_reason as moneyReason',
      'o.created_at as orderedAt',
      'o.capture_before as captureBefore',
      'o.card',
      'o.saved',
      sql<Date>`app_now()`.as('now'),
    ])
    .executeTakeFirst();
  if (!row) return undefined;
  const {
    snapshot,
    rules,
    number,
    status,
    money,
    captured,
    refunded,
    moneyReason,
    orderedAt,
    captureBefore,
    card,
    saved,
  } = row;
  const { name, email, country } = snapshot.contact ?? {};
  return {
    attempt: row.attempt,
    reference: row.reference,
    state: row.state,
    reason: row.reason,
    intent: row.intent,
    intentStatus: row.intentStatus,
    amount: row.amount,
    currency: row.currency,
    account: row.account,
    mode: row.mode,
    shopper: row.shopper,
    locale: row.locale,
    createdAt: row.createdAt,
    lines: (snapshot.lines ?? []).map((line) => ({
      name: line.name,
      quantity: line.quantity,
      unitPrice: line.unitPrice,
    })),
    shipping: snapshot.shipping ?? 0,
    contact: { ...(name && { name }), ...(email && { email }), ...(country && { country }) },
    rules: {
      capture: rules.capture,
      threeDSecure: rules.threeDSecure,
      cardSaving: rules.cardSaving,
      methodName: rules.methodName,
    },
    order:
      number && money && orderedAt
        ? {
            number,
            status: status ?? '',
            money,
            captured: captured ?? 0,
            refunded: refunded ?? 0,
            moneyReason,
            createdAt: orderedAt,
            captureBefore,
            card,
            liabilityShifted: shiftsLiability(card?.threeDSecure?.result),
            saved: saved ?? false,
          }
        : null,
    consent: await consentOf(db, attemptId),
    timeline: await timelineOf(db, attemptId, row.intent),
    now: row.now,
  };
}

async function consentOf(db: Database, attemptId: string): Promise<Consent | null> {
  const row = await db
    .selectFrom('consent')
    .where('attempt_id', '=', attemptId)
    .orderBy('n', 'desc')
    .select(['text', 'version', 'policy', 'locale', 'given_at as givenAt', 'withdrawn_at as withdrawnAt'])
    .executeTakeFirst();
  return row ?? null;
}

async function timelineOf(db: Database, attemptId: string, intent: string | null): Promise<TimelineEntry[]> {
  const [confirmations, events, jobs, audit] = await Promise.all([
    db.selectFrom('confirmation').selectAll().where('attempt_id', '=', attemptId).execute(),
    db
      .selectFrom('webhook_event')
      .selectAll()
      .where('intent', '=', intent ?? '')
      .limit(500)
      .execute(),
    db.selectFrom('outbox').selectAll().where('attempt_id', '=', attemptId).execute(),
    db.selectFrom('audit').selectAll().where('attempt_id', '=', attemptId).orderBy('id').limit(500).execute(),
  ]);
  const entries: TimelineEntry[] = [
    ...confirmations.map(({ n, card, save, outcome, created_at }) => ({
      at: created_at,
      side: 'page' as const,
      event: 'confirm',
      data: { n, card, save, ...answered(outcome) },
    })),
    ...events.map(({ type, received_at, outcome }) => ({
      at: received_at,
      side: 'stripe' as const,
      event: type,
      data: { outcome },
    })),
    ...jobs.flatMap(({ kind, done_at, tries }) =>
      done_at ? [{ at: done_at, side: 'server' as const, event: `done-${kind}`, data: { tries } }] : [],
    ),
    ...audit.map(({ at, event, data }) => ({ at, side: sideOf(event, data), event, data: scalars(data) })),
  ];
  return entries.toSorted((a, b) => a.at.getTime() - b.at.getTime());
}

const answered = (outcome: ConfirmationOutcome | null): Record<string, string> => {
  if (!outcome) return { outcome: 'unknown' };
  return outcome.kind === 'accepted'
    ? { outcome: 'accepted' }
    : { outcome: outcome.kind, code: outcome.code };
};

function sideOf(event: string, data: unknown): TimelineEntry['side'] {
  if (event === 'started') return 'page';
  if (event === 'money') return 'stripe';
  if (event === 'refused-by-shop' || event === 'committed') return 'shop';
  return typeof data === 'object' && data !== null && 'actor' in data ? 'staff' : 'server';
}

function scalars(data: unknown): TimelineEntry['data'] {
  if (typeof data !== 'object' || data === null) return {};
  return Object.fromEntries(
    Object.entries(data).filter(
      ([, value]) => value === null || ['string', 'number', 'boolean'].includes(typeof value),
    ),
  ) as TimelineEntry['data'];
}
