/** Confirmation n of an attempt: written down first, then sent once, then its answer recorded. */
import { sql } from 'kysely';
import { wordingVersion } from '../settings/settings.ts';
import { inSeconds, keepAlive, latestConfirmation, note } from '../store/attempts.ts';
import type { Attempt, Confirmation, ConfirmationOutcome } from '../store/schema.ts';
import { answerSeconds, confirmMinutes, intentStatus, longestMinutes, type IntentStatus } from './attempt.ts';
import type { DepsAtStripe } from './deps.ts';
import { savingOf } from './intent.ts';
import type { PayInput } from './pay.ts';
import { CheckoutError } from './problem.ts';

export async function confirmCard(deps: DepsAtStripe, attempt: Attempt, input: PayInput): Promise<void> {
  const saving = savingOf(attempt, input.request);
  const shown = shownWording(attempt, input, saving.display);
  const confirmation = await writeDown(deps, attempt, input, saving.save, shown);
  if (confirmation) await sendConfirm(deps, attempt, confirmation);
}

/**
 * Sends confirmation n, or sends it again after its answer was lost: the key is the same, so Stripe acts once and
 * repeats what it said. Leaves the outcome open where it is still unknown.
 */
export async function sendConfirm(
  deps: DepsAtStripe,
  attempt: Attempt,
  confirmation: Confirmation,
): Promise<void> {
  const intentId = attempt.pi_id;
  if (!intentId) throw new Error('a confirm needs the intent committed first');
  const { n, save } = confirmation;
  const token = await checkToken(deps, attempt, confirmation);
  if (token.kind === 'unknown') return;
  if (token.kind === 'mismatch') return record(deps, attempt.id, n, { kind: 'refused', code: token.code });
  // The first confirm's intent was made for this very answer about saving.
  if (n > 1 && !(await alignSaving(deps, attempt, intentId, save))) return;

  const answer = await deps.gateway.confirmIntent(
    intentId,
    { confirmation_token: confirmation.confirmation_token, return_url: attempt.return_url },
    `${attempt.id}:confirm:${n}`,
  );
  deps.crash('after-confirm');
  switch (answer.kind) {
    case 'ok':
      return recordAccepted(deps, attempt.id, n, intentStatus(answer.value.status));
    case 'declined':
      return record(deps, attempt.id, n, outcomeOf(answer));
    case 'refused':
      await note(deps.db, attempt.id, 'confirm-refused', { n, code: answer.code });
      return record(deps, attempt.id, n, { kind: 'refused', code: answer.code });
    case 'unknown':
      await note(deps.db, attempt.id, 'confirm-unknown', { n });
      if (answer.over) await readWhatBecame(deps, attempt.id, intentId, n);
  }
}

/** Stripe repeats a stored failure: the request is over, so the intent itself tells whether the bank was asked. */
async function readWhatBecame(
  deps: DepsAtStripe,
  attemptId: string,
  intentId: string,
  n: number,
): Promise<void> {
  const intent = await deps.gateway.retrieveIntent(intentId);
  if (intent.kind !== 'ok' || intent.value.status !== 'requires_payment_method') return;
  await record(deps, attemptId, n, { kind: 'refused', code: 'processing_error' });
}

function outcomeOf(answer: { code: string; declineCode?: string }): ConfirmationOutcome {
  return {
    kind: 'declined',
    code: answer.code,
    ...(answer.declineCode && { declineCode: answer.declineCode }),
  };
}

interface Shown {
  text: string;
  version: string;
  policy: string;
}

/** Consent counts only for the very text that was shown. */
function shownWording(attempt: Attempt, { request, settings }: PayInput, display: string): Shown | undefined {
  if (display === 'none') return undefined;
  const wording = display === 'consent' ? settings.wordings.consent : settings.wordings.saveNotice;
  const text = wording[request.locale];
  const version = wordingVersion(text);
  if (display === 'consent' && request.consent?.checked && request.consent.version !== version) {
    throw new CheckoutError('settings-changed', { detail: 'the consent text changed' });
  }
  return { text, version, policy: attempt.rules.cardSaving };
}

/** The row of confirmation n, only while the attempt is active and the last one is answered. */
async function writeDown(
  deps: DepsAtStripe,
  attempt: Attempt,
  { request }: PayInput,
  save: boolean,
  shown: Shown | undefined,
): Promise<Confirmation | undefined> {
  return deps.db.transaction().execute(async (tx) => {
    const row = await tx
      .selectFrom('attempt')
      .select('state')
      .where('id', '=', attempt.id)
      .forUpdate()
      .executeTakeFirst();
    if (row?.state !== 'active') return undefined;
    const last = await latestConfirmation(tx, attempt.id);
    if (last && !last.outcome) return undefined;
    // The same press sent twice, and the other one was here first.
    const repeated = await tx
      .selectFrom('confirmation')
      .select('n')
      .where('attempt_id', '=', attempt.id)
      .where('client_key', '=', request.clientKey)
      .executeTakeFirst();
    if (repeated) return undefined;
    const confirmation = await tx
      .insertInto('confirmation')
      .values({
        attempt_id: attempt.id,
        n: (last?.n ?? 0) + 1,
        client_key: request.clientKey,
        confirmation_token: request.confirmationToken,
        card: request.card,
        save,
        consent: save && shown ? JSON.stringify(shown) : null,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    const expires = sql<Date>`least(app_now() + ${confirmMinutes} * interval '1 minute',
      created_at + ${longestMinutes} * interval '1 minute')`;
    await tx
      .updateTable('attempt')
      .set({ expires_at: expires, next_check_at: inSeconds(answerSeconds) })
      .where('id', '=', attempt.id)
      .execute();
    return confirmation;
  });
}

type TokenCheck = { kind: 'fits' } | { kind: 'mismatch'; code: string } | { kind: 'unknown' };

/** The token must be what the policy and the recorded consent give, and a saved card must be this shopper's own. */
async function checkToken(
  deps: DepsAtStripe,
  attempt: Attempt,
  confirmation: Confirmation,
): Promise<TokenCheck> {
  const answer = await deps.gateway.retrieveConfirmationToken(confirmation.confirmation_token);
  if (answer.kind === 'unknown') return { kind: 'unknown' };
  if (answer.kind !== 'ok') return { kind: 'mismatch', code: answer.code };
  const token = answer.value;
  const wanted = confirmation.save ? attempt.rules.savingUsage : null;
  if ((token.setup_future_usage ?? null) !== wanted) return { kind: 'mismatch', code: 'saving_differs' };
  const customer = token.payment_method_preview?.customer;
  const owner = typeof customer === 'string' ? customer : (customer?.id ?? null);
  if (confirmation.card === 'saved' && owner !== attempt.customer_id) {
    return { kind: 'mismatch', code: 'card_of_another_customer' };
  }
  if (confirmation.card === 'new' && owner) return { kind: 'mismatch', code: 'card_is_saved' };
  return { kind: 'fits' };
}

/** Another answer about saving since the last confirm goes to the intent first. False: not known to have arrived. */
async function alignSaving(
  deps: DepsAtStripe,
  attempt: Attempt,
  intentId: string,
  save: boolean,
): Promise<boolean> {
  const current = await deps.gateway.retrieveIntent(intentId);
  if (current.kind !== 'ok') return false;
  const wanted = save ? attempt.rules.savingUsage : null;
  const changeable = current.value.status === 'requires_payment_method';
  if (!changeable || (current.value.setup_future_usage ?? null) === wanted) return true;
  const updated = await deps.gateway.updateIntent(intentId, { setup_future_usage: wanted ?? '' });
  return updated.kind === 'ok';
}

/** Together with where the intent went, or a reader between the two would take it for refused by the bank. */
async function recordAccepted(
  deps: DepsAtStripe,
  attemptId: string,
  n: number,
  status: IntentStatus,
): Promise<void> {
  await deps.db.transaction().execute(async (tx) => {
    const { numUpdatedRows } = await tx
      .updateTable('confirmation')
      .set({ outcome: JSON.stringify({ kind: 'accepted' }) })
      .where('attempt_id', '=', attemptId)
      .where('n', '=', n)
      .where('outcome', 'is', null)
      .executeTakeFirst();
    if (numUpdatedRows > 0n)
      await tx.updateTable('attempt').set({ pi_status: status }).where('id', '=', attemptId).execute();
  });
}

async function record(
  deps: DepsAtStripe,
  attemptId: string,
  n: number,
  outcome: ConfirmationOutcome,
): Promise<void> {
  await deps.db
    .updateTable('confirmation')
    .set({ outcome: JSON.stringify(outcome) })
    .where('attempt_id', '=', attemptId)
    .where('n', '=', n)
    .where('outcome', 'is', null)
    .execute();
  if (outcome.kind !== 'accepted') await keepAlive(deps.db, attemptId);
}
