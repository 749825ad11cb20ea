/** The unconfirmed PaymentIntent of an attempt: it exists once, whatever is lost on the way. */
import { decideSaving } from '../../src/shared/policy.ts';
import { sql } from 'kysely';
import type Stripe from 'stripe';
import type { Rules } from '../settings/settings.ts';
import { findAttempt, note } from '../store/attempts.ts';
import type { Attempt } from '../store/schema.ts';
import { rewritten, type Standing } from '../store/standings.ts';
import { intentStatus, type IntentStatus } from './attempt.ts';
import { ensureCustomer, keeping, type EnsuredCustomer, type WrittenCustomer } from './customer.ts';
import type { DepsAtStripe } from './deps.ts';
import type { Pay } from './pay.ts';
import { CheckoutError } from './problem.ts';
import { customerOf } from './verify.ts';

/** Whether this card is to be stored, by the attempt's pinned policy and the shopper's answer. */
export function savingOf(attempt: Attempt, request: Pick<Pay, 'card' | 'consent'>) {
  return decideSaving({
    policy: attempt.rules.cardSaving,
    shopper: attempt.shopper,
    card: request.card,
    consented: request.consent?.checked === true,
  });
}

/** The attempt with `pi_id` committed, or undefined if it was taken over meanwhile. */
export async function ensureIntent(
  deps: DepsAtStripe,
  attempt: Standing,
  request: Pay,
  known?: WrittenCustomer,
): Promise<Standing | undefined> {
  if (attempt.pi_id) return attempt;
  const asked = await ensureCustomer(deps, attempt, { known });
  const { created, customer } = await createIntent(deps, attempt, request, asked, 1);
  const saved = await keeping(customer, deps.db)
    .updateTable('attempt')
    .set({
      pi_id: created.id,
      // The same press sent twice makes the same intent twice, and the other may have gone on with it.
      pi_status: sql<IntentStatus>`coalesce(pi_status, ${intentStatus(created.status)})`,
      customer_id: customerOf(created),
    })
    .where('id', '=', attempt.id)
    .where('state', '=', 'active')
    .returningAll()
    .executeTakeFirst();
  if (!saved) {
    // Ended meanwhile. A repeat under the same key may have saved this very intent and paid with it; only one that
    // nobody saved holds nothing, and never will.
    const now = await findAttempt(deps.db, attempt.id);
    if (now?.pi_id !== created.id) await deps.gateway.cancelIntent(created.id, 'abandoned');
    return undefined;
  }
  return rewritten(attempt, saved);
}

async function createIntent(
  deps: DepsAtStripe,
  attempt: Attempt,
  request: Pay,
  customer: EnsuredCustomer,
  generation: number,
): Promise<{ created: Stripe.PaymentIntent; customer: EnsuredCustomer }> {
  const { rules } = attempt;
  const answer = await deps.gateway.createIntent(
    {
      amount: attempt.amount,
      currency: attempt.currency,
      customer: customer.id,
      description: attempt.reference,
      // All that a restored backup needs to know whose money this is.
      metadata: {
        installation: deps.installation,
        attempt: attempt.id,
        cart: attempt.cart_id,
        cart_version: attempt.cart_version,
        shopper: attempt.shopper,
      },
      ...intentRules(rules, savingOf(attempt, request).save),
    },
    generation === 1 ? `${attempt.id}:create` : `${attempt.id}:create:${generation}`,
  );
  if (answer.kind === 'ok') return { created: answer.value, customer };
  const customerGone =
    answer.kind === 'refused' && answer.code === 'resource_missing' && answer.param === 'customer';
  if (customerGone && generation === 1) {
    return createIntent(
      deps,
      attempt,
      request,
      await ensureCustomer(deps, attempt, { gone: customer.id }),
      2,
    );
  }
  await note(deps.db, attempt.id, 'create-failed', { kind: answer.kind });
  throw new CheckoutError('unavailable', { detail: 'the payment could not be started' });
}

/** What the merchant's choices become at Stripe. Always held first: an automatic capture is ours, after the order. */
export function intentRules(
  { threeDSecure, savingUsage }: Pick<Rules, 'threeDSecure' | 'savingUsage'>,
  save: boolean,
) {
  return {
    capture_method: 'manual',
    allowed_payment_method_types: ['card'],
    payment_method_options: {
      card: { request_three_d_secure: threeDSecure === 'strict' ? 'any' : threeDSecure },
    },
    ...(save && { setup_future_usage: savingUsage }),
  } satisfies Partial<Stripe.PaymentIntentCreateParams>;
}
