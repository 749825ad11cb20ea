/** Both sides of the element on a framework's page: Stripe.js as the test kit has it, and a checkout server that counts. */
import { attempt, refusal, sampleView, succeeded } from '../../../../demo/web/samples.ts';
import { createFakeStripe } from '../../../../src/testing/index.ts';

const server = 'https://pay.shop.example';
const fake = createFakeStripe();
const tokens: string[] = [];
let answerPayment = (): void => {};
const paid = new Promise<void>((resolve) => (answerPayment = resolve));

const stage = {
  fake,
  /** Bearer token of each call. */
  tokens,
  /** How often the payment was sent. */
  payments: 0,
  /** The server answers the payment only after this. */
  answerPayment: () => answerPayment(),
  /** Orders that the framework's page was told of. */
  orders: [] as string[],
};

declare global {
  interface Window {
    stage: typeof stage;
  }
}

Object.assign(window, { stage, Stripe: () => fake.stripe });

const network = globalThis.fetch;
globalThis.fetch = async (input, init) => {
  const url = String(input);
  if (!url.startsWith(server)) return network(input, init);
  const token = new Headers(init?.headers).get('Authorization')?.replace('Bearer ', '') ?? '';
  tokens.push(token);
  if (token === 'expired') return json(refusal('token-expired', 401, 'ja'), 401);
  if (url.endsWith('/view')) return json(sampleView({ locale: 'ja', policy: 'off', shopper: 'guest' }));
  if (url.endsWith('/attempts')) {
    stage.payments++;
    await paid;
    return json(succeeded());
  }
  return json(attempt({ status: 'processing' }));
};

const json = (body: object, status = 200) => Response.json(body, { status });
