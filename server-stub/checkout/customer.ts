/** The Stripe Customer of a member or of a guest's cart: one each, asked for under a key that outlives every crash. */
import { sql } from 'kysely';
import type { Attempt, CustomerParams } from '../store/schema.ts';
import type { CheckoutDeps, DepsAtStripe } from './deps.ts';
import { CheckoutError } from './problem.ts';

/** Stripe keeps an idempotency key for 24 hours at least: until then a repeat finds what the first one made. */
const repeatableHours = 20;

export function customerSubject(attempt: Pick<Attempt, 'shopper' | 'member' | 'cart_id'>): string {
  return attempt.shopper === 'member' && attempt.member ? attempt.member : attempt.cart_id;
}

/** `gone`: the one that Stripe does not know any more; then there is a next generation, once. */
export async function ensureCustomer(deps: DepsAtStripe, attempt: Attempt, gone?: string): Promise<string> {
  const subject = customerSubject(attempt);
  const where = { account: attempt.account, mode: attempt.mode, kind: attempt.shopper, subject };
  const known = await findRow(deps, where);
  if (known?.customer_id && known.customer_id !== gone) return known.customer_id;

  // Written down first, word for word: another attempt of the same member would ask with other contact details.
  const asksAgain = known && !known.customer_id && !known.stale;
  const generation = asksAgain ? known.generation : (known?.generation ?? 0) + 1;
  const asked = await writeDown(deps, where, generation, {
    ...contactOf(attempt),
    preferred_locales: [attempt.locale],
    metadata: { installation: deps.installation, kind: attempt.shopper, subject },
  });
  if (asked.customer_id) return asked.customer_id;
  const answer = await deps.gateway.createCustomer(
    asked.params,
    `${deps.installation}:customer:${attempt.shopper}:${subject}:${asked.generation}`,
  );
  if (answer.kind !== 'ok')
    throw new CheckoutError('unavailable', { detail: 'the customer could not be created' });
  await deps.db
    .updateTable('stripe_customer')
    .set({ customer_id: answer.value.id })
    .where((eb) => eb.and({ ...where, generation: asked.generation }))
    .where('customer_id', 'is', null)
    .execute();
  return answer.value.id;
}

function contactOf({ snapshot }: Attempt): Pick<CustomerParams, 'name' | 'email' | 'phone'> {
  const { name, email, phone } = snapshot.contact;
  return { ...(name && { name }), ...(email && { email }), ...(phone && { phone }) };
}

interface CustomerKey {
  account: string;
  mode: 'test' | 'live';
  kind: Attempt['shopper'];
  subject: string;
}

/** The first writing of a generation stands. */
async function writeDown(deps: CheckoutDeps, where: CustomerKey, generation: number, params: CustomerParams) {
  const written = await deps.db
    .insertInto('stripe_customer')
    .values({ ...where, generation, params: JSON.stringify(params), customer_id: null })
    .onConflict((c) =>
      c
        .columns(['account', 'mode', 'kind', 'subject'])
        .doUpdateSet({
          generation,
          params: JSON.stringify(params),
          customer_id: null,
          asked_at: sql<Date>`app_now()`,
        })
        .where('stripe_customer.generation', '<', generation),
    )
    .returning(['customer_id', 'generation', 'params'])
    .executeTakeFirst();
  const row = written ?? (await findRow(deps, where));
  if (!row) throw new Error('the row of a customer was deleted while Stripe was being asked');
  return row;
}

function findRow(deps: Pick<CheckoutDeps, 'db'>, where: CustomerKey) {
  return deps.db
    .selectFrom('stripe_customer')
    .select(['customer_id', 'generation', 'params'])
    .select(sql<boolean>`asked_at < app_now() - ${repeatableHours} * interval '1 hour'`.as('stale'))
    .where((eb) => eb.and({ ...where }))
    .executeTakeFirst();
}

/** Undefined where there is none yet. */
export async function findCustomer(
  deps: Pick<CheckoutDeps, 'db'>,
  where: CustomerKey,
): Promise<string | undefined> {
  return (await findRow(deps, where))?.customer_id ?? undefined;
}
