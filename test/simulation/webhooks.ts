/** Stripe's webhooks, sent by whoever decides which of them come, when and how often. */
import { isConnected } from '../../server-stub/fake-stripe/events/deliver.ts';
import { signatureHeader } from '../../server-stub/fake-stripe/events/signature.ts';
import type { FakeStripe } from '../../server-stub/fake-stripe/fake-stripe.ts';
import { PLATFORM_ACCOUNT, WEBHOOK_SECRET } from '../../server-stub/fake-stripe/keys.ts';
import { renderEvent } from '../../server-stub/fake-stripe/render/event.ts';
import type { EventRow } from '../../server-stub/fake-stripe/store/rows.ts';

const worldOf = (fake: FakeStripe) => fake.store.world(PLATFORM_ACCOUNT, false);

/** Those about money that are not among the taken. */
export const eventsSince = (fake: FakeStripe, taken: ReadonlySet<string>): EventRow[] =>
  [...worldOf(fake).events].filter(
    ({ id, type }) => !taken.has(id) && /^(payment_intent|charge|refund)\./.test(type),
  );

/** Whether our server took it. */
export async function postEvent(
  app: { request(path: string, init: RequestInit): Response | Promise<Response> },
  fake: FakeStripe,
  event: EventRow,
): Promise<boolean> {
  const world = worldOf(fake);
  const body = JSON.stringify(renderEvent(world, event, isConnected(world)));
  const signature = signatureHeader(body, WEBHOOK_SECRET, Math.floor(Date.now() / 1000));
  const headers = { 'stripe-signature': signature };
  return (await app.request('/webhooks/stripe', { method: 'POST', headers, body })).ok;
}
