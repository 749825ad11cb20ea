/** Check & shipping: where it goes, what is bought, how it is paid. */
import { Hono } from 'hono';
import type { Locale } from '../../src/shared/money.ts';
import { destination } from '../../server-stub/checkout/token.ts';
import { directMethod, isDirectMethod } from '../../server-stub/shop/demo/facts.ts';
import { checkoutPage, type Method } from '../pages/checkout.ts';
import { contactPage } from '../pages/contact.ts';
import type { Env, StorefrontDeps } from '../storefront.ts';
import type { Contact, DemoCart } from '../../server-stub/shop/demo/tables.ts';
import { readCheckoutResult, signCheckoutToken } from '../tokens.ts';
import { findContactErrors, readContact } from '../contact-form.ts';

export function checkoutRoutes(deps: StorefrontDeps): Hono<Env> {
  const { shop, tokenSecret, publicUrl } = deps;
  const app = new Hono<Env>();

  app.get('/checkout', async (c) => {
    const { session } = c.var;
    const result = await readCheckoutResult(tokenSecret, c.req.query('checkout_result'));
    const cart = await shop.cartOf(session.owner);
    if (!cart || cart.lines.length === 0) {
      // Paid in another tab: the cart is empty because its order is done.
      return c.redirect(result?.order ? `/orders/${encodeURIComponent(result.order)}` : '/cart', 303);
    }
    const contact = contactOf(cart);
    if (c.req.query('edit') === 'contact' || findContactErrors(contact).length > 0) {
      return c.var.render(
        contactPage(session, {
          contact: contact.email ? contact : sampleContact(session.locale, contact),
          errors: [],
        }),
      );
    }
    const methods = await methodsFor(deps, cart);
    const wanted = methods.find(({ id }) => id === c.req.query('method')) ?? methods[0];
    const token = await signCheckoutToken(deps, session, cart);
    return c.var.render(
      checkoutPage(session, {
        cart,
        methods,
        chosen: wanted?.id,
        token,
        endpoint: new URL(publicUrl).origin,
        result,
      }),
    );
  });

  app.post('/checkout/contact', async (c) => {
    const contact = readContact(await c.req.parseBody());
    const errors = findContactErrors(contact);
    if (errors.length > 0)
      return c.var.render({ ...contactPage(c.var.session, { contact, errors }), status: 422 });
    await shop.setContact(c.var.session.owner, contact);
    return c.redirect('/checkout', 303);
  });

  /** Renews the token of a page that still shows the truth; a page that doesn't has to be loaded again. */
  app.get('/checkout/token', async (c) => {
    const { session } = c.var;
    const cart = await shop.cartOf(session.owner);
    if (!cart || cart.lines.length === 0 || String(cart.version) !== c.req.query('ver'))
      return c.json({}, 409);
    return c.json({ token: await signCheckoutToken(deps, session, cart) });
  });

  app.post('/checkout/order', async (c) => {
    const { owner } = c.var.session;
    const form = await c.req.parseBody();
    const { method } = form;
    if (!isDirectMethod(method)) return c.redirect('/checkout', 303);
    const cart = await shop.cartOf(owner);
    if (cart && findContactErrors(contactOf(cart)).length > 0)
      return c.redirect('/checkout?edit=contact', 303);
    const { enabled } = (await shop.methods()).find(({ id }) => id === method) ?? {};
    if (!enabled) return c.redirect('/checkout', 303);
    const outcome = await shop.placeDirectOrder(owner, { version: Number(form['version']), method });
    switch (outcome.kind) {
      case 'placed':
      case 'already-ordered':
        return c.redirect(`/orders/${outcome.orderNumber}?placed=1`, 303);
      case 'cart-changed':
        return c.redirect('/checkout', 303);
      case 'sold-out': {
        const items = outcome.items.map(({ sku, state }) => ({ sku, state }));
        const claims = { outcome: 'sold-out' as const, cart: cart?.id ?? '', items, reference: '' };
        const to = new URL(await destination(tokenSecret, new URL('/cart', publicUrl).href, claims));
        return c.redirect(`${to.pathname}${to.search}`, 303);
      }
    }
  });

  return app;
}

async function methodsFor(deps: StorefrontDeps, cart: DemoCart): Promise<Method[]> {
  const { country } = cart.contact;
  const { offered, ...ours } = await deps.offers(country);
  const direct = (await deps.shop.methods())
    .filter(({ enabled }) => enabled)
    .map(({ id, sort }) => ({ ...directMethod[id], id, sort }));
  const methods: Method[] = [
    ...(offered ? [{ ...ours, id: 'card' as const }] : []),
    // A courier who takes cash is found in Japan only.
    ...direct.filter(({ id }) => id !== 'cod' || country === 'JP'),
  ];
  return methods.toSorted((a, b) => a.sort - b.sort || (a.id < b.id ? -1 : 1));
}

const contactOf = ({ contact, delivery }: DemoCart): Contact => ({
  name: contact.name ?? '',
  email: contact.email ?? '',
  phone: contact.phone ?? '',
  country: contact.country,
  ...delivery,
});

/** So that trying the demo takes one press, and no real address. */
export const sampleContact = (locale: Locale, { country }: Pick<Contact, 'country'>): Contact => ({
  email: 'ichiro@example.com',
  phone: '090-0000-1234',
  country,
  postal: '150-0001',
  ...(locale === 'ja'
    ? { name: '鈴木 一郎', address: '東京都渋谷区神宮前1-2-3' }
    : { name: 'Ichiro Suzuki', address: '1-2-3 Jingumae, Shibuya-ku, Tokyo' }),
});
