import { expect, it } from 'vitest';
import { healingOf } from '../../demo/web/playground/healing.ts';
import type { SceneName, SeenAttempt } from '../../demo/web/playground/model.ts';

const told = {
  at: 1000,
  side: 'stripe',
  event: 'payment_intent.amount_capturable_updated',
  data: {},
} as const;
const ordered = { at: 1200, side: 'shop', event: 'committed', data: {} } as const;

const attempt = (change: Partial<SeenAttempt>): SeenAttempt => ({
  id: 'a1',
  reference: 'ABCD-2345',
  state: 'committed',
  reason: null,
  intent: 'pi_1',
  intentStatus: 'requires_capture',
  amount: 2170,
  currency: 'jpy',
  order: { number: '1042', money: 'authorised' },
  timeline: [told, ordered],
  ...change,
});
const closed = (reason: string, intentStatus = 'canceled') =>
  attempt({ state: 'closed', reason, intentStatus, order: null });

const healing = (scene: SceneName, attempts: SeenAttempt[], before?: number) =>
  healingOf(scene, { process: 7, shelf: undefined, attempts }, before);

it.each([
  ['close-tab', [told, ordered], 'webhook'],
  ['close-tab', [ordered, { ...told, at: 1300 }], 'sweeper'],
  ['lost-webhook', [told, ordered], 'event-list'],
  ['lost-webhook', [ordered], 'sweeper'],
] as const)('%s is healed by whoever told the shop before it made the order', (scene, timeline, by) => {
  expect(healing(scene, [attempt({ timeline: [...timeline] })])).toMatchObject({ by, order: '1042' });
});

it('a sold-out hold is healed once it is cancelled at Stripe, and not before', () => {
  expect(healing('last-item', [closed('sold-out')])).toEqual({ kind: 'cancelled-for-want' });
  expect(healing('last-item', [closed('sold-out', 'requires_capture')])).toBeUndefined();
  expect(healing('last-item', [attempt({})])).toBeUndefined();
});

it('a second tab is healed once the first one’s payment is cancelled and the second’s is an order', () => {
  const both = [closed('taken-over'), attempt({})];
  expect(healing('second-tab', both)).toMatchObject({ kind: 'taken-over', order: '1042' });
  expect(healing('second-tab', [attempt({})])).toBeUndefined();
  expect(healing('second-tab', [closed('taken-over', 'requires_action'), attempt({})])).toBeUndefined();
});

it('a killed server has healed only as another process', () => {
  expect(healing('killed-server', [attempt({})], 7)).toBeUndefined();
  expect(healing('killed-server', [attempt({})], 6)).toMatchObject({ before: 6, after: 7 });
});

it('nothing is healed while an attempt is under way', () => {
  expect(healing('close-tab', [attempt({ state: 'placing' })])).toBeUndefined();
  expect(healing('close-tab', [])).toBeUndefined();
});
