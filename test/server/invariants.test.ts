import { sql, type RawBuilder } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { saidNoSecret } from '../../server-stub/invariants/privacy.ts';
import { openPage, startServer, type TestServer } from './harness.ts';

let server: TestServer;
let attempt: string;
beforeAll(async () => {
  server = await startServer('PostgreSQL', { cardSaving: 'required' });
  const page = await openPage(server, await server.newCart());
  const confirmationToken = await server.cardToken('4242424242424242', 'on_session');
  attempt = (await page.pay('4242424242424242', { confirmationToken })).id;
  await server.sweep();
});
afterAll(() => server.stop());

/** Each by hand, since no road of ours leads there. */
const breaches: [
  rule: string,
  what: string,
  done: () => RawBuilder<unknown>,
  undone: () => RawBuilder<unknown>,
][] = [
  [
    'I5',
    'a second order of one cart version at the shop',
    () => sql`UPDATE shop_order SET order_no = 'another'`,
    () => sql`UPDATE shop_order SET order_no = (SELECT order_no FROM orders)`,
  ],
  [
    'I9',
    'an order of another amount',
    () => sql`UPDATE orders SET amount = amount + 1`,
    () => sql`UPDATE orders SET amount = amount - 1`,
  ],
  [
    'I13',
    'a card number in the audit log',
    () => sql`INSERT INTO audit (event, data) VALUES ('leak', '{"card":"4242424242424242"}')`,
    () => sql`DELETE FROM audit WHERE event = 'leak'`,
  ],
  [
    'I13',
    'a client secret in the audit log',
    () => sql`INSERT INTO audit (event, data) VALUES ('leak', '{"s":"pi_1_secret_abcdefghij"}')`,
    () => sql`DELETE FROM audit WHERE event = 'leak'`,
  ],
  [
    'I16',
    'a stored card of a shopper who is to be forgotten',
    () => sql`UPDATE confirmation SET save = false`,
    () => sql`UPDATE confirmation SET save = true`,
  ],
  [
    'I16',
    'a stored card without the text that was shown',
    () => sql`UPDATE consent SET n = n + 100`,
    () => sql`UPDATE consent SET n = n - 100`,
  ],
  [
    'I8',
    'a reservation that outlives its attempt',
    () => sql`INSERT INTO reservation SELECT ${attempt}, 'yunomi', 1`,
    () => sql`DELETE FROM reservation`,
  ],
];

it('a sale as it should be breaks none', async () => {
  await server.invariants();
});

it.each(breaches)('%s is broken by %s', async (rule, _what, done, undone) => {
  await done().execute(server.db);
  await expect(server.invariants()).rejects.toThrow(`${rule}:`);
  await undone().execute(server.db);
  await server.invariants();
});

it.each([
  ['a client secret', '/v1/payment_intents/pi_1?client_secret=pi_1_secret_abcdefghij'],
  ['a secret key', '{"msg":"sk_test_abcdefghijkl"}'],
  ['a card number', '{"body":"number=4242424242424242&cvc=…"}'],
  ['a token of this shop', '{"path":"/?token=eyJhbGciOi.x.y"}'],
])('I13 is broken by %s in a log or a URL, and not said again', (_what, line) => {
  const heard = { said: ['{"msg":"request"}', line], secrets: ['eyJhbGciOi.x.y'] };
  const broken = saidNoSecret(heard);
  expect(broken).toMatchObject([{ rule: 'I13' }]);
  expect(JSON.stringify(broken)).not.toContain(line);
});

it('I12 is broken by an order that still looks paid when its lost payment is known', async () => {
  const { pi_id } = await server.db.selectFrom('orders').select('pi_id').executeTakeFirstOrThrow();
  await server.stripe.paymentIntents.cancel(pi_id);
  await sql`INSERT INTO webhook_event (id, type, intent, outcome)
    VALUES ('evt_x', 'payment_intent.canceled', ${pi_id}, 'checked')`.execute(server.db);
  await expect(server.invariants()).rejects.toThrow('I12:');
  await sql`UPDATE attempt SET next_check_at = app_now()`.execute(server.db);
  await server.sweep();
  await server.invariants();
});
