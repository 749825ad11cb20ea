/** Whether Stripe's events reach us: when the last came, what the last ones were, and how far the polls have read. */
import { sql } from 'kysely';
import type { Database } from '../store/database.ts';

export interface WebhookHealth {
  url: string;
  /** How it can not be right, where that can be told from the address alone. */
  urlProblem: 'not-https' | 'loopback' | null;
  last: Date | null;
  now: Date;
  events: { id: string; type: string; intent: string | null; outcome: string; at: Date }[];
  day: { outcome: string; count: number }[];
  searches: { account: string; mode: string; kind: string; reached: Date | null; next: Date }[];
}

export async function webhookHealth(
  db: Database,
  { publicUrl, fake }: { publicUrl: string; fake: boolean },
): Promise<WebhookHealth> {
  const [events, day, searches, clock] = await Promise.all([
    db
      .selectFrom('webhook_event')
      .select(['id', 'type', 'intent', 'outcome', 'received_at as at'])
      .orderBy('received_at', 'desc')
      .limit(50)
      .execute(),
    db
      .selectFrom('webhook_event')
      .where(sql<boolean>`received_at > app_now() - interval '1 day'`)
      .groupBy('outcome')
      .select(['outcome', (eb) => eb.fn.countAll<number>().as('count')])
      .execute(),
    db
      .selectFrom('stripe_search')
      .select(['account', 'mode', 'kind', 'reached', 'next_at as next'])
      .orderBy('kind')
      .execute(),
    db.selectNoFrom(sql<Date>`app_now()`.as('now')).executeTakeFirstOrThrow(),
  ]);
  const url = new URL(publicUrl);
  const local = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  return {
    url: `${publicUrl}/webhooks/stripe`,
    urlProblem: fake ? null : local ? 'loopback' : url.protocol === 'https:' ? null : 'not-https',
    last: events[0]?.at ?? null,
    now: clock.now,
    events,
    day,
    searches,
  };
}
