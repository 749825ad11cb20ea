/** Looks at both sides, again and again, and writes down in order what is new. It goes on while the server is gone. */
import type { Fake } from './fake.ts';
import type { SeenAttempt, ShopSide, StripeSide } from './model.ts';
import { pause } from './until.ts';

const everyMs = 250;
const answerMs = 2000;

/** What one side has told. `heard`: an event of Stripe's that has reached the shop. */
export type News =
  | { side: 'shop'; event: string; data: SeenAttempt['timeline'][number]['data'] }
  | { side: 'shop'; heard: string }
  | { side: 'stripe'; event: string; id: string; delivered: boolean };

export interface Sight {
  /** As last seen. */
  shop?: ShopSide;
  answers: boolean;
  stripe?: StripeSide;
}

export interface WatchOptions {
  fake: Fake;
  sku: string;
  signal: AbortSignal;
  onSight(sight: Sight, news: News[]): void;
}

export async function watch({ fake, sku, signal, onSight }: WatchOptions): Promise<void> {
  const sight: Sight = { answers: true };
  const told = new Set<string>();
  while (!signal.aborted) {
    const [stripe, shop] = await Promise.allSettled([fake.state(), readShop(sku, signal)]);
    if (signal.aborted) return;
    sight.answers = shop.status === 'fulfilled';
    if (shop.status === 'fulfilled') sight.shop = shop.value;
    if (stripe.status === 'fulfilled') sight.stripe = ofScene(stripe.value, sight.shop);
    onSight({ ...sight }, whatIsNew(sight, told));
    await pause(everyMs);
  }
}

async function readShop(sku: string, signal: AbortSignal): Promise<ShopSide> {
  const response = await fetch(`/playground/shop?sku=${sku}`, {
    cache: 'no-store',
    signal: AbortSignal.any([signal, AbortSignal.timeout(answerMs)]),
  });
  if (!response.ok) throw new Error(`shop: ${response.status}`);
  return (await response.json()) as ShopSide;
}

function ofScene(
  { worlds, webhooks }: Awaited<ReturnType<Fake['state']>>,
  shop: ShopSide | undefined,
): StripeSide {
  const attempts = new Set(shop?.attempts.map(({ id }) => id));
  const all = worlds.flatMap(({ payment_intents }) => payment_intents);
  const intents = all.filter(({ metadata }) => attempts.has(metadata['attempt'] ?? ''));
  const ids = new Set(intents.map(({ id }) => id));
  const events = worlds.flatMap((world) => world.events).filter((event) => ids.has(aboutIntent(event)));
  return { intents, events, deliveries: worlds.flatMap(({ deliveries }) => deliveries), webhooks };
}

/** Stripe also tells of the charge and the card; the payment alone says where it stands. */
function aboutIntent({ type, data }: StripeSide['events'][number]): string {
  const { id } = data.object as { id?: string };
  return type.startsWith('payment_intent.') ? (id ?? '') : '';
}

/** Two of the shop's may ask for one cancellation at a time; Stripe refuses the second, and nothing is left unanswered. */
const isSecondAsking = ({ event, data }: SeenAttempt['timeline'][number]): boolean =>
  event === 'cancel-unanswered' && data['kind'] === 'refused';

/** Stripe's before the shop's, which mostly follow from them; but the shop's beginning before all. */
function whatIsNew({ shop, stripe }: Sight, told: Set<string>): News[] {
  const isNew = (key: string) => !told.has(key) && told.add(key);
  const fromStripe = (stripe?.events ?? [])
    .toReversed()
    .filter(({ id }) => isNew(id))
    .map((event): News => ({
      side: 'stripe',
      event: event.type,
      id: event.id,
      delivered: stripe?.webhooks.lose === 0,
    }));
  const fromShop = (shop?.attempts ?? []).flatMap(({ id, timeline }) =>
    timeline
      .filter((entry) => !isSecondAsking(entry))
      .filter(({ event, at, side }) => isNew([id, side, event, at].join()))
      .map(({ side, event, data }): News =>
        side === 'stripe' && event.includes('.')
          ? { side: 'shop', heard: event }
          : { side: 'shop', event, data },
      ),
  );
  const begun = (news: News) => 'event' in news && news.event === 'started';
  return [...fromShop.filter(begun), ...fromStripe, ...fromShop.filter((news) => !begun(news))];
}
