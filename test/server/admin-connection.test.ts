import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PUBLISHABLE_KEY, RESTRICTED_KEY } from '../../server-stub/fake-stripe/keys.ts';
import { createGateway } from '../../server-stub/stripe/gateway.ts';
import { singleGateway } from '../../server-stub/stripe/gateways.ts';
import type { TestServer } from './harness.ts';
import { openMerchantConsole, startFurnished, type MerchantConsole } from './merchant-console.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startFurnished();
});
afterAll(() => server.stop());

describe('test connection', () => {
  const withKey = (secretKey: string) =>
    openMerchantConsole(server, {
      deps: {
        ...server.deps,
        gateways: singleGateway(
          createGateway({
            secretKey,
            publishableKey: PUBLISHABLE_KEY,
            webhookSecrets: [],
            account: 'acct_fake_secure_checkout',
            mode: 'test',
            httpClient: server.httpClient,
          }),
        ),
      },
    });
  const report = async (console: MerchantConsole) => {
    await console.signIn();
    return (await console.send('POST', '/admin/api/connection', {})).json;
  };

  it('a good key has every right, and leaves nothing behind at Stripe', async () => {
    const before = (await server.stripe.events.list({ limit: 100 })).data.length;
    const found = await report(openMerchantConsole(server));
    expect(found).toMatchObject({ key: 'good', account: { id: 'acct_fake_secure_checkout' } });
    expect((found['rights'] as { granted: boolean }[]).every(({ granted }) => granted)).toBe(true);
    expect((await server.stripe.events.list({ limit: 100 })).data).toHaveLength(before);
  });

  it('the restricted key of the setup guide is enough', async () => {
    const found = await report(withKey(RESTRICTED_KEY));
    expect((found['rights'] as { granted: boolean }[]).every(({ granted }) => granted)).toBe(true);
  });

  it('a key that lacks rights is told which', async () => {
    const key = 'rk_test_fake_narrow';
    server.fake.keys.add({ key, live: false, access: { kind: 'restricted', rights: ['customer_write'] } });
    const found = await report(withKey(key));
    const missing = (found['rights'] as { name: string; granted: boolean }[]).filter(
      ({ granted }) => !granted,
    );
    expect(missing.map(({ name }) => name)).toContain('PaymentIntents: write');
    expect(missing.map(({ name }) => name)).not.toContain('Customers: write');
  });

  it('a key that Stripe does not know is called so', async () => {
    expect(await report(withKey('sk_test_unknown'))).toMatchObject({ key: 'unknown-to-stripe' });
  });

  it('a Stripe that does not answer is told from a wrong key, with what was heard', async () => {
    server.fake.faults.add({ kind: 'drop_before', path: '/v1/account', times: 0 });
    const found = await report(openMerchantConsole(server));
    server.fake.faults.clear();
    expect(found).toMatchObject({ key: 'unreachable', message: expect.stringMatching(/./), rights: [] });
  });

  it('an account id in the settings that is not the key’s is called so', async () => {
    const console = openMerchantConsole(server);
    await console.signIn();
    await console.change({ accountId: 'acct_another' });
    expect(await report(console)).toMatchObject({ otherAccount: true });
  });
});
