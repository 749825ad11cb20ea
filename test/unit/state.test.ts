import { expect, it } from 'vitest';
import { isOpen, stateOf } from '../../src/checkout/attempt-state.ts';
import { mayPay } from '../../src/checkout/state.ts';
import type { AttemptView, CloseReason } from '../../src/shared/contract.ts';

const base = {
  id: 'at_1',
  fence: 1,
  reference: 'ABCD-2345',
  own: true,
  amount: 5400,
  currency: 'jpy',
  startedAt: '2026-11-24T00:00:00Z',
};
const destination = 'https://shop.example/check';
const decline = { code: 'card_declined', declineCode: 'insufficient_funds', message: '残高不足' };

const closed = (reason: CloseReason, own = true): AttemptView => ({
  ...base,
  own,
  status: 'closed',
  reason,
  holdReleased: false,
  destination,
});
const undecided: AttemptView[] = [
  { ...base, status: 'processing' },
  { ...base, status: 'action-required', clientSecret: 'pi_1_secret' },
  { ...base, status: 'pending' },
  { ...base, status: 'cancelling', reason: 'abandoned' },
];

it.each(undecided.map((attempt) => [attempt.status, attempt] as const))(
  'nobody may pay while an attempt is %s',
  (_, attempt) => {
    expect(isOpen(attempt)).toBe(true);
    expect(mayPay(stateOf(attempt))).toBe(false);
    expect(stateOf(attempt).status).not.toBe('failed');
  },
);

it.each(undecided.map((attempt) => [attempt.status, attempt] as const))(
  "another's attempt that is %s is a conflict",
  (_, attempt) => {
    expect(stateOf({ ...attempt, own: false })).toMatchObject({ status: 'conflict', kind: 'other-tab' });
  },
);

it('a refused card is told in the words of the server, and opens the form', () => {
  const state = stateOf({ ...base, status: 'declined', decline });
  expect(state).toEqual({
    status: 'failed',
    code: 'declined',
    message: '残高不足',
    declineCode: 'insufficient_funds',
  });
  expect(mayPay(state)).toBe(true);
});

it('an order paid by another is told apart from an own one', () => {
  const paid = { ...base, status: 'succeeded', order: { id: 'O-1' }, saved: false, destination } as const;
  expect(stateOf(paid)).toMatchObject({ status: 'succeeded', orderId: 'O-1', elsewhere: false });
  expect(stateOf({ ...paid, own: false })).toMatchObject({ elsewhere: true });
});

it.each(['sold-out', 'already-ordered', 'cart-changed'] as const)(
  'a cart that is %s is not paid here any more',
  (reason) => {
    expect(stateOf(closed(reason))).toMatchObject({ status: 'conflict', kind: reason });
  },
);

it.each(['abandoned', 'verification', 'canceled-at-stripe', 'not-started'] as const)(
  'an attempt closed as %s says so, and may be paid again',
  (reason) => {
    expect(stateOf(closed(reason))).toMatchObject({ status: 'failed', code: 'closed' });
    expect(mayPay(stateOf(closed(reason)))).toBe(true);
  },
);

it("the end of another's attempt simply opens the form", () => {
  expect(stateOf(closed('abandoned', false))).toEqual({ status: 'ready' });
  expect(stateOf(closed('taken-over', false))).toEqual({ status: 'ready' });
});
