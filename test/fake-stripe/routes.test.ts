/** Every endpoint over the real SDK: it succeeds, and it refuses what is unknown, missing or wrong, by name. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import Stripe from 'stripe';
import { RESOURCES } from '../../server-stub/fake-stripe/http/auth.ts';
import { routes } from '../../server-stub/fake-stripe/resources/index.ts';
import { CONNECTED_ACCOUNT, PUBLISHABLE_KEY } from '../../server-stub/fake-stripe/keys.ts';
import { ENDPOINTS } from './endpoints/index.ts';
import type { Endpoint } from './endpoints/shared.ts';
import { refusal, startFake, type Answer, type Fake } from './harness.ts';

/** What the product needs of Stripe, resource by resource. The fake has it all, and more where Stripe.js asks. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  '/v1/customers': ['POST', 'GET', 'GET /:id', 'POST /:id', 'GET /:id/payment_methods'],
  '/v1/customer_sessions': ['POST'],
  '/v1/confirmation_tokens': ['POST', 'GET /:id'],
  '/v1/test_helpers/confirmation_tokens': ['POST'],
  '/v1/payment_intents': [
    'POST',
    'GET',
    'GET /:id',
    'POST /:id',
    'POST /:id/confirm',
    'POST /:id/capture',
    'POST /:id/cancel',
  ],
  '/v1/payment_methods': ['GET /:id', 'POST /:id/attach', 'POST /:id/detach'],
  '/v1/charges': ['GET', 'GET /:id'],
  '/v1/refunds': ['POST', 'GET', 'GET /:id'],
  '/v1/events': ['GET', 'GET /:id'],
  '/v1/account': ['GET'],
  '/v1/3ds2/authenticate': ['POST'],
};

let fake: Fake;
beforeAll(async () => {
  fake = await startFake();
});
afterAll(() => fake.stop());

const goodOf = async ({ good }: Endpoint) => (typeof good === 'function' ? good(fake) : good);
const names = routes.map(({ method, path }) => `${method} ${path}`);

describe('the endpoints', () => {
  it('that are tested here are those that the fake has', () => {
    expect(Object.keys(ENDPOINTS).toSorted()).toEqual(names.toSorted());
  });

  it('include all that the product needs', () => {
    for (const [base, calls] of Object.entries(NEEDED))
      for (const call of calls) {
        const [method, rest = ''] = call.split(' ');
        expect(names).toContain(`${method} ${base}${rest}`);
      }
  });
});

describe.each(Object.entries(ENDPOINTS))('%s', (_name, endpoint) => {
  it('answers the SDK', async () => {
    const answer = await endpoint.call(fake, await goodOf(endpoint));
    expect((answer as { object?: string }).object).toBe(endpoint.object);
  });

  it('refuses a parameter that it does not know', async () => {
    const given = { ...(await goodOf(endpoint)), colour: 'red' };
    const error = await refusal(endpoint.call(fake, given));
    expect(error).toBeInstanceOf(Stripe.errors.StripeInvalidRequestError);
    expect(error).toMatchObject({ statusCode: 400, code: 'parameter_unknown', param: 'colour' });
  });

  it.each((endpoint.required ?? []).map((name) => [name]))('wants %s', async (name) => {
    const given = { ...(await goodOf(endpoint)), [name]: undefined };
    expect(await refusal(endpoint.call(fake, given))).toMatchObject({
      statusCode: 400,
      code: 'parameter_missing',
      param: name,
    });
  });

  it.each(endpoint.wrong.map((wrong) => [JSON.stringify(wrong[0]), ...wrong] as const))(
    'refuses %s',
    async (_what, wrong, param, code) => {
      const error = await refusal(endpoint.call(fake, { ...(await goodOf(endpoint)), ...wrong }));
      expect(error).toBeInstanceOf(Stripe.errors.StripeInvalidRequestError);
      expect({ ...error, code: error.code }).toMatchObject({ statusCode: 400, param, code });
    },
  );

  const { stranger } = endpoint;
  if (stranger === undefined) return;
  it(`does not know ${stranger}`, async () => {
    const error = await refusal(endpoint.call(fake, await goodOf(endpoint), stranger));
    expect(error).toMatchObject({ statusCode: 404, code: 'resource_missing' });
    expect(error.message).toContain(`'${stranger}'`);
    expect(error.param).toBeTruthy();
  });
});

describe('an account', () => {
  it.each(['acct_x', CONNECTED_ACCOUNT])('that the key is not of is closed: %s', async (account) => {
    const error = await refusal(fake.stripe.accounts.retrieve(account));
    expect(error).toMatchObject({ statusCode: 403, code: 'account_invalid' });
  });
});

describe('a key', () => {
  const ask = async (method: string, path: string, key: string) => {
    const response = await fake.raw(
      method,
      path.replaceAll(/:\w+/g, 'x_1'),
      {},
      {
        Authorization: `Bearer ${key}`,
      },
    );
    return { status: response.status, error: ((await response.json()) as Answer).error };
  };

  it('without any right is told at every endpoint which one it lacks', async () => {
    const key = 'rk_test_fake_nothing';
    await fake.control('/keys', { key, rights: [] });
    const lacking = new Set<string>();
    for (const { method, path, needs } of routes) {
      const right = typeof needs === 'object' ? needs.publishableOr : needs;
      const { status, error } = await ask(method, path, key);
      expect([`${method} ${path}`, status]).toEqual([`${method} ${path}`, 403]);
      expect(error?.message).toContain(`Having the 'rak_${right}' permission`);
      if (right !== 'publishable') lacking.add(right.replace(/_(read|write)$/, ''));
    }
    expect([...lacking].toSorted()).toEqual([...RESOURCES].toSorted());
  });

  it('that is publishable opens only what Stripe.js asks for', async () => {
    const open: string[] = [];
    for (const { method, path } of routes) {
      const { status, error } = await ask(method, path, PUBLISHABLE_KEY);
      if (status === 401) expect(error?.code).toBe('secret_key_required');
      else open.push(`${method} ${path}`);
    }
    expect(open.toSorted()).toEqual([
      'GET /v1/elements/sessions',
      'GET /v1/payment_intents/:id',
      'POST /v1/3ds2/authenticate',
      'POST /v1/confirmation_tokens',
      'POST /v1/elements/payment_methods/:id/detach',
    ]);
  });
});
