/** The Stripe Customer of a member or of a guest's cart: one each, asked for under a key that outlives every crash. */
import { sql, type QueryCreator, type Selectable } from 'kysely';
import type { Database } from '../store/database.ts';
import type { Attempt, CustomerParams, Tables } from '../store/schema.ts';
import type { CheckoutDeps, DepsAtStripe } from './deps.ts';
import { CheckoutError } from './problem.ts';

/** Stripe keeps an idempotency key for 24 hours at least: until then a repeat finds what the first one made. */
const repeatableHours = 20;

export function customerSubject(attempt: Pick<Attempt, 'shopper' | 'member' | 'cart_id'>): string {
  return attempt.shopper === 'member' && attempt.member ? attempt.member : attempt.cart_id;
}

export interface EnsuredCustomer {
  id: string;
  /** Made now, and written down together with the intent: until then a repeat of the question finds it again. */
  made?: CustomerKey & { generation: number };
}

/** What the Customer of an attempt is asked for by. */
export type CustomerSource = Pick<
  Attempt,
  'account' | 'mode' | 'shopper' | 'member' | 'cart_id' | 'locale' | 'snapshot'
>;

/**
 * `known`: its row as it was read or written a moment ago. `gone`: the Customer that Stripe does not know any more; then there
 * is a next generation, once.
 */
export async function ensureCustomer(
  deps: DepsAtStripe,
  attempt: Attempt,
  { known: read, gone }: { known?: WrittenCustomer | undefined; gone?: string } = {},
): Promise<EnsuredCustomer> {
  const { where } = askedFor(deps, attempt);
  const known = read ?? (await findOrWriteDown(deps.db, deps, attempt).executeTakeFirstOrThrow());
  if (known.customer_id && known.customer_id !== gone) return { id: known.customer_id };
  const asksAgain = !known.customer_id && !known.stale;
  const asked = asksAgain ? known : await writeNext(deps, attempt, known.generation + 1);
  if (asked.customer_id) return { id: asked.customer_id };
  const answer = await deps.gateway.createCustomer(
    asked.params,
    `${deps.installation}:customer:${attempt.shopper}:${where.subject}:${asked.generation}`,
  );
  if (answer.kind !== 'ok')
    throw new CheckoutError('unavailable', { detail: 'the customer could not be created' });
  return { id: answer.value.id, made: { ...where, generation: asked.generation } };
}

/** The statement that follows writes down a new customer as well. */
export function keeping({ id, made }: EnsuredCustomer, db: Database): QueryCreator<Tables> {
  if (!made) return db;
  return db.with('kept', (own) =>
    own
      .updateTable('stripe_customer')
      .set({ customer_id: id })
      .where((eb) => eb.and({ ...made }))
      .where('customer_id', 'is', null),
  ) as unknown as QueryCreator<Tables>;
}

function contactOf({ snapshot }: CustomerSource): Pick<CustomerParams, 'name' | 'email' | 'phone'> {
  const { name, email, phone } = snapshot.contact;
  return { ...(name && { name }), ...(email && { email }), ...(phone && { phone }) };
}

interface CustomerKey {
  account: string;
  mode: 'test' | 'live';
  kind: Attempt['shopper'];
  subject: string;
}

const placeOf = ['account', 'mode', 'kind', 'subject'] as const;

const stale = sql<boolean>`stripe_customer.asked_at < app_now() - ${sql.lit(repeatableHours)} * interval '1 hour'`;

export type WrittenCustomer = Pick<
  Selectable<Tables['stripe_customer']>,
  'customer_id' | 'generation' | 'params'
> & {
  stale: boolean;
};

/** The row as it stands, or the first of its kind. One way to the database: a row that is there is set to what it is. */
export function findOrWriteDown(
  db: QueryCreator<Tables>,
  deps: Pick<CheckoutDeps, 'installation'>,
  source: CustomerSource,
) {
  const { where, params } = askedFor(deps, source);
  return db
    .insertInto('stripe_customer')
    .values({ ...where, generation: 1, params: JSON.stringify(params), customer_id: null })
    .onConflict((c) =>
      c.columns(placeOf).doUpdateSet({ generation: sql<number>`stripe_customer.generation` }),
    )
    .returning(['customer_id', 'generation', 'params', stale.as('stale')]);
}

/** Written down word for word: another attempt of the same member would ask with other contact details. */
function askedFor({ installation }: Pick<CheckoutDeps, 'installation'>, source: CustomerSource) {
  const { account, mode, shopper: kind, locale } = source;
  const subject = customerSubject(source);
  const where: CustomerKey = { account, mode, kind, subject };
  const params: CustomerParams = {
    ...contactOf(source),
    preferred_locales: [locale],
    metadata: { installation, kind, subject },
  };
  return { where, params };
}

/** The first writing of a generation stands. */
async function writeNext(deps: CheckoutDeps, source: CustomerSource, generation: number) {
  const { where, params } = askedFor(deps, source);
  const written = await deps.db
    .insertInto('stripe_customer')
    .values({ ...where, generation, params: JSON.stringify(params), customer_id: null })
    .onConflict((c) =>
      c
        .columns(placeOf)
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
  return written ?? findOrWriteDown(deps.db, deps, source).executeTakeFirstOrThrow();
}

/** Undefined where there is none yet. */
export async function findCustomer(
  deps: Pick<CheckoutDeps, 'db'>,
  where: CustomerKey,
): Promise<string | undefined> {
  const row = await deps.db
    .selectFrom('stripe_customer')
    .select('customer_id')
    .where((eb) => eb.and({ ...where }))
    .executeTakeFirst();
  return row?.customer_id ?? undefined;
}
