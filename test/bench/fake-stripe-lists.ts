/** A fake with so many intents in a process and a heap of its own; each message has it list a page, in milliseconds. */
import { createFakeStripe } from '../../server-stub/fake-stripe/fake-stripe.ts';
import { SECRET_KEY } from '../../server-stub/fake-stripe/keys.ts';

const LISTS_A_ROUND = 20;
const headers = {
  Authorization: `Bearer ${SECRET_KEY}`,
  'Content-Type': 'application/x-www-form-urlencoded',
};

const intents = Number(process.argv[2]);
const fake = createFakeStripe();
const { world } = fake.scene();
const body = 'amount=1200&currency=jpy&capture_method=manual&metadata[order]=1';
const created = await fake.app.request('/v1/payment_intents', { method: 'POST', headers, body });
const template = world.payment_intents.get(((await created.json()) as { id: string }).id);
if (!template) throw new Error('no intent to copy');
for (let at = 0; at < intents; at++)
  world.payment_intents.put({
    ...template,
    id: `pi_${at}`,
    created: template.created + 1 + Math.floor(at / 10),
  });

const middle = template.created + Math.floor(intents / 20);
const path = `/v1/payment_intents?limit=100&created[gte]=${middle}&created[lt]=${middle + 3600}`;
process.on('message', () => {
  void (async () => {
    const began = performance.now();
    for (let time = 0; time < LISTS_A_ROUND; time++) await (await fake.app.request(path, { headers })).text();
    process.send?.((performance.now() - began) / LISTS_A_ROUND);
  })();
});
process.send?.('ready');
