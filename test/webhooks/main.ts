/**
 * `npm run webhook-orders`: every order in which the events of a payment can arrive, any of them lost, any one doubled, on
 * every core. `--minutes M` ends it earlier, and says how far it came. Prints each order that ends differently.
 */
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { inShares, sendShare } from '../helpers/shares.ts';
import { openStage } from '../simulation/world.ts';
import { arrivalsOf } from './orders.ts';
import { countEvents, endAfter, paymentNames, type Payment } from './payments.ts';

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: 'Infinity' }, share: { type: 'string' } },
});

interface Tally {
  payment: Payment;
  events: number;
  orders: number;
  gone: number;
  broken: string[];
}

async function work(share: string): Promise<Tally[]> {
  const [of = 1, which = 0] = share.split('/').map(Number);
  const stage = await openStage();
  const tallies: (Tally & { its: number[][]; wanted: object })[] = [];
  for (const payment of paymentNames) {
    const events = await countEvents(stage, payment);
    const { once, oneTwice } = arrivalsOf(events);
    const all = [...once, ...oneTwice];
    const its = all.filter((_, at) => at % of === which);
    const wanted = await endAfter(stage, payment, []);
    tallies.push({ payment, events, orders: all.length, gone: 0, broken: [], its, wanted });
  }
  const until = performance.now() + Number(values.minutes) * 60_000;
  // All payments together, so that a run cut short has seen something of each.
  const longest = Math.max(...tallies.map(({ its }) => its.length));
  for (let at = 0; at < longest && performance.now() < until; at++)
    for (const tally of tallies) {
      const order = tally.its[at];
      if (!order) continue;
      tally.gone += 1;
      const end: unknown = await endAfter(stage, tally.payment, order).catch(String);
      if (!isDeepStrictEqual(end, tally.wanted))
        tally.broken.push(`${order.join(' ')}: ${JSON.stringify(end)}`);
    }
  return tallies.map(({ payment, events, orders, gone, broken }) => ({
    payment,
    events,
    orders,
    gone,
    broken,
  }));
}

if (values.share !== undefined) {
  sendShare(await work(values.share));
} else {
  const began = performance.now();
  const shares = await inShares<Tally[]>(import.meta.url);
  let [gone, broken] = [0, 0];
  for (const [at, { payment, events, orders }] of (shares[0] ?? []).entries()) {
    const its = shares.map((share) => share[at]);
    const seen = its.reduce((sum, tally) => sum + (tally?.gone ?? 0), 0);
    const wrong = its.flatMap((tally) => tally?.broken ?? []);
    console.log(`${payment}: ${events} events, ${seen} of ${orders} orders, ${wrong.length} broken`);
    for (const line of wrong.slice(0, 5)) console.log(`  ✗ ${line}`);
    gone += seen;
    broken += wrong.length;
  }
  const minutes = ((performance.now() - began) / 60_000).toFixed(1);
  console.log(`webhook orders: ${gone} orders, ${broken} broken, ${minutes} min`);
  process.exitCode = broken > 0 || gone === 0 ? 1 : 0;
}
