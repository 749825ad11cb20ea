import { openPage, type TestServer } from './harness.ts';

export interface Forgotten {
  id: string;
  intent: string;
  /** Of its row on the board. */
  key: string;
}

/** The shopper authenticated, nobody told us, and the database was restored to before the attempt. */
export async function forgotten(
  server: TestServer,
  cart: { id: string; version: number },
  { captured = false } = {},
): Promise<Forgotten> {
  const page = await openPage(server, cart, { sub: crypto.randomUUID() });
  const view = await page.pay('4000002760003184');
  await server.authenticate(view, 'complete');
  const attempt = await server.db
    .selectFrom('attempt')
    .select('pi_id')
    .where('id', '=', view.id)
    .executeTakeFirstOrThrow();
  const intent = attempt.pi_id ?? '';
  if (captured) await server.stripe.paymentIntents.capture(intent);
  for (const table of ['reservation', 'data_consent', 'confirmation', 'outbox', 'audit'] as const)
    await server.db.deleteFrom(table).where('attempt_id', '=', view.id).execute();
  await server.db.deleteFrom('attempt').where('id', '=', view.id).execute();
  await server.db
    .updateTable('cart')
    .set((eb) => ({ version: eb('version', '+', 1) }))
    .where('id', '=', cart.id)
    .execute();
  return { id: view.id, intent, key: `finding:${intent}` };
}
