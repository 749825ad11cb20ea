import { afterAll, beforeAll, expect, it } from 'vitest';
import Stripe from 'stripe';
import { createApp } from '../../server-stub/app.ts';
import { PUBLISHABLE_KEY, SECRET_KEY, WEBHOOK_SECRET } from '../../server-stub/fake-stripe/keys.ts';
import { createLog, withoutSecrets } from '../../server-stub/operation/log.ts';
import { createMetrics } from '../../server-stub/operation/metrics.ts';
import { stripeCalls } from '../../server-stub/operation/request-context.ts';
import { createGateway } from '../../server-stub/stripe/gateway.ts';
import { singleGateway } from '../../server-stub/stripe/gateways.ts';
import { openPage, origin, startServer, tokenSecret, type TestServer } from './harness.ts';

const metricsToken = 'sixteen-characters';
const lines: string[] = [];
const stopping = new AbortController();

let server: TestServer;
let app: ReturnType<typeof createApp>;

beforeAll(async () => {
  server = await startServer('PGlite');
  const log = createLog({ write: (line) => void lines.push(line) });
  const metrics = createMetrics();
  const gateway = createGateway({
    secretKey: SECRET_KEY,
    publishableKey: PUBLISHABLE_KEY,
    webhookSecrets: [WEBHOOK_SECRET],
    account: server.gateway.account,
    mode: 'test',
    httpClient: server.httpClient,
    onCall: stripeCalls(log, metrics),
  });
  const deps = { ...server.deps, log, gateways: singleGateway(gateway) };
  app = createApp(deps, {
    tokenSecret,
    allowedOrigins: [origin],
    metrics,
    metricsToken,
    stopping: stopping.signal,
  });
});
afterAll(() => server.stop());

const logged = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>);

it('a payment’s calls to Stripe bear the request that made them, and Stripe’s own id of each', async () => {
  const page = await openPage({ ...server, app }, await server.newCart());
  const answer = await page.call('POST', '/v1/attempts', await page.payRequest('4242424242424242'));
  const request = answer.headers.get('x-request-id');
  expect(request).toMatch(/^[\w-]{8,64}$/);
  const calls = logged().filter((line) => line['msg'] === 'stripe call' && line['request'] === request);
  expect(calls.map(({ method, path }) => `${String(method)} ${String(path)}`)).toContain(
    'POST /v1/payment_intents',
  );
  for (const call of calls) expect(call['stripeRequest']).toMatch(/^req_/);
  expect(logged()).toContainEqual(
    expect.objectContaining({ msg: 'request', request, method: 'POST', path: '/v1/attempts', status: 200 }),
  );
});

it('a proxy’s id goes on, and what is none is not taken into the log', async () => {
  const ask = (id: string) => app.request('/readyz', { headers: { 'X-Request-Id': id } });
  expect((await ask('from-the-proxy-1')).headers.get('x-request-id')).toBe('from-the-proxy-1');
  expect((await ask('"},{"level":60')).headers.get('x-request-id')).not.toContain('level');
});

it('the log holds no secret, whatever a line is made of', () => {
  const log = createLog({ write: (line) => void lines.push(line) });
  log.info(
    { token: 'abc', err: { client_secret: 'pi_1_secret_abc' }, note: 'sk_test_abc whsec_abc' },
    '4242424242424242',
  );
  const last = lines.at(-1) ?? '';
  expect(last).not.toMatch(/abc|4242424242424242/);
  expect(() => JSON.parse(last)).not.toThrow();
  expect(withoutSecrets('pi_3Abc_secret_xyz of pi_3Abc')).toBe('pi_3Abc_secret_… of pi_3Abc');
});

it('the numbers are told to whoever shows the token, and to nobody else', async () => {
  const scrape = (token?: string) =>
    app.request('/metrics', token ? { headers: { Authorization: `Bearer ${token}` } } : {});
  expect((await scrape()).status).toBe(401);
  expect((await scrape('another-one-16ch')).status).toBe(401);
  const text = await (await scrape(metricsToken)).text();
  for (const line of [
    'checkout_attempts_live{state="active"}',
    'checkout_outbox_pending ',
    'checkout_stripe_call_duration_seconds_count{resource="payment_intents"',
    'checkout_http_request_duration_seconds_count{area="v1",method="POST",status="2xx"}',
  ])
    expect(text).toContain(line);
  const closed = createApp(server.deps, { tokenSecret, allowedOrigins: [origin] });
  expect((await closed.request('/metrics')).status).toBe(404);
});

it('a webhook with a wrong signature is counted', async () => {
  const body = JSON.stringify({ id: 'evt_1' });
  const header = await Stripe.webhooks.generateTestHeaderStringAsync({
    payload: body,
    secret: 'whsec_other',
  });
  await app.request('/webhooks/stripe', { method: 'POST', body, headers: { 'Stripe-Signature': header } });
  const answer = await app.request('/metrics', { headers: { Authorization: `Bearer ${metricsToken}` } });
  expect(await answer.text()).toContain('checkout_webhook_refused_total 1');
});

it('told to stop, it is alive and not ready, and whoever waits is answered with what is so far', async () => {
  const page = await openPage({ ...server, app }, await server.newCart());
  const view = await page.pay('4000002760003184');
  const waiting = page.call(
    'GET',
    `/v1/attempts/${view.id}?wait=25&status=${view.status}&since=${view.fence}`,
  );
  stopping.abort();
  expect(await (await waiting).json()).toMatchObject({ id: view.id, status: 'action-required' });
  expect((await app.request('/healthz')).status).toBe(200);
  const ready = await app.request('/readyz');
  expect([ready.status, await ready.json()]).toEqual([503, { status: 'stopping' }]);
});

it('answers every request with the same agent cluster, also for what is not there', async () => {
  for (const path of ['/healthz', '/v1/openapi.json', '/v1/attempts/at_none', '/nowhere'])
    expect([path, (await app.request(path)).headers.get('origin-agent-cluster')]).toEqual([path, '?1']);
});
