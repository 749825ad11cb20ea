/** One press of the pay button, from the cart to the bank's first answer. Safe to repeat with the same client key. */
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import type { CheckoutTokenClaims, payRequest } from '../../src/shared/contract.ts';
import type { z } from 'zod';
import {
  pinRules,
  servesRegion,
  settingsReading,
  settingsVersion,
  type Settings,
} from '../settings/settings.ts';
import type { CartSnapshot } from '../shop/port.ts';
import type { Gateway } from '../stripe/gateway.ts';
import { inSeconds } from '../store/attempts.ts';
import { isUniqueViolation } from '../store/database.ts';
import {
  findCartStanding,
  findLive,
  newStanding,
  type CartStanding,
  type Standing,
} from '../store/standings.ts';
import { checkAnswers } from './answers.ts';
import { idleMinutes, takesCard } from './attempt.ts';
import { giveUp } from './give-up.ts';
import { confirmCard, readToken } from './confirm.ts';
import { atStripe, type CheckoutDeps, type DepsAtStripe } from './deps.ts';
import { findOrWriteDown, type WrittenCustomer } from './customer.ts';
import { ensureIntent } from './intent.ts';
import { CheckoutError } from './problem.ts';
import { newReference } from './reference.ts';
import { ensureReserved } from './reservation.ts';
import { resolve } from './resolve.ts';

export type Pay = z.output<typeof payRequest>;

export interface PayInput {
  claims: CheckoutTokenClaims;
  /** An expired token finishes what it started and starts nothing. */
  expired: boolean;
  settings: Settings;
  request: Pay;
  standing: CartStanding;
  /** For a new attempt; undefined where no keys are stored for what the settings select. */
  gateway: Gateway | undefined;
}

/** Smallest charge at Stripe for yen: docs.stripe.com/currencies, "minimum charge amounts". */
const smallestAmount = 50;
const declinesAllowed = 5;
/** Of one shopper at a time, over all carts: stock is not to be hoarded. */
const liveAllowed = 5;

/** All that a press of the button is judged by, but for the cart: of one moment, read in one statement. */
export async function readPress(
  { db, gateways }: CheckoutDeps,
  { claims, request }: Pick<PayInput, 'claims' | 'request'>,
): Promise<Pick<PayInput, 'settings' | 'standing' | 'gateway'>> {
  const press = { cart: claims.cart, version: claims.ver, owner: claims.sub, clientKey: request.clientKey };
  const also = { settings: settingsReading, gatewayOf: gateways.reading };
  const { settings, gatewayOf, ...standing } = await findCartStanding(db, press, also);
  return { settings, standing, gateway: gatewayOf(settings.environment) };
}

/** Returns the attempt as far as it got; throws a CheckoutError where nothing was started. */
export async function pay(deps: CheckoutDeps, input: PayInput): Promise<Standing> {
  const { claims, gateway } = input;
  const { pressed, live } = input.standing;
  if (pressed)
    return pressed.owner === claims.sub ? continueAttempt(deps, pressed, input) : refuseElsewhere(pressed);
  if (input.expired) throw new CheckoutError('token-expired');

  if (!gateway) throw new CheckoutError('method-unavailable');
  const current = { ...deps, gateway };
  const cart = await checkCart(current, input);
  const begun = live ? await reuse(current, live, cart, input) : await begin(current, cart, input);
  return goToBank(current, begun, input);
}

interface Begun {
  attempt: Standing;
  /** As it was written together with a new attempt. */
  customer?: WrittenCustomer;
}

/** From where the first sending got to: before the confirm was written down, or after. */
async function continueAttempt(deps: CheckoutDeps, attempt: Standing, input: PayInput): Promise<Standing> {
  if (attempt.state === 'active' && !attempt.last) return goToBank(deps, { attempt }, input);
  return answerOf(await resolve(deps, attempt.id), input);
}

async function goToBank(
  deps: CheckoutDeps,
  { attempt, customer }: Begun,
  input: PayInput,
): Promise<Standing> {
  const its = await atStripe(deps, attempt);
  if (!its || !(await ensureReserved(its, attempt))) return resolve(its ?? deps, attempt.id);
  // Hangs on nothing that is done until it is judged.
  const token = readToken(its, input.request);
  const ready = await ensureIntent(its, attempt, input.request, customer);
  if (!ready) return resolve(its, attempt.id);
  const answered = await confirmCard(its, ready, { ...input, token });
  return answerOf(await resolve(its, attempt.id, answered), input);
}

/** What became of this press: a card that Stripe or we would not even send to the bank is a refusal of the request. */
function answerOf(attempt: Standing, { request }: PayInput): Standing {
  const { last } = attempt;
  const refused = attempt.state === 'active' && last?.outcome?.kind === 'refused' ? last.outcome : undefined;
  if (refused && last?.client_key === request.clientKey)
    throw new CheckoutError('card-mismatch', { detail: refused.code });
  return attempt;
}

async function checkCart(
  deps: DepsAtStripe,
  { claims, settings, request, standing }: PayInput,
): Promise<CartSnapshot> {
  const { paid, declines, liveOfOwner } = standing;
  if (!settings.enabled) throw new CheckoutError('method-unavailable');
  if (!servesRegion(settings, claims.billing_country)) throw new CheckoutError('region-not-served');
  if (paid) throw new AttemptInTheWay(paid);
  const reading = await deps.shop.readCart(claims.cart);
  if (reading.kind === 'missing') throw new CheckoutError('cart-not-found');
  if (reading.kind === 'ordered') throw new CheckoutError('already-ordered');
  const { cart } = reading;
  if (cart.version !== claims.ver || cart.version !== request.cartVersion)
    throw new CheckoutError('cart-changed');
  if (!Number.isSafeInteger(cart.amount) || cart.amount < smallestAmount) {
    throw new CheckoutError('amount-not-payable', { detail: `the smallest amount is ${smallestAmount}` });
  }
  const { account, mode } = deps.gateway;
  if (request.settingsVersion !== settingsVersion(settings, account, mode))
    throw new CheckoutError('settings-changed');
  checkAnswers(settings, request);
  if (declines.count >= declinesAllowed)
    throw new CheckoutError('rate-limited', { retryAfter: declines.wait });
  if (liveOfOwner >= liveAllowed) throw new CheckoutError('rate-limited', { retryAfter: idleMinutes * 60 });
  return cart;
}

/** The owner's own attempt takes another card after a definite refusal; anything else is someone else's business. */
async function reuse(
  deps: DepsAtStripe,
  live: Standing,
  cart: CartSnapshot,
  input: PayInput,
): Promise<Begun> {
  const declined = live.last !== null && takesCard(live.last);
  if (live.owner !== input.claims.sub || live.state !== 'active' || !declined) refuseElsewhere(live);
  const same =
    live.cart_version === cart.version &&
    live.amount === cart.amount &&
    live.account === deps.gateway.account &&
    live.mode === deps.gateway.mode &&
    live.rules.settingsVersion === input.request.settingsVersion;
  if (same) return { attempt: live };
  const ended = await giveUp(deps, live.id, 'cart-changed');
  if (ended.state !== 'closed') refuseElsewhere(ended);
  return begin(deps, cart, input);
}

function refuseElsewhere(live: Standing): never {
  throw new AttemptInTheWay(live);
}

/** Another attempt holds the cart, or has paid for it. The routes show as much of it as the caller may see. */
export class AttemptInTheWay extends CheckoutError {
  readonly live: Standing;

  constructor(live: Standing) {
    super(live.state === 'committed' ? 'already-ordered' : 'in-progress-elsewhere');
    this.live = live;
  }
}

/** TX1: the attempt and its reservation, both or neither; and by what its Customer will be asked for. */
async function begin(
  deps: DepsAtStripe,
  cart: CartSnapshot,
  { claims, settings, request }: PayInput,
): Promise<Begun> {
  const id = `at_${uuidv7().replaceAll('-', '')}`;
  const { account, mode } = deps.gateway;
  const { shopper } = claims;
  const its = {
    account,
    mode,
    shopper,
    member: shopper === 'member' ? (claims.member ?? claims.sub) : null,
    cart_id: cart.id,
    locale: request.locale,
  };
  try {
    const begun = await deps.db.transaction().execute(async (tx) => {
      const row = await tx
        .with('begun', (db) =>
          db
            .insertInto('attempt')
            .values({
              ...its,
              id,
              cart_version: cart.version,
              owner: claims.sub,
              client_key: request.clientKey,
              snapshot: JSON.stringify(cart),
              amount: cart.amount,
              currency: cart.currency,
              rules: JSON.stringify(pinRules(settings, request.locale, request.settingsVersion)),
              return_url: claims.urls.check,
              state: 'active',
              reference: newReference(),
              next_check_at: inSeconds(idleMinutes * 60),
              expires_at: inSeconds(idleMinutes * 60),
            })
            .returningAll(),
        )
        .with('customer', (db) => findOrWriteDown(db, deps, { ...its, snapshot: cart }))
        .with('held', (db) =>
          db
            .insertInto('reservation')
            .values(cart.lines.map((line) => ({ attempt_id: id, sku: line.sku, qty: line.quantity }))),
        )
        .with('noted', (db) =>
          db
            .insertInto('audit')
            .values({ attempt_id: id, event: 'started', data: JSON.stringify({ amount: cart.amount }) }),
        )
        .selectFrom('begun')
        .selectAll()
        .select(sql<WrittenCustomer>`(SELECT to_jsonb(customer) FROM customer)`.as('customer'))
        .executeTakeFirstOrThrow();
      if (deps.shop.home === 'our-database') {
        const stock = await deps.shop.checkStock(tx, id, cart.lines);
        if (stock.kind === 'sold-out') throw new CheckoutError('sold-out', { items: stock.items });
      }
      return row;
    });
    deps.changed(id);
    const { customer, ...attempt } = begun;
    return { attempt: newStanding(attempt), customer };
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    const live = await findLive(deps.db, cart.id);
    if (live) throw new AttemptInTheWay(live);
    throw new CheckoutError('unavailable', { detail: 'the other attempt ended this moment; try again' });
  }
}
