/** The consent ledger: what a shopper read and agreed to when a card was stored; withdrawn, the card is detached at Stripe. */
import { sql } from 'kysely';
import type { Locale } from '../../src/shared/money.ts';
import { atStripe, type CheckoutDeps } from '../checkout/deps.ts';
import { CheckoutError } from '../checkout/problem.ts';
import { appNow, note } from '../store/attempts.ts';
import type { Database } from '../store/database.ts';
import { csvStream } from './csv.ts';

export interface ConsentRow {
  attempt: string;
  n: number;
  order: string | null;
  customer: string;
  card: string | null;
  text: string;
  version: string;
  locale: Locale;
  policy: string;
  givenAt: Date;
  withdrawnAt: Date | null;
}

export interface ConsentQuery {
  /** Customer (cus_…), order number or e-mail address; whole, not in parts. */
  q?: string | undefined;
  limit: number;
  offset?: number | undefined;
}

export async function listConsents(
  db: Database,
  { q, limit, offset = 0 }: ConsentQuery,
): Promise<ConsentRow[]> {
  let query = db
    .selectFrom('consent as c')
    .leftJoin('orders as o', 'o.attempt_id', 'c.attempt_id')
    .select([
      'c.attempt_id as attempt',
      'c.n',
      'o.order_no as order',
      'c.customer_id as customer',
      'c.payment_method_id as card',
      'c.text',
      'c.version',
      'c.locale',
      'c.policy',
      'c.given_at as givenAt',
      'c.withdrawn_at as withdrawnAt',
    ]);
  if (q) {
    const word = q.normalize('NFKC');
    query = query.where((eb) =>
      eb.or([
        eb('c.customer_id', '=', word),
        eb('o.order_no', '=', word),
        eb(
          'c.attempt_id',
          'in',
          sql<string>`(SELECT id FROM attempt WHERE snapshot->'contact'->>'email' IS NOT NULL
            AND lower(snapshot->'contact'->>'email') = ${word.toLowerCase()})`,
        ),
      ]),
    );
  }
  return query.orderBy('c.given_at', 'desc').orderBy('c.attempt_id').limit(limit).offset(offset).execute();
}

/** Stripe first: a consent is withdrawn once no card rests on it any more. */
export async function withdrawConsent(
  deps: CheckoutDeps,
  { attempt, n, actor }: { attempt: string; n: number; actor: string },
): Promise<'withdrawn' | 'unanswered'> {
  const row = await deps.db
    .selectFrom('consent as c')
    .innerJoin('attempt as a', 'a.id', 'c.attempt_id')
    .where('c.attempt_id', '=', attempt)
    .where('c.n', '=', n)
    .select(['c.payment_method_id as card', 'c.withdrawn_at', 'a.account', 'a.mode'])
    .executeTakeFirst();
  if (!row) throw new CheckoutError('not-found');
  if (row.withdrawn_at) return 'withdrawn';
  if (row.card) {
    const its = await atStripe(deps, row);
    const answer = await its?.gateway.detachPaymentMethod(row.card);
    // Refused: it is detached already, or its customer is gone; either way nothing is stored any more.
    if (!answer || answer.kind === 'unknown') return 'unanswered';
  }
  const { numUpdatedRows } = await deps.db
    .updateTable('consent')
    .set({ withdrawn_at: appNow })
    .where('attempt_id', '=', attempt)
    .where('n', '=', n)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst();
  if (numUpdatedRows > 0n) await note(deps.db, attempt, 'consent-withdrawn', { n, actor });
  return 'withdrawn';
}

const pageRows = 1000;
const headers: Record<Locale, string[]> = {
  ja: ['注文番号', 'Customer', 'カード', '同意した日時', '取り下げた日時', '方針', '言語', '版', '文言'],
  en: [
    'Order number',
    'Customer',
    'Card',
    'Given at',
    'Withdrawn at',
    'Policy',
    'Language',
    'Version',
    'Text',
  ],
};

export function consentsCsv(
  db: Database,
  { q, zone, locale }: { q?: string | undefined; zone: string; locale: Locale },
): ReadableStream<Uint8Array> {
  let offset = 0;
  let last = false;
  return csvStream(headers[locale], zone, async () => {
    if (last) return undefined;
    const rows = await listConsents(db, { q, limit: pageRows, offset });
    offset += rows.length;
    last = rows.length < pageRows;
    return rows.map((row) => [
      row.order,
      row.customer,
      row.card,
      row.givenAt,
      row.withdrawnAt,
      row.policy,
      row.locale,
      row.version,
      row.text,
    ]);
  });
}
