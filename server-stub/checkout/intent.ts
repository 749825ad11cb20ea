/** The Customer and the unconfirmed PaymentIntent of an attempt: each exists once, whatever is lost on the way. */
import { decideSaving } from '../../src/shared/policy.ts';
import type Stripe from 'stripe';
import type { Rules } from '../settings/settings.ts';
import { findAttempt, note } from '../store/attempts.ts';
import type { Attempt } from '../store/schema.ts';
import { intentStatus } from './attempt.ts';
import type { CheckoutDeps, DepsAtStripe } from './deps.ts';
import type { Pay } from './pay.ts';
import { CheckoutError } from './problem.ts';

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
  attempt: Attempt,
  request: Pay,
): Promise<Attempt | undefined> {
  if (attempt.pi_id) return attempt;
  const created = await createIntent(deps, attempt, request, await ensureCustomer(deps, attempt, 1), 1);
  deps.crash('after-create');
  const { numUpdatedRows } = await deps.db
    .updateTable('attempt')
    .set({
      pi_id: created.id,
      pi_status: intentStatus(created.status),
      customer_id: String(created.customer),
    })
    .where('id', '=', attempt.id)
    .where('state', '=', 'active')
    .executeTakeFirst();
  if (numUpdatedRows === 0n) {
    // The attempt ended while the intent was being made. It holds nothing yet, and never will.
    await deps.gateway.cancelIntent(created.id, 'abandoned');
    return undefined;
  }
  deps.crash('after-save');
  return findAttempt(deps.db, attempt.id);
}

async function createIntent(
  deps: DepsAtStripe,
  attempt: Attempt,
  request: Pay,
  customer: string,
  generation: number,
): Promise<Stripe.PaymentIntent> {
  const { rules } = attempt;
  const answer = await deps.gateway.createIntent(
    {
      amount: attempt.amount,
      currency: attempt.currency,
      customer,
      description: attempt.reference,
      metadata: { installation: deps.installation, attempt: attempt.id, cart: attempt.cart_id },
      ...intentRules(rules, savingOf(attempt, request).save),
    },
    generation === 1 ? `${attempt.id}:create` : `${attempt.id}:create:${generation}`,
  );
  if (answer.kind === 'ok') return answer.value;
  const customerGone =
    answer.kind === 'refused' && answer.code === 'resource_missing' && answer.param === 'customer';
  if (customerGone && generation === 1) {
    return createIntent(deps, attempt, request, await ensureCustomer(deps, attempt, 2), 2);
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

export function customerSubject(attempt: Pick<Attempt, 'shopper' | 'member' | 'cart_id'>): string {
  return attempt.shopper === 'member' && attempt.member ? attempt.member : attempt.cart_id;
}

/** One Customer per member or guest cart. `attemptNumber` 2: the one we knew was deleted at Stripe. */
async function ensureCustomer(deps: DepsAtStripe, attempt: Attempt, attemptNumber: 1 | 2): Promise<string> {
  const subject = customerSubject(attempt);
  const where = { account: attempt.account, mode: attempt.mode, kind: attempt.shopper, subject };
  const known = await findCustomer(deps, where);
  if (known && attemptNumber === 1) return known.customer_id;
  const generation = (known?.generation ?? 0) + 1;
  const { name, email, phone } = attempt.snapshot.contact;
  const answer = await deps.gateway.createCustomer(
    {
      ...(name && { name }),
      ...(email && { email }),
      ...(phone && { phone }),
      preferred_locales: [attempt.locale],
      metadata: { installation: deps.installation, kind: attempt.shopper, subject },
    },
    // The attempt is in the key because its contact details are in the parameters: another attempt's may differ.
    `${deps.installation}:customer:${attempt.shopper}:${subject}:${generation}:${attempt.id}`,
  );
  if (answer.kind !== 'ok')
    throw new CheckoutError('unavailable', { detail: 'the customer could not be created' });
  await deps.db
    .insertInto('stripe_customer')
    .values({ ...where, customer_id: answer.value.id, generation })
    .onConflict((c) =>
      c
        .columns(['account', 'mode', 'kind', 'subject'])
        .doUpdateSet({ customer_id: answer.value.id, generation })
        .where('stripe_customer.generation', '<', generation),
    )
    .execute();
  return (await findCustomer(deps, where))?.customer_id ?? answer.value.id;
}

interface CustomerKey {
  account: string;
  mode: 'test' | 'live';
  kind: Attempt['shopper'];
  subject: string;
}

export function findCustomer(deps: Pick<CheckoutDeps, 'db'>, where: CustomerKey) {
  return deps.db
    .selectFrom('stripe_customer')
    .select(['customer_id', 'generation'])
    .where((eb) => eb.and({ ...where }))
    .executeTakeFirst();
}
