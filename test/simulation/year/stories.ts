/** What happens to one payment in a year of trade: as it should be, and in every way in which it goes wrong. */
import { FAULT_KINDS } from '../../../server-stub/fake-stripe/faults.ts';
import type { AttemptView, PayRequest } from '../../../src/shared/contract.ts';
import { atStripe, steps } from '../../crash/steps.ts';
import { Refusal } from '../../server/harness.ts';
import type { Cart, Town } from './town.ts';

const good = '4242424242424242';
const asks = '4000002760003184';
const declined = '4000000000000002';
const disputed = '4000000000000259';

/** Of a call to Stripe the statement before it and the one after it say the same. */
const kills = (['before', 'after'] as const).flatMap((moment) =>
  steps.filter((step) => !atStripe.includes(step)).map((step) => ({ step, moment })),
);

type Tab = Awaited<ReturnType<Town['openTab']>>;

/** What the page is told, or nothing where it gets no good answer. */
async function told(call: Promise<AttemptView>): Promise<AttemptView | undefined> {
  try {
    return await call;
  } catch (error) {
    // A refusal is an answer like another here; a lost connection to our own server has no code.
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

interface AtBank {
  cart: Cart;
  tab: Tab;
  view: AttemptView;
  intent: string;
}

/** Up to the bank's question; without one where Stripe failed before it. */
async function untilAsked(town: Town): Promise<AtBank | undefined> {
  const cart = await town.newCart();
  const tab = await town.openTab(cart);
  const view = await told(tab.pay(asks));
  if (view?.status !== 'action-required') return undefined;
  return { cart, tab, view, intent: await intentOf(town, view.id) };
}

async function intentOf({ db }: Town, attempt: string): Promise<string> {
  const row = await db.selectFrom('attempt').select('pi_id').where('id', '=', attempt).executeTakeFirst();
  return row?.pi_id ?? '';
}

/** A press, and often another one where the first got no answer. */
async function press(town: Town, tab: Tab, card: string): Promise<AttemptView | undefined> {
  const request: PayRequest = await tab.payRequest(card);
  const view = await told(tab.send(request));
  if (view || town.random.chance(0.4)) return view;
  return told(tab.send(request));
}

/** As after a restored backup: Stripe knows the payment, we do not. */
async function forget({ db }: Town, attempt: string): Promise<void> {
  for (const table of ['reservation', 'data_consent', 'confirmation', 'outbox', 'audit'] as const)
    await db.deleteFrom(table).where('attempt_id', '=', attempt).execute();
  await db.deleteFrom('attempt').where('id', '=', attempt).execute();
}

const change = ({ shop }: Town, { owner, sku }: Cart) =>
  shop.addToCart(owner, { sku, quantity: 1, locale: 'ja' });

export const stories = {
  async 'paid at once'(town) {
    await told((await town.openTab(await town.newCart())).pay(good));
  },
  async 'paid after 3-D Secure'(town) {
    const at = await untilAsked(town);
    if (!at) return;
    await town.authenticate(at.view, 'complete');
    await told(at.tab.resume(at.view));
  },
  async 'left during 3-D Secure'(town) {
    await untilAsked(town);
  },
  async 'tab closed after 3-D Secure'(town) {
    const at = await untilAsked(town);
    if (at) await town.authenticate(at.view, 'complete');
  },
  async 'declined, then another card'(town) {
    const tab = await town.openTab(await town.newCart());
    await told(tab.pay(declined));
    await told(tab.pay(good));
  },
  async '3-D Secure failed'(town) {
    const at = await untilAsked(town);
    if (!at) return;
    await town.authenticate(at.view, 'fail');
    await told(at.tab.resume(at.view));
    if (town.random.chance(0.5)) await told(at.tab.pay(good));
  },
  async 'several tabs'(town) {
    const at = await untilAsked(town);
    if (!at) return;
    const second = await town.openTab(at.cart);
    await told(second.pay(good));
    if (town.random.chance(0.7)) await told(second.takeOver(at.view));
    if (town.random.chance(0.5)) await town.authenticate(at.view, 'complete').catch(() => {});
    await told(second.pay(good));
  },
  async 'sold out during 3-D Secure'(town) {
    const at = await untilAsked(town);
    if (!at) return;
    await town.shop.setStock(at.cart.sku, 0);
    await town.authenticate(at.view, 'complete');
    if (town.random.chance(0.7)) await told(at.tab.resume(at.view));
    else await town.work();
    await town.restock(at.cart.sku);
  },
  async 'cart changed during 3-D Secure'(town) {
    const at = await untilAsked(town);
    if (!at) return;
    await change(town, at.cart);
    await town.authenticate(at.view, 'complete');
    await told(at.tab.resume(at.view));
  },
  async 'ordered by another method during 3-D Secure'(town) {
    const at = await untilAsked(town);
    if (!at) return;
    await town.shop.placeDirectOrder(at.cart.owner, { version: at.cart.version, method: 'cod' });
    await town.authenticate(at.view, 'complete');
  },
  async 'a call to Stripe that goes wrong'(town) {
    const { random, fake } = town;
    const call = random.pick(['', '/*', '/*/confirm', '/*/cancel', '/*/capture']);
    const kind = random.pick(FAULT_KINDS.filter((name) => name !== 'delay'));
    fake.faults.add({ kind, path: `/v1/payment_intents${call}`, times: 1 + random.int(3) });
    await press(town, await town.openTab(await town.newCart()), random.pick([good, asks]));
    await town.work();
    fake.faults.clear();
  },
  async 'server killed'(town) {
    const { random } = town;
    town.kill(random.pick(kills));
    const cart = await town.newCart();
    const tab = await town.openTab(cart);
    const view = await press(town, tab, random.pick([good, asks]));
    if (view?.status === 'action-required') await town.authenticate(view, 'complete');
    town.kill(undefined);
  },
  async 'captured in the Dashboard before its order'(town) {
    const at = await untilAsked(town);
    if (!at) return;
    await town.authenticate(at.view, 'complete');
    await town.stripe.paymentIntents.capture(at.intent);
  },
  async 'captured and given back in the Dashboard before its order'(town) {
    const at = await untilAsked(town);
    if (!at) return;
    await town.authenticate(at.view, 'complete');
    await town.stripe.paymentIntents.capture(at.intent);
    await town.stripe.refunds.create({
      payment_intent: at.intent,
      ...(town.random.chance(0.3) && { amount: 100 }),
    });
  },
  async 'cancelled in the Dashboard under way'(town) {
    const at = await untilAsked(town);
    if (!at) return;
    if (town.random.chance(0.5)) await town.authenticate(at.view, 'complete');
    await town.stripe.paymentIntents.cancel(at.intent);
  },
  async 'forgotten by a restored backup'(town) {
    const at = await untilAsked(town);
    if (!at) return;
    await town.authenticate(at.view, 'complete');
    if (town.random.chance(0.4)) await town.stripe.paymentIntents.capture(at.intent);
    await forget(town, at.view.id);
    if (town.random.chance(0.6)) await change(town, at.cart);
  },
  async 'created and never saved'(town) {
    const metadata = {
      installation: town.deps.installation,
      attempt: `at_${crypto.randomUUID()}`,
      cart: 'gone',
    };
    await town.stripe.paymentIntents.create({
      amount: 1200,
      currency: 'jpy',
      capture_method: 'manual',
      metadata,
    });
  },
  async 'another system’s payment'(town) {
    await town.stripe.paymentIntents.create({
      amount: 3000 + town.random.int(1000),
      currency: 'jpy',
      capture_method: town.random.pick(['manual', 'automatic']),
      payment_method: 'pm_card_visa',
      confirm: true,
      metadata: { shop: 'another' },
    });
  },
  async disputed(town) {
    await told((await town.openTab(await town.newCart())).pay(disputed));
  },
} satisfies Record<string, (town: Town) => Promise<void>>;

export type Story = keyof typeof stories;
