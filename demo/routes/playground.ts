/** The playground: breaks the shop on purpose. It is there with the fake only, and only for the machine that it runs on. */
import type { Context } from 'hono';
import { brokenInvariants } from '../../server-stub/invariants/broken-invariants.ts';
import { readBothSides } from '../../server-stub/invariants/both-sides.ts';
import { readOrder, type OrderDetail } from '../../server-stub/orders/detail.ts';
import type { Gateway, Intent } from '../../server-stub/stripe/gateway.ts';
import { missingPage } from '../pages/message.ts';
import { playgroundPage } from '../pages/playground.ts';
import { enterPlayground, leavePlayground } from '../session.ts';
import type { Env, StorefrontDeps } from '../storefront.ts';
import { skuOf, type SeenAttempt, type ShopSide, type Verdict } from '../web/playground/model.ts';
import { sampleContact } from './checkout.ts';

type Act = (c: Context<Env>, deps: StorefrontDeps) => Promise<Response> | Response;

const acts: Record<string, Act> = {
  'GET ': (c, { stripeJs = '' }) =>
    c.var.render(playgroundPage(c.var.session, { fake: new URL(stripeJs).origin })),
  'POST scene': beginScene,
  'POST end': endScene,
  'POST kill': killServer,
  'GET shop': showShop,
  'GET invariants': checkBothSides,
};

export function playground(c: Context<Env>, deps: StorefrontDeps): Promise<Response> | Response {
  if (!isOnThisMachine(c, deps)) return c.var.render({ ...missingPage(c.var.session), status: 403 });
  const act = acts[`${c.req.method} ${c.req.param('act') ?? ''}`];
  return act ? act(c, deps) : c.var.render(missingPage(c.var.session));
}

const loopback = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

/** By address and by name: a stranger's domain may be made to point here. Without a socket it is a test in process. */
function isOnThisMachine(c: Context<Env>, { publicUrl }: StorefrontDeps): boolean {
  const { incoming } = (c.env ?? {}) as { incoming?: { socket: { remoteAddress?: string } } };
  const near = !incoming || loopback.has(incoming.socket.remoteAddress ?? '');
  return near && new URL(c.req.url).hostname === new URL(publicUrl).hostname;
}

/** A guest without a past, with one thing in the cart and an address, so that the scene begins at the payment. */
async function beginScene(c: Context<Env>, deps: StorefrontDeps): Promise<Response> {
  const { shop } = deps;
  const { locale } = c.var.session;
  const { sku } = await c.req.parseBody();
  if (typeof sku !== 'string' || !(await putOnShelf(deps, sku)))
    return c.json({ error: 'no such thing' }, 400);
  const visitor = enterPlayground(c, deps);
  await shop.addToCart(visitor, { sku, quantity: 1, locale });
  await shop.setContact(visitor, sampleContact(locale, { country: 'JP' }));
  return c.json({ visitor });
}

/** What earlier scenes sold is there again: one more than others hold. */
async function putOnShelf({ shop }: StorefrontDeps, sku: string): Promise<boolean> {
  if (!Object.values(skuOf).includes(sku)) return false;
  const look = async () => (await shop.products()).find((product) => product.sku === sku);
  let product = await look();
  while (product && product.available < 1) {
    await shop.setStock(sku, product.stock + 1);
    product = await look();
  }
  return product !== undefined;
}

function endScene(c: Context<Env>): Response {
  leavePlayground(c);
  return c.json({});
}

/** ms; the answer leaves before the process does. */
const lastWordMs = 30;

/** As the power going out. Without a supervisor nobody would start it again. */
function killServer(c: Context<Env>): Response {
  if (!process.connected) return c.json({ error: 'no supervisor' }, 409);
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), lastWordMs);
  return c.json({ process: process.pid }, 202);
}

/** What the shop knows of this guest, and of the shelf. */
async function showShop(c: Context<Env>, { db, shop }: StorefrontDeps): Promise<Response> {
  const { owner } = c.var.session;
  const sku = c.req.query('sku') ?? '';
  const [ids, products] = await Promise.all([
    db.selectFrom('attempt').select('id').where('owner', '=', owner).orderBy('created_at').execute(),
    shop.products(),
  ]);
  const details = await Promise.all(ids.map(({ id }) => readOrder(db, id)));
  const product = products.find((one) => one.sku === sku);
  const side: ShopSide = {
    process: process.pid,
    shelf: product && {
      name: product.name[c.var.session.locale],
      stock: product.stock,
      held: product.stock - product.available,
    },
    attempts: details.flatMap((detail) => (detail ? [seenOf(detail)] : [])),
  };
  return c.json(side);
}

function seenOf({ attempt, order, timeline, ...detail }: OrderDetail): SeenAttempt {
  const { reference, state, reason, intent, intentStatus, amount, currency } = detail;
  return {
    id: attempt,
    reference,
    state,
    reason,
    intent,
    intentStatus,
    amount,
    currency,
    order: order && { number: order.number, money: order.money },
    timeline: timeline.map((entry) => ({ ...entry, at: entry.at.getTime() })),
  };
}

/** The project's own rules, asked of everything that both sides have. */
async function checkBothSides(c: Context<Env>, { db, playground: side }: StorefrontDeps): Promise<Response> {
  const gateway = await side?.gateways.current();
  if (!gateway) return c.json({ error: 'no keys' }, 409);
  const broken = await brokenInvariants(await readBothSides(db, listAll(gateway), true));
  return c.json({ broken } satisfies Verdict);
}

async function* listAll(gateway: Gateway): AsyncGenerator<Intent> {
  let last: string | undefined;
  for (;;) {
    const page = await gateway.listIntents(0, last);
    if (page.kind !== 'ok') throw new Error('Stripe did not list its payments');
    yield* page.value.data;
    last = page.value.data.at(-1)?.id;
    if (!page.value.has_more || !last) return;
  }
}
