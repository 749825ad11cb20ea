import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { z } from 'zod';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WEBHOOK_SECRET } from '../../server-stub/fake-stripe/keys.ts';
import { attemptView, checkoutView, problem } from '../../server-stub/openapi/answers.ts';
import { openApiDocument } from '../../server-stub/openapi/document.ts';
import { headers as shopHeaders, sign } from '../../server-stub/shop/http/signature.ts';
import type { AttemptView, CheckoutProblem, CheckoutView } from '../../src/shared/contract.ts';
import { shopSecret } from '../other-shop/start.ts';
import { openPage, startServer, type TestServer } from './harness.ts';

const good = '4242424242424242';
const needs3ds = '4000002760003184';
const ajv = new Ajv2020({ strict: false, validateFormats: false });
ajv.addSchema(openApiDocument(), 'api');

let server: TestServer;
beforeAll(async () => {
  server = await startServer('PostgreSQL');
});
afterAll(() => server.stop());

/** The answer fits what the document says of this path and status, and nothing but that. */
async function expectDescribed(path: string, method: 'get' | 'post', answer: Response): Promise<unknown> {
  const body: unknown = await answer.json();
  const type = answer.headers.get('content-type')?.split(';')[0] ?? '';
  const pointer = ['paths', path, method, 'responses', answer.status, 'content', type, 'schema']
    .map((part) => encodeURIComponent(String(part).replaceAll('~', '~0').replaceAll('/', '~1')))
    .join('/');
  const validate = ajv.compile({ $ref: `api#/${pointer}` });
  validate(body);
  expect(validate.errors ?? []).toEqual([]);
  return body;
}

it('the document is valid OpenAPI 3.1', async () => {
  const result = await new Validator().validate(openApiDocument());
  expect(result.errors ?? []).toEqual([]);
  expect(result.valid).toBe(true);
});

it('describes the very types that are sent, which the compiler sees to', () => {
  type Told<Schema extends z.ZodType> = z.infer<Schema>;
  const bothWays = [
    (sent: CheckoutView): Told<typeof checkoutView> => sent,
    (told: Told<typeof checkoutView>): CheckoutView => told,
    (sent: AttemptView): Told<typeof attemptView> => sent,
    (told: Told<typeof attemptView>): AttemptView => told,
    (sent: CheckoutProblem): Told<typeof problem> => sent,
    (told: Told<typeof problem>): CheckoutProblem => told,
  ];
  expect(bothWays).toHaveLength(6);
});

it('is served to anybody who asks, as it is in the documents', async () => {
  const answer = await server.app.request('/v1/openapi.json');
  expect(await answer.json()).toEqual(openApiDocument());
});

it('describes what the element really gets', async () => {
  const page = await openPage(server, await server.newCart());
  await expectDescribed('/v1/view', 'post', await page.call('POST', '/v1/view', {}));
  const request = await page.payRequest(needs3ds);
  const paying = await page.call('POST', '/v1/attempts', request);
  const view = (await expectDescribed('/v1/attempts', 'post', paying)) as { id: string; fence: number };
  expect(view).toMatchObject({ status: 'action-required' });
  const own = `/v1/attempts/${view.id}`;
  await expectDescribed('/v1/attempts/{id}', 'get', await page.call('GET', own));
  const more = ['resume', 'cancel', 'takeover'] as const;
  for (const act of more) {
    const body = act === 'takeover' ? {} : { fence: act === 'cancel' ? view.fence + 1 : view.fence };
    const answer = await page.call('POST', `${own}/${act}`, body);
    await expectDescribed(`/v1/attempts/{id}/${act}`, 'post', answer);
  }
  const paid = await page.call('POST', '/v1/attempts', await page.payRequest(good));
  expect(await expectDescribed('/v1/attempts', 'post', paid)).toMatchObject({ status: 'succeeded' });
});

it('describes its refusals', async () => {
  const page = await openPage(server, await server.newCart());
  await page.pay(needs3ds);
  const refusals = [
    [await page.call('POST', '/v1/attempts', await page.payRequest(good)), 'in-progress-elsewhere'],
    [await page.call('POST', '/v1/attempts', { amount: 1 }), 'invalid-request'],
    [await server.app.request('/v1/attempts', { method: 'POST' }), 'token-missing'],
  ] as const;
  for (const [answer, code] of refusals)
    expect(await expectDescribed('/v1/attempts', 'post', answer)).toMatchObject({ code });
  const unknown = await page.call('GET', '/v1/attempts/at_unknown');
  await expectDescribed('/v1/attempts/{id}', 'get', unknown);
});

it('describes what a shop and Stripe really get', async () => {
  const page = await openPage(server, await server.newCart());
  const { id } = await page.pay(good);
  const { order_no } = await server.db
    .selectFrom('orders')
    .select('order_no')
    .where('attempt_id', '=', id)
    .executeTakeFirstOrThrow();
  const calls: [string, object][] = [
    ['offers', { country: 'JP' }],
    ['capture', { orderNumber: order_no, reason: 'shipped' }],
    ['cancel', { orderNumber: order_no, reason: 'too late' }],
    ['refund', { orderNumber: order_no, amount: 100, reason: 'a scratch' }],
    ['refund', { orderNumber: 'no-such', reason: 'a scratch' }],
    ['forget-member', { member: 'nobody' }],
  ];
  for (const [operation, request] of calls) {
    const body = JSON.stringify(request);
    const requestId = crypto.randomUUID();
    const signature = sign([shopSecret], Math.floor(Date.now() / 1000), { operation, requestId, body });
    const answer = await server.app.request(`/shop/v1/${operation}`, {
      method: 'POST',
      body,
      headers: {
        'Content-Type': 'application/json',
        [shopHeaders.requestId]: requestId,
        [shopHeaders.signature]: signature,
      },
    });
    await expectDescribed(`/shop/v1/${operation}`, 'post', answer);
  }
  const payload = JSON.stringify({
    id: 'evt_described',
    object: 'event',
    type: 'payment_intent.succeeded',
    livemode: false,
    data: { object: { id: 'pi_foreign', object: 'payment_intent' } },
  });
  const event = await server.app.request('/webhooks/stripe', {
    method: 'POST',
    body: payload,
    headers: {
      'Stripe-Signature': server.stripe.webhooks.generateTestHeaderString({
        payload,
        secret: WEBHOOK_SECRET,
      }),
    },
  });
  await expectDescribed('/webhooks/stripe', 'post', event);
});
