/** Confirmation n of an attempt: written down first, then sent once, then its answer recorded. */
import { wordingVersion } from '../settings/settings.ts';
import { note } from '../store/attempts.ts';
import { recordAnswer, writeConfirmation } from '../store/confirmations.ts';
import { isUniqueViolation } from '../store/database.ts';
import type { Attempt, Confirmation, ConfirmationOutcome } from '../store/schema.ts';
import { mustFind, type Standing } from '../store/standings.ts';
import { intentStatus, takesCard } from './attempt.ts';
import { isOfNow, type Gateway, type Intent } from '../stripe/gateway.ts';
import type { DepsAtStripe } from './deps.ts';
import { savingOf } from './intent.ts';
import type { PayInput } from './pay.ts';
import { CheckoutError } from './problem.ts';

type CardInput = Pick<PayInput, 'request' | 'settings'>;

type TokenAnswer = Awaited<ReturnType<Gateway['retrieveConfirmationToken']>>;

/** Begun before it is needed: Stripe is far away, and has other things to do for this payment meanwhile. */
export function readToken(
  { gateway }: DepsAtStripe,
  { confirmationToken }: Pick<CardInput['request'], 'confirmationToken'>,
): Promise<TokenAnswer> {
  const answer = gateway.retrieveConfirmationToken(confirmationToken);
  // Where the payment ends before the token is looked at, nobody asks how the reading ended.
  answer.catch(() => {});
  return answer;
}

/** What a confirm has led to, where its answer came and nobody else knew it before. */
export interface Answered {
  /** The attempt as the answer has left it. */
  now: Standing;
  /** What Stripe showed of the intent in that answer. */
  seen?: Intent;
}

/** Nothing where the attempt takes no card now, or where its answer is not known. */
export async function confirmCard(
  deps: DepsAtStripe,
  attempt: Standing,
  input: CardInput & { token?: Promise<TokenAnswer> },
): Promise<Answered | undefined> {
  const saving = savingOf(attempt, input.request);
  const shown = shownWording(attempt, input, saving.display);
  const confirmation = await writeDown(deps, attempt, input, saving.save, shown);
  return confirmation && sendConfirm(deps, attempt, confirmation, input.token);
}

/**
 * Sends confirmation n, or sends it again after its answer was lost: the key is the same, so Stripe acts once and
 * repeats what it said. Leaves the outcome open where it is still unknown.
 */
export async function sendConfirm(
  deps: DepsAtStripe,
  attempt: Attempt,
  confirmation: Confirmation,
  read?: Promise<TokenAnswer>,
): Promise<Answered | undefined> {
  const intentId = attempt.pi_id;
  if (!intentId) throw new Error('a confirm needs the intent committed first');
  const { n, save } = confirmation;
  const record = async (outcome: ConfirmationOutcome, intent?: Intent): Promise<Answered | undefined> => {
    const status = intent && intentStatus(intent.status);
    const now = await recordAnswer(deps.db, confirmation, outcome, status);
    return now && { now, ...(intent && isOfNow(intent) && { seen: intent }) };
  };
  const asked = read ?? deps.gateway.retrieveConfirmationToken(confirmation.confirmation_token);
  const token = checkToken(await asked, attempt, confirmation);
  if (token.kind === 'unknown') return undefined;
  if (token.kind === 'mismatch') return record({ kind: 'refused', code: token.code });
  // The first confirm's intent was made for this very answer about saving.
  if (n > 1 && !(await alignSaving(deps, attempt, intentId, save))) return undefined;

  const answer = await deps.gateway.confirmIntent(
    intentId,
    { confirmation_token: confirmation.confirmation_token, return_url: attempt.return_url },
    `${attempt.id}:confirm:${n}`,
  );
  switch (answer.kind) {
    case 'ok':
      return record({ kind: 'accepted' }, answer.value);
    case 'declined':
      return record(outcomeOf(answer));
    case 'refused':
      await note(deps.db, attempt.id, 'confirm-refused', { n, code: answer.code });
      return record({ kind: 'refused', code: answer.code });
    case 'unknown':
      await note(deps.db, attempt.id, 'confirm-unknown', { n });
      if (answer.over) await readWhatBecame(deps, intentId, confirmation);
      return undefined;
  }
}

/** Stripe repeats a stored failure: the request is over, so the intent itself tells whether the bank was asked. */
async function readWhatBecame(
  deps: DepsAtStripe,
  intentId: string,
  confirmation: Confirmation,
): Promise<void> {
  const intent = await deps.gateway.retrieveIntent(intentId);
  if (intent.kind !== 'ok' || intent.value.status !== 'requires_payment_method') return;
  await recordAnswer(deps.db, confirmation, { kind: 'refused', code: 'processing_error' });
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
function shownWording(
  attempt: Attempt,
  { request, settings }: CardInput,
  display: string,
): Shown | undefined {
  if (display === 'none') return undefined;
  const wording = display === 'consent' ? settings.wordings.consent : settings.wordings.saveNotice;
  const text = wording[request.locale];
  const version = wordingVersion(text);
  if (display === 'consent' && request.consent?.checked && request.consent.version !== version) {
    throw new CheckoutError('settings-changed', { detail: 'the consent text changed' });
  }
  return { text, version, policy: attempt.rules.cardSaving };
}

/** The row of confirmation n, only while the attempt is active and the last one was refused. */
async function writeDown(
  deps: DepsAtStripe,
  attempt: Standing,
  { request }: CardInput,
  save: boolean,
  shown: Shown | undefined,
): Promise<Confirmation | undefined> {
  const { clientKey, confirmationToken, card } = request;
  const mayWrite = ({ state, last }: Standing) =>
    state === 'active' && takesCard(last) && last?.client_key !== clientKey;
  for (let known = attempt; mayWrite(known); known = await mustFind(deps.db, attempt.id)) {
    const written = await writeConfirmation(deps.db, known, {
      n: (known.last?.n ?? 0) + 1,
      client_key: clientKey,
      confirmation_token: confirmationToken,
      card,
      save,
      consent: save && shown ? shown : null,
    }).catch((error: unknown) => {
      // The same press sent twice, and the other one was here first.
      if (isUniqueViolation(error)) return 'repeated' as const;
      throw error;
    });
    if (written === 'repeated') return undefined;
    if (written) return written;
  }
  return undefined;
}

type TokenCheck = { kind: 'fits' } | { kind: 'mismatch'; code: string } | { kind: 'unknown' };

/** The token must be what the policy and the recorded consent give, and a saved card must be this shopper's own. */
function checkToken(answer: TokenAnswer, attempt: Attempt, confirmation: Confirmation): TokenCheck {
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
