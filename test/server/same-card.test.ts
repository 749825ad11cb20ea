import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPage, startServer, type TestServer } from './harness.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startServer('PostgreSQL', { cardSaving: 'required' });
});
afterAll(() => server.stop());

/** Pays as the member, for whom every new card is stored. */
async function pay(member: string, number: string, { sweep = true } = {}): Promise<void> {
  const page = await openPage(server, await server.newCart(), { shopper: 'member', member, sub: member });
  await page.pay(number, { confirmationToken: await server.cardToken(number, 'on_session') });
  if (sweep) await server.sweep();
}

async function cardsOf(member: string): Promise<{ id: string; last4: string | undefined }[]> {
  const { customer_id } = await server.db
    .selectFrom('stripe_customer')
    .select('customer_id')
    .where('subject', '=', member)
    .executeTakeFirstOrThrow();
  const { data } = await server.stripe.paymentMethods.list({ customer: customer_id ?? '' });
  return data.map(({ id, card }) => ({ id, last4: card?.last4 }));
}

describe('a card that is typed again', () => {
  it('is stored once: the newest stays, with the consent that was given for it', async () => {
    await pay('member-1', '4242424242424242');
    const [first] = await cardsOf('member-1');
    await pay('member-1', '4242424242424242');
    const kept = await cardsOf('member-1');
    expect(kept).toHaveLength(1);
    expect(kept[0]?.id).not.toBe(first?.id);
    const ledger = await server.db
      .selectFrom('consent')
      .select(['payment_method_id', 'withdrawn_at'])
      .where('payment_method_id', 'in', [first?.id ?? '', kept[0]?.id ?? ''])
      .orderBy('given_at')
      .execute();
    expect(ledger.map(({ withdrawn_at }) => withdrawn_at !== null)).toEqual([true, false]);
  });

  it('does not touch another card of theirs, nor the same card of somebody else', async () => {
    await pay('member-2', '4242424242424242');
    await pay('member-3', '4242424242424242');
    await pay('member-2', '5555555555554444');
    await pay('member-2', '4242424242424242');
    expect((await cardsOf('member-2')).map(({ last4 }) => last4).toSorted()).toEqual(['4242', '4444']);
    expect(await cardsOf('member-3')).toHaveLength(1);
  });

  it('is dropped only when no payment of theirs is under way, which might be made with it', async () => {
    await pay('member-4', '4242424242424242');
    const page = await openPage(server, await server.newCart(), {
      shopper: 'member',
      member: 'member-4',
      sub: 'member-4',
    });
    const number = '4000002760003184';
    const challenged = await page.pay(number, {
      confirmationToken: await server.cardToken(number, 'on_session'),
    });
    await pay('member-4', '4242424242424242');
    expect(await cardsOf('member-4')).toHaveLength(2);
    await server.authenticate(challenged, 'complete');
    await page.resume(challenged);
    await server.passMinutes(10);
    await server.sweep();
    expect((await cardsOf('member-4')).map(({ last4 }) => last4).toSorted()).toEqual(['3184', '4242']);
  });
});
