/** The cards of a member who leaves are detached at Stripe, and the consent that stored them is withdrawn. */
import { appNow, note } from '../store/attempts.ts';
import { liveStates } from './attempt.ts';
import { atStripe, type CheckoutDeps, type DepsAtStripe } from './deps.ts';
import type { Job, Verdict } from './outbox.ts';

export async function detachCards(deps: CheckoutDeps, { member, request_id }: Job): Promise<Verdict> {
  if (!member) return undefined;
  const paying = await deps.db
    .selectFrom('attempt')
    .select('id')
    .where('member', '=', member)
    .where('state', 'in', liveStates)
    .executeTakeFirst();
  // Its card may yet be stored.
  if (paying) return 'the member is paying';
  const customers = await deps.db
    .selectFrom('stripe_customer')
    .select(['account', 'mode', 'customer_id'])
    .where('kind', '=', 'member')
    .where('subject', '=', member)
    .execute();
  let cards = 0;
  for (const { customer_id, ...owner } of customers) {
    if (!customer_id) continue;
    const its = await atStripe(deps, owner);
    if (!its) return 'no key of its account and mode is stored';
    const detached = await detachAll(its, customer_id);
    if (detached === undefined) return 'the cards could not be detached';
    cards += detached;
  }
  const ids = customers.flatMap(({ customer_id }) => customer_id ?? []);
  await deps.db
    .updateTable('consent')
    .set({ withdrawn_at: appNow })
    .where('customer_id', 'in', ['', ...ids])
    .where('withdrawn_at', 'is', null)
    .execute();
  await note(deps.db, null, 'member-forgotten', { member, cards, request: request_id });
  return undefined;
}

/** How many; undefined where it is not known to be done. What is detached leaves the list, so each page is the first. */
async function detachAll({ gateway }: DepsAtStripe, customer: string): Promise<number | undefined> {
  let detached = 0;
  for (;;) {
    const page = await gateway.listPaymentMethods(customer);
    if (page.kind === 'refused' && page.code === 'resource_missing') return detached;
    if (page.kind !== 'ok') return undefined;
    for (const { id } of page.value.data) {
      if ((await gateway.detachPaymentMethod(id)).kind !== 'ok') return undefined;
      detached += 1;
    }
    if (!page.value.has_more) return detached;
  }
}
