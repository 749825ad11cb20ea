/**
 * A payment of ours at Stripe that no attempt accounts for: after a crash between create and save it holds nothing, after
 * a restored backup it may. It becomes an order only if the shop still has that very cart to sell.
 */
import type { Intent } from '../stripe/gateway.ts';
import { pinRules, readSettings, settingsVersion } from '../settings/settings.ts';
import { sql } from 'kysely';
import type { CartSnapshot } from '../shop/port.ts';
import { findAttempt, inSeconds, note } from '../store/attempts.ts';
import { findLive } from '../store/standings.ts';
import { isUniqueViolation } from '../store/database.ts';
import type { FindingAction, FindingBucket } from '../store/schema.ts';
import { intentStatus, isLive } from './attempt.ts';
import type { DepsAtStripe } from './deps.ts';
import { customerOf } from './verify.ts';
import { holding, type Holding } from './judge.ts';
import { newReference } from './reference.ts';
import { resolve } from './resolve.ts';

/** Its handler may still be on the way to save it: longer than any call takes. Seconds. */
const young = 10 * 60;

/** What is to be done about it. Reads only, so that it can be said before it is done. */
export type AstrayPlan =
  /** Nothing yet: its handler may be on the way, or it ends with its attempt. */
  | 'wait'
  /** Its attempt is there and lost only the intent's name. */
  | 'give-back'
  /** The cart still stands as it was paid for: it becomes its order. */
  | 'adopt'
  /** Nobody can sell that cart any more: the hold is let go. */
  | 'cancel'
  /** Money that is not ours to move. */
  | 'person';

export async function planAstray(deps: DepsAtStripe, intent: Intent): Promise<AstrayPlan> {
  const held = holding(intent);
  const known = await findAttempt(deps.db, intent.metadata['attempt'] ?? '');
  const expected = known !== undefined && isLive(known.state) && !known.pi_id;
  // Nobody confirms an intent that is not saved: without money this one ends by itself, with its attempt.
  if (held === 'nothing') return expected || (await isYoung(deps, intent)) ? 'wait' : 'cancel';
  if (expected && known.state === 'active') return 'give-back';
  if (!known && (await cartToAdopt(deps, intent))) return 'adopt';
  return held === 'captured' || (await isOrdered(deps, intent)) ? 'person' : 'cancel';
}

export async function settleAstray(deps: DepsAtStripe, intent: Intent): Promise<void> {
  const held = holding(intent);
  const plan = await planAstray(deps, intent);
  if (plan === 'wait') return;
  if (deps.reconcile === 'observe') return find(deps, intent, held, 'observed');

  const adopted =
    (plan === 'give-back' && (await giveBack(deps, intent))) ||
    (plan === 'adopt' && (await adopt(deps, intent)));
  if (adopted) {
    await find(deps, intent, held, 'adopted');
    await resolve(deps, intent.metadata['attempt'] ?? '');
    return;
  }
  // Somebody else was faster since: the next run looks again, and lets go what is still nobody's.
  if (plan === 'give-back' || plan === 'adopt') return;
  if (plan === 'person') {
    deps.log.error({ intent: intent.id }, 'a payment has no order that we know of: a person has to look');
    return find(deps, intent, held, 'needs-attention');
  }
  const answer = await deps.gateway.cancelIntent(intent.id, 'abandoned');
  if (answer.kind === 'ok') await find(deps, intent, held, 'cancelled');
}

/** The attempt is there and lost only the intent's name. */
async function giveBack(deps: DepsAtStripe, intent: Intent): Promise<boolean> {
  const { numUpdatedRows } = await deps.db
    .updateTable('attempt')
    .set({
      pi_id: intent.id,
      pi_status: intentStatus(intent.status),
      customer_id: customerOf(intent),
      revision: sql<number>`revision + 1`,
    })
    .where('id', '=', intent.metadata['attempt'] ?? '')
    .where('state', '=', 'active')
    .where('pi_id', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** The cart, if it still stands at that version and amount and nobody else pays for it. */
async function cartToAdopt(deps: DepsAtStripe, intent: Intent): Promise<CartSnapshot | undefined> {
  const { attempt: id, cart: cartId, cart_version: version } = intent.metadata;
  if (!id || !cartId) return undefined;
  const reading = await deps.shop.readCart(cartId);
  if (reading.kind !== 'open') return undefined;
  const { cart } = reading;
  const same =
    String(cart.version) === version && cart.amount === intent.amount && cart.currency === intent.currency;
  return same && !(await findLive(deps.db, cartId)) ? cart : undefined;
}

/** Written anew. */
async function adopt(deps: DepsAtStripe, intent: Intent): Promise<boolean> {
  const { attempt: id, shopper } = intent.metadata;
  const cart = await cartToAdopt(deps, intent);
  if (!id || !cart) return false;
  const settings = await readSettings(deps.db);
  const { account, mode } = deps.gateway;
  try {
    await deps.db
      .insertInto('attempt')
      .values({
        id,
        cart_id: cart.id,
        cart_version: cart.version,
        // Who was paying is not known any more: the cart's holders see that it is paid, and no more.
        owner: `adopted:${id}`,
        shopper: shopper === 'member' ? 'member' : 'guest',
        member: null,
        locale: cart.locale,
        client_key: id,
        snapshot: JSON.stringify(cart),
        amount: cart.amount,
        currency: cart.currency,
        account,
        mode,
        rules: JSON.stringify(pinRules(settings, cart.locale, settingsVersion(settings, account, mode))),
        pi_id: intent.id,
        pi_status: intentStatus(intent.status),
        customer_id: customerOf(intent),
        return_url: '',
        state: 'active',
        reference: newReference(),
        expires_at: inSeconds(young),
      })
      .execute();
  } catch (error) {
    if (isUniqueViolation(error)) return false;
    throw error;
  }
  await note(deps.db, id, 'adopted', { intent: intent.id });
  return true;
}

/** The shop has an order under the number that the payment bears: then the money is not ours to let go. */
async function isOrdered(deps: DepsAtStripe, intent: Intent): Promise<boolean> {
  const { cart, order_id: number } = intent.metadata;
  if (!cart || !number || intent.status !== 'requires_capture') return false;
  const reading = await deps.shop.readCart(cart);
  return reading.kind === 'ordered' && reading.orderNumber === number;
}

async function isYoung(deps: DepsAtStripe, intent: Intent): Promise<boolean> {
  const { now } = await deps.db.selectNoFrom(inSeconds(0).as('now')).executeTakeFirstOrThrow();
  return now.getTime() / 1000 - intent.created < young;
}

async function find(deps: DepsAtStripe, intent: Intent, held: Holding, action: FindingAction): Promise<void> {
  const buckets: Record<Holding, FindingBucket> = {
    nothing: 'incomplete',
    authorised: 'uncaptured',
    captured: 'captured',
  };
  const open = action === 'needs-attention' || action === 'observed';
  const seen = { bucket: buckets[held], action, settled_at: open ? null : inSeconds(0) };
  await deps.db
    .insertInto('finding')
    .values({
      pi_id: intent.id,
      account: deps.gateway.account,
      mode: deps.gateway.mode,
      amount: intent.amount,
      currency: intent.currency,
      cart_id: intent.metadata['cart'] ?? null,
      attempt_id: intent.metadata['attempt'] ?? null,
      ...seen,
    })
    .onConflict((c) => c.column('pi_id').doUpdateSet(seen))
    .execute();
}

/** Nothing is held any more: refunded or cancelled by a person, the finding is done with. */
export async function closeFindings(deps: DepsAtStripe, intents: string[]): Promise<void> {
  if (intents.length === 0) return;
  await deps.db
    .updateTable('finding')
    .set({ settled_at: inSeconds(0) })
    .where('pi_id', 'in', intents)
    .where('settled_at', 'is', null)
    .execute();
}
