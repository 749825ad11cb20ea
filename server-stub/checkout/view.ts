/** All that the first view of the payment needs, in one answer. Looking creates nothing at Stripe but a short-lived session. */
import { pageWords } from '../../src/locales/page-words.ts';
import type { CheckoutView } from '../../src/shared/contract.ts';
import type { Locale } from '../../src/shared/money.ts';
import {
  contactIn,
  servesRegion,
  settingsVersion,
  viewWordings,
  type Settings,
} from '../settings/settings.ts';
import { findLiveOrPaid } from '../store/standings.ts';
import { viewAttempt } from './attempt-view.ts';
import type { CheckoutDeps, DepsAtStripe } from './deps.ts';
import { findCustomer } from './customer.ts';
import { AttemptInTheWay } from './pay.ts';
import { CheckoutError } from './problem.ts';
import type { Caller } from './token.ts';

export interface ViewInput extends Caller {
  settings: Settings;
  locale: Locale;
  tokenSecret: string;
}

export async function viewCheckout(deps: CheckoutDeps, input: ViewInput): Promise<CheckoutView> {
  const { claims, settings, locale } = input;
  const live = await findLiveOrPaid(deps.db, { id: claims.cart, version: claims.ver });
  if (live?.state === 'committed') throw new AttemptInTheWay(live);
  // What was started before the method was switched off, or the token ran out, can still be seen and ended.
  if (!live) {
    if (input.expired) throw new CheckoutError('token-expired');
    if (!settings.enabled) throw new CheckoutError('method-unavailable');
    if (!servesRegion(settings, claims.billing_country)) throw new CheckoutError('region-not-served');
  }
  const reading = await deps.shop.readCart(claims.cart);
  if (reading.kind === 'missing') throw new CheckoutError('cart-not-found');
  if (reading.kind === 'ordered') throw new CheckoutError('already-ordered');
  const { cart } = reading;
  if (!live && cart.version !== claims.ver) throw new CheckoutError('cart-changed');

  // What is under way is finished where it began; a card for a new attempt goes to the account that is selected now.
  const started = live && live.pi_status !== 'requires_payment_method' ? live : undefined;
  const gateway = (started && (await deps.gateways.of(started))) ?? (await deps.gateways.current());
  if (!gateway) throw new CheckoutError('method-unavailable');
  const { account, mode, browser } = gateway;
  const savedCards = await savedCardsSecret({ ...deps, gateway }, input);
  return {
    settingsVersion: settingsVersion(settings, account, mode),
    stripe: browser,
    cart: { version: cart.version, amount: cart.amount, currency: cart.currency },
    shopper: claims.shopper,
    cardSaving: settings.cardSaving,
    savingUsage: settings.savingUsage,
    threeDSecureData: settings.threeDSecureData,
    wordings: viewWordings(settings, locale, cart),
    billing: { ...cart.contact, country: claims.billing_country },
    words: pageWords[locale],
    ...(savedCards && { savedCards }),
    contact: contactIn(settings, locale),
    urls: claims.urls,
    ...(live && { attempt: await viewAttempt(live, input) }),
  };
}

/** A member's own saved cards, if there is a Customer already; without Stripe's answer the form works all the same. */
async function savedCardsSecret(
  deps: DepsAtStripe,
  { claims, settings }: ViewInput,
): Promise<string | undefined> {
  if (claims.shopper !== 'member' || settings.cardSaving === 'off') return undefined;
  const { account, mode } = deps.gateway;
  const customer = await findCustomer(deps, {
    account,
    mode,
    kind: 'member',
    subject: claims.member ?? claims.sub,
  });
  if (!customer) return undefined;
  const session = await deps.gateway.createCustomerSession(customer);
  return session.kind === 'ok' ? session.value.client_secret : undefined;
}
