import { sql } from 'kysely';
import Stripe from 'stripe';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ensureOwner } from '../../server-stub/admin/first-owner.ts';
import { hashPassword } from '../../server-stub/admin/password.ts';
import {
  CONNECTED_ACCOUNT,
  LIVE_PUBLISHABLE_KEY,
  LIVE_SECRET_KEY,
  PUBLISHABLE_KEY,
  RESTRICTED_KEY,
  SECRET_KEY,
  WEBHOOK_SECRET,
} from '../../server-stub/fake-stripe/keys.ts';
import { takeOverKeys } from '../../server-stub/keys/environment.ts';
import { settingsSchema } from '../../server-stub/settings/settings.ts';
import { createStoredGateways } from '../../server-stub/stripe/stored-gateways.ts';
import { openPage, startServer, type TestServer } from './harness.ts';
import {
  consoleKeys,
  environmentKeys,
  openMerchantConsole,
  password,
  type MerchantConsole,
} from './merchant-console.ts';

let server: TestServer;
let merchant: MerchantConsole;
/** What the SDK sent to Stripe, newest last. */
let sent: { key: string; account: string | null; path: string }[];
/** Something that happens while the first request to `path` is under way. */
let meanwhile:
  { path: RegExp; when: 'on its way' | 'on its way back'; deed: () => Promise<void> } | undefined;

beforeAll(async () => {
  server = await startServer('PostgreSQL');
  const network = async (url: string | URL | Request, init?: RequestInit) => {
    const request = new Request(url, init);
    const { headers } = request;
    sent.push({
      key: headers.get('authorization')?.replace('Bearer ', '') ?? '',
      account: headers.get('stripe-account'),
      path: new URL(request.url).pathname,
    });
    const now = meanwhile?.path.test(new URL(request.url).pathname) ? meanwhile : undefined;
    if (now) meanwhile = undefined;
    if (now?.when === 'on its way') await now.deed();
    const answer = await server.fake.app.fetch(request);
    if (now?.when === 'on its way back') await now.deed();
    return answer;
  };
  const httpClient = Stripe.createFetchHttpClient(network as typeof fetch);
  server.deps.gateways = createStoredGateways({
    ...consoleKeys(server),
    db: server.db,
    transport: { httpClient },
  });
  await ensureOwner(server.db, consoleKeys(server).vault, { passwordHash: await hashPassword(password) });
  merchant = openMerchantConsole(server);
  await merchant.signIn();
});
afterAll(() => server.stop());

beforeEach(async () => {
  sent = [];
  meanwhile = undefined;
  server.fake.keys.add({ key: SECRET_KEY, live: false, access: { kind: 'secret' } });
  await server.db.deleteFrom('stripe_credential').execute();
  await server.db
    .updateTable('settings')
    .set({ version: 1, data: JSON.stringify(settingsSchema.parse({})) })
    .execute();
  await takeOverKeys(server.db, consoleKeys(server), environmentKeys);
});

const issuesOf = (answer: { json: Record<string, unknown> }) => answer.json['issues'];
const lastSent = (path: string) => sent.findLast((request) => request.path === path);

async function buy(): Promise<void> {
  const page = await openPage(server, await server.newCart());
  await page.pay('4242424242424242');
}

describe('keys typed in the console', () => {
  it('pay the next shopper’s card, without a restart', async () => {
    await buy();
    expect(lastSent('/v1/payment_intents')?.key).toBe(SECRET_KEY);
    const saved = await merchant.typeKeys(
      { test: { secretKey: RESTRICTED_KEY } },
      { authMethod: 'restricted_key' },
    );
    expect(saved.status).toBe(200);
    await buy();
    expect(lastSent('/v1/payment_intents')?.key).toBe(RESTRICTED_KEY);
  });

  it('are known to have been tested for as long as they are in force', async () => {
    const tested = async () => (await merchant.send('GET', '/admin/api/progress')).json['connectionTested'];
    expect(await tested()).toBe(false);
    await merchant.send('POST', '/admin/api/connection', {});
    expect(await tested()).toBe(true);
    await merchant.typeKeys({ test: { secretKey: RESTRICTED_KEY } }, { authMethod: 'restricted_key' });
    expect(await tested()).toBe(false);
    await server.db.deleteFrom('stripe_credential').execute();
    expect((await merchant.send('POST', '/admin/api/connection', {})).json).toMatchObject({
      code: 'no-keys',
    });
  });

  it('hold on every instance: another one over the same database uses them from its next request on', async () => {
    const other = createStoredGateways({ ...consoleKeys(server), db: server.db });
    const before = await other.current();
    await merchant.typeKeys({ test: { secretKey: RESTRICTED_KEY } }, { authMethod: 'restricted_key' });
    expect(await other.current()).not.toBe(before);
    expect(await other.current()).toBe(await other.current());
  });

  it('are told by their last four characters only, and the database holds none of them', async () => {
    await merchant.typeKeys({ live: { publishableKey: LIVE_PUBLISHABLE_KEY, secretKey: LIVE_SECRET_KEY } });
    const { text, json } = await merchant.send('GET', '/admin/api/settings');
    expect(json['keys']).toEqual({
      test: { publishableKey: PUBLISHABLE_KEY, secretKeyLast4: 'kout', webhookSecretLast4: 'kout' },
      live: { publishableKey: LIVE_PUBLISHABLE_KEY, secretKeyLast4: 'kout' },
    });
    const everything = await sql<{ dump: string }>`
      SELECT (SELECT json_agg(c) FROM stripe_credential c)::text || (SELECT json_agg(s) FROM settings s)::text
          || (SELECT json_agg(a) FROM audit a)::text AS dump`.execute(server.db);
    const exported = (await merchant.send('GET', '/admin/api/settings/export')).text;
    const audit = (await merchant.send('GET', '/admin/api/audit')).text;
    for (const place of [text.replaceAll(/pk_\w+/g, ''), everything.rows[0]?.dump ?? '', exported, audit])
      expect(place).not.toMatch(/sk_(test|live)_|whsec_/);
    expect(audit).toContain('keys.live.secretKey');
  });

  it.each([['••••••••kout'], [''], ['   '], [SECRET_KEY]])('%o in a field changes nothing', async (value) => {
    const { version } = await merchant.settings();
    const saved = await merchant.typeKeys({
      test: { secretKey: value, webhookSecret: value.startsWith('sk') ? '' : value },
    });
    expect(saved.json).toMatchObject({ version });
    await buy();
    expect(lastSent('/v1/payment_intents')?.key).toBe(SECRET_KEY);
  });

  it.each([
    [{ test: { secretKey: PUBLISHABLE_KEY } }, {}, 'keys.test.secretKey', 'publishable-in-secret-field'],
    [{ test: { publishableKey: SECRET_KEY } }, {}, 'keys.test.publishableKey', 'secret-in-publishable-field'],
    [{ live: { secretKey: SECRET_KEY } }, {}, 'keys.live.secretKey', 'key-of-other-mode'],
    [{ test: { secretKey: LIVE_SECRET_KEY } }, {}, 'keys.test.secretKey', 'key-of-other-mode'],
    [{ test: { publishableKey: LIVE_PUBLISHABLE_KEY } }, {}, 'keys.test.publishableKey', 'key-of-other-mode'],
    [{ test: { secretKey: 'my key' } }, {}, 'keys.test.secretKey', 'key-shape'],
    [{ test: { webhookSecret: SECRET_KEY } }, {}, 'keys.test.webhookSecret', 'webhook-shape'],
    [{ test: { secretKey: RESTRICTED_KEY } }, {}, 'keys.test.secretKey', 'key-not-secret'],
    [
      { test: { secretKey: 'rk_test_typo' } },
      { authMethod: 'restricted_key' },
      'keys.test.secretKey',
      'key-unknown-to-stripe',
    ],
    [{}, { authMethod: 'restricted_key' }, 'keys.test.secretKey', 'key-not-restricted'],
    [{}, { authMethod: 'connect' }, 'accountId', 'account-needed'],
    [{}, { environment: 'live' }, 'keys.live.secretKey', 'key-missing'],
    [
      { test: { secretKey: 'sk_test_new' } },
      { accountId: 'acct_another' },
      'keys.test.secretKey',
      'key-of-other-account',
    ],
  ])('%o with %o is refused at %s: %s', async (keys, fields, path, code) => {
    server.fake.keys.add({ key: 'sk_test_new', live: false, access: { kind: 'secret' } });
    const before = await merchant.settings();
    const answer = await merchant.typeKeys(keys, fields);
    expect(answer.status).toBe(422);
    expect(issuesOf(answer)).toContainEqual({ path, code });
    expect(await merchant.settings()).toEqual(before);
  });

  it('are refused together with the settings beside them', async () => {
    const keys = { test: { secretKey: PUBLISHABLE_KEY }, live: { webhookSecret: 'secret' } };
    expect(issuesOf(await merchant.typeKeys(keys, { sortOrder: 'first' }))).toEqual([
      { path: 'sortOrder', code: 'whole-number' },
      { path: 'keys.test.secretKey', code: 'publishable-in-secret-field' },
      { path: 'keys.live.webhookSecret', code: 'webhook-shape' },
    ]);
  });

  it('a restricted key that may not name its account needs the account ID', async () => {
    const key = 'rk_test_shy';
    server.fake.keys.add({
      key,
      live: false,
      access: { kind: 'restricted', rights: ['payment_intent_write'] },
    });
    const keys = { test: { secretKey: key, publishableKey: 'pk_test_other' } };
    const refusal = await merchant.typeKeys(keys, { authMethod: 'restricted_key' });
    expect(issuesOf(refusal)).toContainEqual({ path: 'accountId', code: 'account-needed' });
    const accountId = 'acct_fake_secure_checkout';
    expect((await merchant.typeKeys(keys, { authMethod: 'restricted_key', accountId })).status).toBe(200);
  });
});

describe('keys that change under a payment', () => {
  it('a payment under way is finished with the new key of its own account', async () => {
    const page = await openPage(server, await server.newCart());
    const challenged = await page.pay('4000002760003184');
    await merchant.typeKeys({ test: { secretKey: RESTRICTED_KEY } }, { authMethod: 'restricted_key' });
    await server.authenticate(challenged, 'complete');
    expect(await page.resume(challenged)).toMatchObject({ status: 'succeeded' });
    expect(sent.at(-1)?.key).toBe(RESTRICTED_KEY);
  });

  describe.each([['on its way'], ['on its way back']] as const)('a call that is %s', (when) => {
    it.each([
      ['customer', /^\/v1\/customers$/],
      ['unconfirmed payment', /^\/v1\/payment_intents$/],
      ['look at the card', /^\/v1\/confirmation_tokens\//],
      ['confirm', /\/confirm$/],
      ['look at the payment', /^\/v1\/payment_intents\/pi_[^/]+$/],
      ['capture', /\/capture$/],
    ])(
      'for the %s: the old key ends at once, and the payment goes on with the new one',
      async (what, path) => {
        await merchant.change({ capture: 'automatic' });
        const secretKey = `sk_test_rolled_${crypto.randomUUID().replaceAll('-', '')}`;
        const deed = async () => {
          server.fake.keys.add({ key: secretKey, live: false, access: { kind: 'secret' } });
          expect((await merchant.typeKeys({ test: { secretKey } })).status).toBe(200);
          server.fake.keys.remove(SECRET_KEY);
        };
        const page = await openPage(server, await server.newCart());
        meanwhile = { path, when, deed };
        // Only who comes back from the bank looks: else the confirm has told.
        const comesBack = what === 'look at the payment';
        const paid = await page.pay(comesBack ? '4000002760003184' : '4242424242424242');
        const { id } = paid;
        if (comesBack) await server.authenticate(paid, 'complete');
        if (comesBack) await page.resume(paid);
        if (path.test('/capture')) expect(paid.status).toBe('succeeded');
        await server.sweep();
        expect(meanwhile).toBeUndefined();
        expect(await page.look(id)).toMatchObject({ status: 'succeeded' });
        const order = await server.db
          .selectFrom('orders')
          .select(['money', 'pi_id'])
          .where('attempt_id', '=', id)
          .executeTakeFirstOrThrow();
        expect(order.money).toBe('captured');
        expect(sent.at(-1)?.key).toBe(secretKey);
        const mine = [...server.fake.scene().world.payment_intents].filter(
          ({ metadata }) => metadata['attempt'] === id,
        );
        expect(mine).toMatchObject([{ id: order.pi_id, status: 'succeeded' }]);
      },
    );
  });

  it('a payment under way in test mode is finished there after the switch to live', async () => {
    const page = await openPage(server, await server.newCart());
    const challenged = await page.pay('4000002760003184');
    await merchant.typeKeys(
      { live: { publishableKey: LIVE_PUBLISHABLE_KEY, secretKey: LIVE_SECRET_KEY } },
      { environment: 'live' },
    );
    await server.authenticate(challenged, 'complete');
    expect(await page.resume(challenged)).toMatchObject({ status: 'succeeded' });
    expect(sent.at(-1)?.key).toBe(SECRET_KEY);
    const view = await (
      await openPage(server, await server.newCart())
    ).call('POST', '/v1/view', { locale: 'ja' });
    expect(await view.json()).toMatchObject({
      stripe: { publishableKey: LIVE_PUBLISHABLE_KEY, mode: 'live' },
    });
  });

  it('a replaced webhook secret is still good for a day, and no longer', async () => {
    await merchant.typeKeys({ test: { webhookSecret: 'whsec_new' } });
    expect(await deliver('whsec_new')).toBe(200);
    expect(await deliver(WEBHOOK_SECRET)).toBe(200);
    expect(await deliver('whsec_other')).toBe(400);
    await server.passMinutes(24 * 60 + 1);
    expect(await deliver(WEBHOOK_SECRET)).toBe(400);
    expect(await deliver('whsec_new')).toBe(200);
  });

  async function deliver(secret: string): Promise<number> {
    const payload = JSON.stringify({
      id: `evt_${crypto.randomUUID()}`,
      object: 'event',
      type: 'ping',
      data: { object: {} },
    });
    const header = server.stripe.webhooks.generateTestHeaderString({ payload, secret });
    const init = { method: 'POST', body: payload, headers: { 'Stripe-Signature': header } };
    return (await server.app.request('/webhooks/stripe', init)).status;
  }
});

describe('Connect', () => {
  it('sends the platform’s key with the account in the header, and tells the browser', async () => {
    const saved = await merchant.typeKeys({}, { authMethod: 'connect', accountId: CONNECTED_ACCOUNT });
    expect(saved.status).toBe(200);
    const page = await openPage(server, await server.newCart());
    const view = await (await page.call('POST', '/v1/view', { locale: 'ja' })).json();
    expect(view).toMatchObject({ stripe: { account: CONNECTED_ACCOUNT, publishableKey: PUBLISHABLE_KEY } });
    await server.deps.gateways.current().then((gateway) => gateway?.createCustomer({}, 'k'));
    expect(lastSent('/v1/customers')).toMatchObject({ key: SECRET_KEY, account: CONNECTED_ACCOUNT });
  });

  it('leaves what the platform’s own account has under way to its own keys', async () => {
    const page = await openPage(server, await server.newCart());
    const challenged = await page.pay('4000002760003184');
    await merchant.typeKeys({}, { authMethod: 'connect', accountId: CONNECTED_ACCOUNT });
    await server.authenticate(challenged, 'complete');
    expect(await page.resume(challenged)).toMatchObject({ status: 'succeeded' });
    expect(sent.at(-1)?.account).toBe(null);
  });

  it('given up, the key pays its own account again', async () => {
    await merchant.typeKeys({}, { authMethod: 'connect', accountId: CONNECTED_ACCOUNT });
    await merchant.typeKeys(
      { test: { secretKey: RESTRICTED_KEY } },
      { authMethod: 'restricted_key', accountId: undefined },
    );
    await buy();
    expect(lastSent('/v1/payment_intents')).toMatchObject({ key: RESTRICTED_KEY, account: null });
  });
});

describe('keys from the environment', () => {
  it('are taken over once; what the console stored afterwards stays until they change', async () => {
    const store = consoleKeys(server);
    await merchant.typeKeys({ test: { secretKey: RESTRICTED_KEY } }, { authMethod: 'restricted_key' });
    expect(await takeOverKeys(server.db, store, environmentKeys)).toBe('known');
    await buy();
    expect(lastSent('/v1/payment_intents')?.key).toBe(RESTRICTED_KEY);
    const secretKey = 'sk_test_rolled';
    server.fake.keys.add({ key: secretKey, live: false, access: { kind: 'secret' } });
    expect(await takeOverKeys(server.db, store, { ...environmentKeys, secretKey })).toBe('taken');
    await buy();
    expect(lastSent('/v1/payment_intents')?.key).toBe(secretKey);
  });

  it('that Stripe does not know are refused, and what is stored stays', async () => {
    const store = consoleKeys(server);
    const wrong = { ...environmentKeys, secretKey: 'sk_test_typo' };
    expect(await takeOverKeys(server.db, store, wrong)).toBe('unknown-to-stripe');
    await buy();
    expect(lastSent('/v1/payment_intents')?.key).toBe(SECRET_KEY);
  });

  it('of the fake are never sent to the real Stripe', async () => {
    const real = createStoredGateways({ ...consoleKeys(server), world: 'stripe', db: server.db });
    expect(await real.current()).toBeUndefined();
  });
});
