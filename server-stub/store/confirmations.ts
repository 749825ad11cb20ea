/**
 * The writes about the bank's answer. Each is one statement that takes the attempt's row first, so that whoever comes second
 * sees by its revision that there is something newer.
 */
import { sql, type RawBuilder } from 'kysely';
import {
  answerSeconds,
  confirmMinutes,
  idleMinutes,
  longestMinutes,
  type IntentStatus,
} from '../checkout/attempt.ts';
import { inSeconds, unlessDue } from './attempts.ts';
import type { Database } from './database.ts';
import type { Attempt, Confirmation, ConfirmationOutcome } from './schema.ts';
import type { Standing } from './standings.ts';

const longest = sql`attempt.created_at + ${sql.lit(longestMinutes)} * interval '1 minute'`;

/** Nothing is at the bank any more: five minutes from here. */
const idleAgain = sql`CASE WHEN attempt.state = 'active' AND attempt.expires_at > app_now()
  THEN least(app_now() + ${sql.lit(idleMinutes)} * interval '1 minute', ${longest}) ELSE attempt.expires_at END`;

export type NewConfirmation = Pick<
  Confirmation,
  'n' | 'client_key' | 'confirmation_token' | 'card' | 'save' | 'consent'
>;

/** Confirmation n, before it is sent. Nothing where the attempt is not as it was read any more. */
export async function writeConfirmation(
  db: Database,
  { id, revision }: Pick<Attempt, 'id' | 'revision'>,
  { n, client_key, confirmation_token, card, save, consent }: NewConfirmation,
): Promise<Confirmation | undefined> {
  const expires = sql`least(app_now() + ${sql.lit(confirmMinutes)} * interval '1 minute', ${longest})`;
  const { rows } = await sql<Confirmation>`
    WITH its AS (
      UPDATE attempt SET expires_at = ${expires}, next_check_at = ${unlessDue(inSeconds(answerSeconds))},
        revision = revision + 1
      WHERE id = ${id} AND state = 'active' AND revision = ${revision} RETURNING id)
    INSERT INTO confirmation (attempt_id, n, client_key, confirmation_token, card, save, consent)
    SELECT id, ${n}::int, ${client_key}, ${confirmation_token}, ${card}, ${save}::boolean,
      ${consent && JSON.stringify(consent)}::jsonb FROM its
    RETURNING *`.execute(db);
  return rows[0];
}

/**
 * What Stripe answered to confirmation n, unless a look has learnt it first; together with where the intent went. The
 * attempt as it is then: what was unanswered until now is its latest confirmation, and it has no order.
 */
export async function recordAnswer(
  db: Database,
  confirmation: Confirmation,
  outcome: ConfirmationOutcome,
  status?: IntentStatus,
): Promise<Standing | undefined> {
  const { attempt_id, n } = confirmation;
  const held = status === 'requires_capture' || status === 'succeeded';
  const { rows } = await sql<Attempt & Pick<Standing, 'expired'>>`
    WITH its AS (SELECT id FROM attempt WHERE id = ${attempt_id} FOR UPDATE),
    answered AS (
      UPDATE confirmation SET outcome = ${JSON.stringify(outcome)} FROM its
      WHERE attempt_id = its.id AND n = ${n} AND outcome IS NULL RETURNING attempt_id)
    UPDATE attempt SET revision = revision + 1${status ? sql`, pi_status = ${status}` : sql``}
      ${held ? sql`, hold_seen = true` : sql``}${expiryAfter(outcome)}
    FROM answered WHERE attempt.id = answered.attempt_id
    RETURNING attempt.*, attempt.expires_at <= app_now() AS expired`.execute(db);
  const [now] = rows;
  return now?.state === 'active' ? { ...now, last: { ...confirmation, outcome }, order: null } : undefined;
}

const expiryAfter = (outcome: ConfirmationOutcome | undefined): RawBuilder<unknown> =>
  outcome && outcome.kind !== 'accepted' ? sql`, expires_at = ${idleAgain}` : sql``;

/** What a look at the intent showed. */
export interface Sight {
  status: IntentStatus;
  /** There is, or was, an authorisation on the card. */
  held: boolean;
  /** What it says about the confirmation that was the latest before the look. */
  outcome?: ConfirmationOutcome | undefined;
}

/** The attempt with what was seen. Nothing where somebody has learnt more meanwhile: look again. */
export async function recordSight(
  db: Database,
  known: Standing,
  { status, held, outcome }: Sight,
): Promise<Standing | undefined> {
  if (!outcome && known.pi_status === status && (known.hold_seen || !held)) return known;
  const answered = outcome
    ? sql`, answered AS (UPDATE confirmation SET outcome = ${JSON.stringify(outcome)} FROM its
        WHERE attempt_id = its.id AND n = ${known.last?.n})`
    : sql``;
  const { rows } = await sql<Attempt & Pick<Standing, 'expired'>>`
    WITH its AS (
      UPDATE attempt SET pi_status = ${status}, hold_seen = hold_seen OR ${held}::boolean, revision = revision + 1
        ${expiryAfter(outcome)}
      WHERE id = ${known.id} AND revision = ${known.revision}
      RETURNING *, expires_at <= app_now() AS expired)${answered}
    SELECT * FROM its`.execute(db);
  const [now] = rows;
  const last = outcome && known.last ? { ...known.last, outcome } : known.last;
  return now && { ...now, last, order: known.order };
}

/** Of all who find it unanswered, one sends it again, and once the one before can no longer be waiting. */
export async function takeLostConfirm(
  db: Database,
  { attempt_id, n }: Pick<Confirmation, 'attempt_id' | 'n'>,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    UPDATE confirmation SET sent_at = app_now()
    WHERE attempt_id = ${attempt_id} AND n = ${n} AND outcome IS NULL
      AND sent_at < app_now() - ${answerSeconds} * interval '1 second'`.execute(db);
  return numAffectedRows === 1n;
}
