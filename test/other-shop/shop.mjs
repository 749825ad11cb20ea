/**
 * A cart system in a process of its own, with nothing of ours in it: node:http, node:crypto and docs/shop-port.md. It stands
 * for a shop in another language. Beside the contract it listens to /control, by which tests fill carts and break the wire.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import process from 'node:process';

let secrets = (process.env.SHOP_SECRET ?? '').split(',');

// ── What the shop knows ──────────────────────────────────────────────────────────────────────────────────────────────

const products = new Map();
const carts = new Map();
/** By attempt. */
const numbers = new Map();
const holds = new Map();
const orders = new Map();
const payments = new Map();
const released = new Set();
/** What the shop wrote to its shoppers. */
const mails = [];
let nextNumber = 70001;

const orderOf = (cart, version) =>
  [...orders.values()].find((order) => order.cart === cart && order.version === version && !order.withdrawn);

/** Lines that the stock, less what others hold, does not cover. */
function shortages(lines, { cart, attempt }) {
  return lines.flatMap(({ sku, name, quantity }) => {
    const stock = products.get(sku) ?? 0;
    const held = [...holds.entries()]
      .filter(([by, hold]) => by !== attempt && hold.cart !== cart)
      .flatMap(([, hold]) => hold.lines)
      .reduce((sum, line) => sum + (line.sku === sku ? line.quantity : 0), 0);
    if (stock - held >= quantity) return [];
    return [{ sku, name, state: stock >= quantity ? 'held' : 'gone' }];
  });
}

function takeOut(cart, lines, sign) {
  for (const { sku, quantity, ...line } of lines) {
    products.set(sku, (products.get(sku) ?? 0) - sign * quantity);
    const had = cart.lines.find((one) => one.sku === sku)?.quantity ?? 0;
    const left = Math.max(0, had - sign * quantity);
    cart.lines = cart.lines.filter((one) => one.sku !== sku);
    if (left > 0) cart.lines.push({ sku, quantity: left, ...line });
  }
  cart.version += 1;
}

function place(key, { cart: ordered, orderNumber, ...more }) {
  const cart = carts.get(ordered.id);
  const other = orderOf(ordered.id, ordered.version);
  if (other) return { kind: 'already-ordered', orderNumber: other.orderNumber };
  const items = shortages(ordered.lines, { cart: ordered.id, attempt: key });
  if (items.length > 0) return { kind: 'sold-out', items };
  holds.delete(key);
  orders.set(key, { cart: ordered.id, version: ordered.version, lines: ordered.lines, orderNumber, ...more });
  takeOut(cart, ordered.lines, 1);
  return { kind: 'placed' };
}

function view({ id, version, lines, locale, contact }) {
  const shipping = 500;
  const amount = lines.reduce((sum, line) => sum + line.quantity * line.unitPrice, shipping);
  return { id, version, lines, shipping, amount, currency: 'jpy', locale, contact };
}

// ── The contract ─────────────────────────────────────────────────────────────────────────────────────────────────────

const operations = {
  facts: () => ({
    regions: ['JP', 'US'],
    statuses: [
      { id: 'processing', name: { ja: '処理中', en: 'Processing' } },
      { id: 'paid', name: { ja: '入金済み', en: 'Paid' } },
    ],
    methods: [{ id: 'cod', name: { ja: '代金引換', en: 'Cash on delivery' }, sort: 20 }],
  }),
  cart({ cart: id }) {
    const cart = carts.get(id);
    if (!cart) return { kind: 'missing' };
    const order = [...orders.values()].findLast((one) => one.cart === id && !one.withdrawn);
    if (cart.lines.length === 0 && order) return { kind: 'ordered', orderNumber: order.orderNumber };
    return { kind: 'open', cart: view(cart) };
  },
  reserve({ attempt, cart }) {
    if (released.has(attempt)) return { kind: 'released' };
    if (holds.has(attempt) || orders.has(attempt)) return { kind: 'reserved' };
    const items = shortages(cart.lines, { cart: cart.id, attempt });
    if (items.length > 0) return { kind: 'sold-out', items };
    holds.set(attempt, { cart: cart.id, lines: cart.lines });
    return { kind: 'reserved' };
  },
  'order-number'({ attempt }) {
    if (!numbers.has(attempt)) numbers.set(attempt, String(nextNumber++));
    return { orderNumber: numbers.get(attempt) };
  },
  order({ attempt, cart, orderNumber, status, mail, method, reference, money }) {
    if (released.has(attempt)) return { kind: 'released' };
    if (orders.has(attempt)) return { kind: 'placed' };
    const outcome = place(attempt, { cart, orderNumber, status, money });
    if (outcome.kind === 'placed' && mail.by === 'shop')
      mails.push({
        kind: 'order',
        attempt,
        to: cart.contact.email ?? '',
        method,
        reference,
        text: mail.text,
      });
    return outcome;
  },
  release({ attempt, notice }) {
    if (released.has(attempt)) return {};
    released.add(attempt);
    holds.delete(attempt);
    const order = orders.get(attempt);
    if (order) {
      order.withdrawn = true;
      takeOut(carts.get(order.cart), order.lines, -1);
    }
    if (notice) mails.push({ kind: 'release', attempt, to: notice.cart.contact.email ?? '' });
    return {};
  },
  'payment-changed'({ attempt, version, ...change }) {
    const known = payments.get(attempt) ?? [];
    if (version > (known.at(-1)?.version ?? 0)) payments.set(attempt, [...known, { version, ...change }]);
    return {};
  },
};

function isSigned(signature, text) {
  const parts = signature.split(',').map((part) => part.split('='));
  const timestamp = Number(parts.find(([name]) => name === 't')?.[1]);
  if (!(Math.abs(Date.now() / 1000 - timestamp) <= 300)) return false;
  return secrets.some((secret) => {
    const mac = createHmac('sha256', secret).update(`${timestamp}.${text}`).digest();
    return parts.some(([name, value = '']) => {
      const given = Buffer.from(value, 'hex');
      return name === 'v1' && given.length === mac.length && timingSafeEqual(given, mac);
    });
  });
}

// ── The wire, and what breaks on it ──────────────────────────────────────────────────────────────────────────────────

/** {operation, kind, times, ms?} as in the fake Stripe: drop_before, drop_after, cut, error, error_after, delay. */
let faults = [];
/** The operations that were executed, in order. */
const executed = [];

function strike(operation) {
  const fault = faults.find((one) => one.operation === operation && one.times > 0);
  if (fault) fault.times -= 1;
  return fault;
}

/** What the tests press. */
export const control = {
  /** A shop that has just opened. */
  open({ secret }) {
    secrets = [secret];
    for (const kept of [products, carts, numbers, holds, orders, payments, released]) kept.clear();
    mails.length = executed.length = 0;
    nextNumber = 70001;
  },
  stock: ({ sku, quantity }) => void products.set(sku, quantity),
  cart: ({ id, lines, contact = { country: 'JP' }, locale = 'ja' }) =>
    void carts.set(id, { id, version: 1, lines, contact, locale }),
  add({ id, line }) {
    const cart = carts.get(id);
    const same = cart.lines.find(({ sku }) => sku === line.sku);
    if (same) same.quantity += line.quantity;
    else cart.lines.push({ ...line });
    cart.version += 1;
  },
  read: ({ id }) => operations.cart({ cart: id }),
  /** By a method without a checkout. */
  orderOtherwise({ id, version }) {
    const cart = carts.get(id);
    const other = orderOf(id, version);
    if (other) return { kind: 'already-ordered', orderNumber: other.orderNumber };
    if (cart.version !== version) return { kind: 'cart-changed' };
    const orderNumber = String(nextNumber++);
    const outcome = place(`${id}:${version}`, { cart: view(cart), orderNumber, status: 'new' });
    return outcome.kind === 'placed' ? { ...outcome, orderNumber } : outcome;
  },
  faults: (list) => void (faults = list),
  state: () => ({
    stock: Object.fromEntries(products),
    holds: [...holds.keys()],
    orders: Object.fromEntries(orders),
    payments: Object.fromEntries(payments),
    mails,
    executed,
  }),
};

/** A call that has arrived whole. Executed only if it is signed; says what is answered. */
export function answerTo({ operation, requestId, signature, body }) {
  if (!isSigned(signature, `${requestId}.${operation}.${body}`))
    return [401, { detail: 'the signature does not fit' }];
  if (!Object.hasOwn(operations, operation)) return [404, { detail: 'no such operation' }];
  executed.push(operation);
  return [200, operations[operation](JSON.parse(body))];
}

const server = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks).toString('utf8');
  const answer = (status, value) => {
    response.writeHead(status, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(value ?? {}));
  };
  const [, first, name] = request.url.split('/');
  if (first === 'control') return answer(200, control[name](JSON.parse(body)));

  const operation = String(request.headers['checkout-operation']);
  const fault = strike(operation);
  if (fault?.kind === 'drop_before') return request.socket.destroy();
  if (fault?.kind === 'error') return answer(500, { detail: 'not executed' });
  if (fault?.kind === 'delay') await new Promise((done) => setTimeout(done, fault.ms));
  const requestId = String(request.headers['checkout-request-id']);
  const signature = String(request.headers['checkout-signature']);
  const [status, outcome] = answerTo({ operation, requestId, signature, body });
  if (status !== 200) return answer(status, outcome);
  if (fault?.kind === 'drop_after') return request.socket.destroy();
  if (fault?.kind === 'error_after') return answer(500, { detail: 'executed all the same' });
  if (fault?.kind === 'cut') {
    const text = JSON.stringify(outcome);
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': text.length });
    return response.write(text.slice(0, text.length / 2), () => request.socket.destroy());
  }
  return answer(200, outcome);
});

// Not where another program has it within itself.
if (process.argv[1]?.endsWith('shop.mjs')) {
  server.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () =>
    process.send?.({ port: server.address().port }),
  );
  process.once('disconnect', () => process.exit(0));
}
