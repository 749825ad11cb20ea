import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConsentRow } from '../../server-stub/orders/consents.ts';
import type { OrderDetail } from '../../server-stub/orders/detail.ts';
import type { LooseAttempt } from '../../server-stub/orders/filter.ts';
import type { OrderPage } from '../../server-stub/orders/list.ts';
import type { WebhookHealth } from '../../server-stub/orders/webhook-health.ts';
import { openConsole } from './console.ts';
import { openPage, startServer, type TestServer } from './harness.ts';

const good = '4242424242424242';
const declined = '4000000000000002';
const needs3ds = '4000002760003184';
const contact = {
  name: '=cmd|calc',
  email: 'Hanako@Shop.example',
  phone: '0312345678',
  country: 'JP',
  postal: '1000001',
  address: '千代田',
};

type Page = OrderPage & { loose: LooseAttempt[] };

let server: TestServer;
let console: Awaited<ReturnType<typeof openConsole>>;

beforeAll(async () => {
  server = await startServer('PostgreSQL', { cardSaving: 'required' });
  console = await openConsole(server);
});
afterAll(() => server.stop());

async function pay(card: string) {
  const page = await openPage(server, await server.newCart(contact), { sub: crypto.randomUUID() });
  const confirmationToken = await server.cardToken(card, 'on_session');
  return { page, view: await page.pay(card, { confirmationToken }) };
}

async function buy(card = good): Promise<string> {
  const { page, view } = await pay(card);
  if (view.status === 'action-required') {
    await server.authenticate(view, 'complete');
    await page.resume(view);
  }
  await server.sweep();
  return view.id;
}

/** Copies of an order, with times and money of their own, as years of trade would leave them. */
async function copies(count: number, money: string, at: string): Promise<void> {
  await sql`INSERT INTO attempt (id, cart_id, cart_version, owner, shopper, locale, client_key, snapshot, amount, currency,
      account, mode, rules, pi_id, return_url, state, reference, order_no, next_check_at, expires_at)
    SELECT ${money} || n, ${money} || n, 1, 'o', 'guest', 'ja', ${money} || n, '{}', 1000 + n, 'jpy', 'acct_1', 'test', '{}',
      'pi_' || ${money}::text || n, '', 'committed', ${money} || n, ${money} || n, NULL, app_now()
    FROM generate_series(1, ${count}::int) n`.execute(server.db);
  await sql`INSERT INTO orders (attempt_id, cart_id, cart_version, order_no, status, money, amount, currency, account, mode, pi_id, created_at)
    SELECT ${money} || n, ${money} || n, 1, ${money} || n, 'processing', ${money}, 1000 + n, 'jpy', 'acct_1', 'test',
      'pi_' || ${money}::text || n, ${at}::timestamptz + n * interval '1 microsecond'
    FROM generate_series(1, ${count}::int) n`.execute(server.db);
}

async function all(query: string, from = ''): Promise<string[]> {
  const seen: string[] = [];
  let after = from;
  do {
    const page = await console.get<Page>(`/orders?${query}&after=${after}`);
    seen.push(...page.orders.map(({ order }) => order));
    after = page.next ?? '';
  } while (after);
  return seen;
}

describe('the list of orders', () => {
  it('is told to nobody who has not signed in', async () => {
    const stranger = await openConsole(server, { signIn: false });
    for (const path of ['/orders', '/orders.csv', '/orders/at_1'])
      expect([path, (await stranger.raw('GET', path)).status]).toEqual([path, 401]);
  });

  it('pages through every order once, newest first, while new ones arrive', async () => {
    await copies(120, 'captured', '2024-03-01T00:00:00Z');
    const first = await console.get<Page>('/orders?mode=test&money=captured');
    expect(first.orders).toHaveLength(50);
    await copies(3, 'authorised', '2024-03-02T00:00:00Z');
    await sql`UPDATE orders SET money = 'captured' WHERE order_no LIKE 'authorised%'`.execute(server.db);
    const rest = await all('mode=test&money=captured', first.next);
    const seen = await all('mode=test&money=captured');
    expect(seen).toHaveLength(123);
    expect(new Set(seen).size).toBe(123);
    expect(seen[0]).toBe('authorised3');
    expect([...first.orders.map(({ order }) => order), ...rest]).toEqual(seen.slice(3));
  });

  it('keeps to the shop’s days', async () => {
    await copies(1, 'refunded', '2024-05-31T15:00:00Z');
    expect(await all('money=refunded&from=2024-06-01&to=2024-06-01')).toEqual(['refunded1']);
    expect(await all('money=refunded&to=2024-05-31')).toEqual([]);
  });

  it.each([
    ['the order number', (d: OrderDetail) => d.order?.number],
    ['the reference in small letters', (d: OrderDetail) => d.reference.toLowerCase()],
    ['the PaymentIntent', (d: OrderDetail) => d.intent],
    ['the e-mail address', () => 'hanako@shop.example'],
  ])('finds an order by %s', async (_name, wordOf) => {
    const id = await buy();
    const detail = await console.get<OrderDetail>(`/orders/${id}`);
    const { orders } = await console.get<Page>(`/orders?q=${encodeURIComponent(wordOf(detail) ?? '')}`);
    expect(orders.map(({ attempt }) => attempt)).toContain(id);
  });

  it('tells what became of a reference that is no order', async () => {
    const { view } = await pay(declined);
    const { reference } = await console.get<OrderDetail>(`/orders/${view.id}`);
    const { orders, loose } = await console.get<Page>(`/orders?q=${reference}`);
    expect(orders).toEqual([]);
    expect(loose).toMatchObject([{ attempt: view.id, reference, state: 'active' }]);
  });

  it('refuses a filter that it does not know', async () => {
    expect((await console.raw('GET', '/orders?money=lots')).status).toBe(400);
    expect((await console.raw('GET', '/orders?sort=amount')).status).toBe(400);
    expect((await console.raw('GET', '/orders?from=yesterday')).status).toBe(400);
  });
});

describe('one order', () => {
  it('shows 3-D Secure, the card, the consent behind saving it, and until when it can be captured', async () => {
    const id = await buy(needs3ds);
    const detail = await console.get<OrderDetail>(`/orders/${id}`);
    expect(detail.order).toMatchObject({
      money: 'authorised',
      saved: true,
      card: { brand: 'visa', last4: '3184', threeDSecure: { result: 'authenticated' } },
      liabilityShifted: true,
    });
    expect(Date.parse(String(detail.order?.captureBefore))).toBeGreaterThan(Date.parse(String(detail.now)));
    expect(detail.consent).toMatchObject({ policy: 'required' });
  });

  it('leaves the liability for fraud with the merchant where the card was not authenticated', async () => {
    const { order } = await console.get<OrderDetail>(`/orders/${await buy()}`);
    expect(order).toMatchObject({ card: { threeDSecure: null }, liabilityShifted: false });
  });

  it('tells what happened from the page to the order, in order', async () => {
    const id = await buy();
    const { timeline } = await console.get<OrderDetail>(`/orders/${id}`);
    const events = timeline.map(({ side, event }) => `${side} ${event}`);
    const at = (event: string) => events.indexOf(event);
    expect(at('page started')).toBe(0);
    expect(at('page confirm')).toBeGreaterThan(at('page started'));
    expect(at('shop committed')).toBeGreaterThan(at('page confirm'));
    expect(at('server done-mail')).toBeGreaterThan(at('shop committed'));
  });

  it('is a 404 where there is none, and holds no secret', async () => {
    expect((await console.raw('GET', '/orders/at_none')).status).toBe(404);
    const text = await (await console.raw('GET', `/orders/${await buy()}`)).text();
    expect(text).not.toMatch(/_secret_|ctoken_|client_key/);
  });
});

describe('an act of the staff', () => {
  const wish = (kind: string, more: object = {}) => ({
    kind,
    requestId: crypto.randomUUID(),
    reason: 'asked for by phone',
    ...more,
  });

  it('is done once though it is sent twice at the same moment, and stands in the story with who and why', async () => {
    const id = await buy();
    const body = wish('capture', { amount: 500 });
    const answers = await Promise.all([1, 2].map(() => console.post(`/orders/${id}/acts`, body)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    await server.sweep();
    const { order, timeline } = await console.get<OrderDetail>(`/orders/${id}`);
    expect(order).toMatchObject({ money: 'captured', captured: 500, refunded: 0 });
    const asked = timeline.filter(({ event }) => event === 'act-asked');
    expect(asked).toMatchObject([{ side: 'staff', data: { actor: 'owner', reason: 'asked for by phone' } }]);
  });

  it('is refused where the money does not allow it, with a code that does not change', async () => {
    const id = await buy();
    expect(await console.post(`/orders/${id}/acts`, wish('refund'))).toMatchObject({
      status: 409,
      json: { code: 'not-refundable' },
    });
    expect(await console.post(`/orders/${id}/acts`, wish('cancel'))).toMatchObject({
      status: 200,
      json: { state: 'done', payment: { money: 'voided' } },
    });
    expect(await console.post(`/orders/${id}/acts`, wish('capture'))).toMatchObject({
      status: 409,
      json: { code: 'not-capturable' },
    });
    await server.invariants();
  });

  it('asks for a reason and for an amount that is one', async () => {
    const id = await buy();
    for (const wrong of [{ reason: ' ' }, { amount: 0 }, { amount: 1.5 }, { amount: -1 }, { actor: 'me' }])
      expect((await console.post(`/orders/${id}/acts`, wish('capture', wrong))).status).toBe(400);
    expect((await console.post('/orders/at_none/acts', wish('capture'))).status).toBe(404);
  });
});

it('whoever may only look sees everything and changes nothing', async () => {
  const id = await buy();
  const looker = await openConsole(server);
  await server.db.updateTable('staff').set({ role: 'read-only' }).execute();
  try {
    const paths = [
      '/orders',
      '/orders.csv',
      `/orders/${id}`,
      '/board',
      '/board.csv',
      '/webhooks',
      '/consents',
    ];
    for (const path of paths) expect([path, (await looker.raw('GET', path)).status]).toEqual([path, 200]);
    for (const [path, body] of [
      [`/orders/${id}/acts`, { kind: 'capture', requestId: crypto.randomUUID(), reason: 'x' }],
      ['/board/fix', { key: `order:${id}` }],
      ['/board/snooze', { key: `order:${id}`, hours: 1, reason: 'x' }],
      ['/board/run', { days: 1, dry: true }],
      ['/board/run/stop', {}],
      ['/consents/withdraw', { attempt: id, n: 1 }],
    ] as const)
      expect([path, (await looker.post(path, body)).status]).toEqual([path, 403]);
  } finally {
    await server.db.updateTable('staff').set({ role: 'owner' }).execute();
  }
});

describe('the consent ledger', () => {
  it('withdraws once, and the card is detached at Stripe before it says so', async () => {
    const id = await buy();
    const find = async () => {
      const { consents } = await console.get<{ consents: ConsentRow[] }>('/consents?q=hanako@shop.example');
      return consents.find(({ attempt }) => attempt === id);
    };
    const row = await find();
    expect(row).toMatchObject({ policy: 'required', locale: 'ja', withdrawnAt: null });
    const cardOf = async () => (await server.stripe.paymentMethods.retrieve(row?.card ?? '')).customer;
    expect(await cardOf()).toBe(row?.customer);
    server.fake.faults.add({ kind: 'error', path: '/v1/payment_methods/*/detach', times: 2 });
    const unanswered = await console.post('/consents/withdraw', { attempt: id, n: row?.n });
    expect([unanswered.status, (await find())?.withdrawnAt]).toEqual([503, null]);
    const both = await Promise.all(
      [1, 2].map(() => console.post('/consents/withdraw', { attempt: id, n: row?.n })),
    );
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    expect(await cardOf()).toBeNull();
    expect((await find())?.withdrawnAt).not.toBeNull();
    const { timeline } = await console.get<OrderDetail>(`/orders/${id}`);
    expect(timeline.filter(({ event }) => event === 'consent-withdrawn')).toHaveLength(1);
  });

  it('goes out with the exact text, and a consent that is not there is a 404', async () => {
    const text = await (await console.raw('GET', '/consents.csv?lang=en')).text();
    const { consents } = await console.get<{ consents: ConsentRow[] }>('/consents');
    expect(text).toContain(consents[0]?.text);
    expect((await console.post('/consents/withdraw', { attempt: 'at_none', n: 1 })).status).toBe(404);
  });
});

it('the webhook page says what came, and up to where the polls have read', async () => {
  await sql`INSERT INTO webhook_event (id, type, outcome) VALUES ('evt_1', 'charge.captured', 'ignored')`.execute(
    server.db,
  );
  const health = await console.get<WebhookHealth>('/webhooks');
  expect(health).toMatchObject({ url: 'https://shop.test/webhooks/stripe', urlProblem: null });
  expect(health.events[0]).toMatchObject({ id: 'evt_1', outcome: 'ignored' });
  expect(health.last).toBe(health.events[0]?.at);
});

describe('the orders as CSV', () => {
  it('has every filtered row, a BOM, and the headers of the language', async () => {
    const answer = await console.raw(
      'GET',
      '/orders.csv?money=captured&from=2024-03-01&to=2024-03-01&lang=en',
    );
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const bytes = new Uint8Array(await answer.arrayBuffer());
    expect(bytes.slice(0, 3)).toEqual(Uint8Array.of(0xef, 0xbb, 0xbf));
    const lines = new TextDecoder().decode(bytes).trimEnd().split('\r\n');
    expect(lines[0]).toMatch(/^Order number,Ordered at,/);
    expect(answer.headers.get('x-row-count')).toBe(String(lines.length - 1));
    expect(lines).toHaveLength(121);
    expect(lines[1]).toContain('2024-03-01 09:00:00');
    const ja = await (await console.raw('GET', '/orders.csv?money=refunded')).text();
    expect(ja.replace('\uFEFF', '')).toMatch(/^注文番号,/);
  });

  it('holds no cell that a spreadsheet would take for a formula', async () => {
    const id = await buy();
    for (const cell of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '＝1']) {
      await server.db.updateTable('orders').set({ status: cell }).where('attempt_id', '=', id).execute();
      const text = await (await console.raw('GET', '/orders.csv')).text();
      expect(text).toContain(`'${cell}`);
      expect(text).not.toContain(`,${cell},`);
    }
  });
});
