/** Console, storefront and API over one database, put together as the server does it; every request to Stripe is kept. */
import Stripe from 'stripe';
import { createStorefront } from '../../demo/storefront.ts';
import { ensureOwner } from '../../server-stub/admin/first-owner.ts';
import { hashPassword } from '../../server-stub/admin/password.ts';
import { createApp } from '../../server-stub/app.ts';
import { readOffer } from '../../server-stub/checkout/offer.ts';
import { sweep } from '../../server-stub/checkout/sweeper.ts';
import { takeOverKeys } from '../../server-stub/keys/environment.ts';
import { createDemoShop } from '../../server-stub/shop/demo/demo-shop.ts';
import type { Mailer } from '../../server-stub/shop/mail/outgoing-mail.ts';
import type { Database } from '../../server-stub/store/database.ts';
import { createStoredGateways } from '../../server-stub/stripe/stored-gateways.ts';
import type { CheckoutView } from '../../src/shared/contract.ts';
import type { Locale } from '../../src/shared/money.ts';
import { decideSaving } from '../../src/shared/policy.ts';
import { contact, openVisit, tokenIn } from '../helpers/shop-client.ts';
import { origin, pageWith, tokenSecret, type TestServer } from './harness.ts';
import { consoleKeys, environmentKeys, openMerchantConsole, password } from './merchant-console.ts';

export interface SentToStripe {
  method: string;
  path: string;
  key: string;
  account: string | null;
  params: URLSearchParams;
}

export type WholeShop = Awaited<ReturnType<typeof openWholeShop>>;

export async function openWholeShop(server: TestServer, mailer?: Mailer) {
  await ensureOwner(server.db, consoleKeys(server).vault, { passwordHash: await hashPassword(password) });
  await takeOverKeys(server.db, consoleKeys(server), environmentKeys);
  const instance = openInstance(server, server.db, mailer);
  const merchant = openMerchantConsole(server, { deps: instance.deps });
  await merchant.signIn();
  return { ...instance, merchant };
}

/** One process of the shop; another one over the same database knows nothing else of it. */
export function openInstance(server: TestServer, db: Database, mailer?: Mailer) {
  const sent: SentToStripe[] = [];
  const network = async (url: string | URL | Request, init?: RequestInit) => {
    const request = new Request(url, init);
    const { headers, method } = request;
    sent.push({
      method,
      path: new URL(request.url).pathname,
      key: headers.get('authorization')?.replace('Bearer ', '') ?? '',
      account: headers.get('stripe-account'),
      params: new URLSearchParams(await request.clone().text()),
    });
    return server.fake.app.fetch(request);
  };
  const shop = createDemoShop(db, { mailer });
  const gateways = createStoredGateways({
    ...consoleKeys(server),
    db,
    transport: { httpClient: Stripe.createFetchHttpClient(network as typeof fetch) },
  });
  const deps = { ...server.deps, db, shop, gateways };
  const app = createApp(deps, { tokenSecret, allowedOrigins: [origin] });
  const storefront = createStorefront({
    shop,
    db,
    publicUrl: origin,
    tokenSecret,
    offers: (country) => readOffer(deps, country),
  });

  /** A shopper at check & shipping with something in the cart. */
  async function shopper({ locale = 'ja', country = 'JP', member }: ShopperOptions = {}) {
    const { visit } = openVisit(origin, (url, init) => storefront.request(url, init));
    await visit(`/?lang=${locale}`);
    await visit('/cart/add', { sku: 'yunomi' });
    if (member) await visit('/login', { member });
    await visit('/checkout/contact', { ...contact, country });
    const html = await visit('/checkout');
    const { token, claims } = tokenIn(html);
    const version = Number(claims['ver']);
    const page = pageWith({ ...server, app }, { version }, token);
    const view = async () =>
      (await (await page.call('POST', '/v1/view', { locale })).json()) as CheckoutView & { code?: string };

    /** As the element does it: what was shown is answered, in the version in which it was shown. */
    async function pay(number: string, { ticked = false, shown = view() }: PayOptions = {}) {
      const { cardSaving, savingUsage, settingsVersion, stripe, threeDSecureData, wordings, ...seen } =
        await shown;
      const { display, save } = decideSaving({
        policy: cardSaving,
        shopper: seen.shopper,
        card: 'new',
        consented: ticked,
      });
      const asksForData = threeDSecureData === 'checkbox';
      return page.send({
        cartVersion: version,
        settingsVersion,
        clientKey: crypto.randomUUID(),
        confirmationToken: await server.cardToken(number, save ? savingUsage : undefined, stripe),
        card: 'new',
        locale,
        ...(display === 'consent' && { consent: { checked: ticked, version: wordings.consent.version } }),
        ...(asksForData && {
          threeDSecureConsent: { checked: true, version: wordings.threeDSecureData.version },
        }),
      });
    }

    return { html, visit, view, pay, resume: page.resume };
  }

  const sentTo = (path: string | RegExp, method = 'POST') =>
    sent.filter(
      (one) => one.method === method && (typeof path === 'string' ? one.path === path : path.test(one.path)),
    );
  return { app, deps, sent, sentTo, shopper, sweep: () => sweep(deps) };
}

interface ShopperOptions {
  locale?: Locale;
  country?: string;
  member?: string;
}

interface PayOptions {
  ticked?: boolean;
  /** What the page has shown, where that was a while ago. */
  shown?: CheckoutView | Promise<CheckoutView>;
}

/** The payment methods on a page of the storefront, in their order. */
export const methodsOn = (html: string) => [...html.matchAll(/id="method-(\w+)"/g)].map((match) => match[1]);
