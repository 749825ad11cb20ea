import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createFakeStripe, type FakeStripe } from '../../server-stub/fake-stripe/fake-stripe.ts';
import { PUBLISHABLE_KEY, SECRET_KEY } from '../../server-stub/fake-stripe/keys.ts';
import { stateOf } from '../../server-stub/fake-stripe/state.ts';
import type { Timers } from '../../server-stub/fake-stripe/timers.ts';

/** A time of its own: nothing moves but by `pass`, which does what is waiting in its order. */
function simulatedTime(startMs: number) {
  let nowMs = startMs;
  let waiting: { readonly atMs: number; readonly run: () => void }[] = [];
  const timers: Timers = {
    after(ms, run) {
      const entry = { atMs: nowMs + ms, run };
      waiting = [...waiting, entry].toSorted((a, b) => a.atMs - b.atMs);
      return () => void (waiting = waiting.filter((other) => other !== entry));
    },
  };
  return {
    timers,
    wallMs: () => nowMs,
    async pass(ms: number): Promise<void> {
      const end = nowMs + ms;
      for (let next = waiting[0]; next && next.atMs <= end; next = waiting[0]) {
        waiting = waiting.slice(1);
        nowMs = next.atMs;
        next.run();
        await allSettled();
      }
      nowMs = end;
    },
  };
}

/** Every promise that can go on has gone on. Taken before the clocks are watched. */
const macrotask = setImmediate;
const allSettled = (): Promise<void> => new Promise((resolve) => void macrotask(resolve));

interface Run {
  readonly said: readonly string[];
  readonly heard: readonly string[];
  readonly state: string;
}

async function caller(fake: FakeStripe, said: string[]) {
  return async (key: string, path: string, form: Record<string, string> = {}) => {
    const response = await fake.app.request(path, {
      method: 'POST',
      headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(form).toString(),
    });
    const body = await response.text();
    said.push(`${response.headers.get('Request-Id')} ${response.status} ${body}`);
    return JSON.parse(body) as { id: string; client_secret?: string };
  };
}

/** A day at a shop: a saved card, 3-D Secure, a decline, faults by chance, webhooks that are refused at first. */
async function day(seed: number): Promise<Run> {
  const said: string[] = [];
  const heard: string[] = [];
  const time = simulatedTime(1_800_000_000_000);
  const fake = createFakeStripe({
    seed,
    timers: time.timers,
    wallMs: time.wallMs,
    webhookUrl: 'http://shop.test/webhooks',
    fetch: (_url, init) => {
      heard.push(
        `${time.wallMs()} ${new Headers(init?.headers).get('Stripe-Signature')} ${String(init?.body)}`,
      );
      return Promise.resolve(new Response(null, { status: heard.length % 3 === 0 ? 500 : 200 }));
    },
  });
  const post = await caller(fake, said);
  const create = { amount: '1200', currency: 'jpy', capture_method: 'manual' };
  fake.faults.add({ kind: 'error', path: '/v1/customers', probability: 0.5, times: 0 });
  for (let at = 0; at < 8; at++) await post(SECRET_KEY, '/v1/customers', { name: `shopper ${at}` });
  fake.faults.clear();
  const customer = await post(SECRET_KEY, '/v1/customers');
  await post(SECRET_KEY, '/v1/customer_sessions', {
    customer: customer.id,
    'components[payment_element][enabled]': 'true',
  });
  const challenged = await post(SECRET_KEY, '/v1/payment_intents', {
    ...create,
    customer: customer.id,
    setup_future_usage: 'on_session',
    payment_method: 'pm_card_authenticationRequired',
    confirm: 'true',
  });
  await post(PUBLISHABLE_KEY, '/v1/3ds2/authenticate', {
    payment_intent: challenged.id,
    client_secret: challenged.client_secret ?? '',
    outcome: 'complete',
  });
  await post(SECRET_KEY, `/v1/payment_intents/${challenged.id}/capture`);
  await post(SECRET_KEY, '/v1/refunds', { payment_intent: challenged.id, amount: '200' });
  await post(SECRET_KEY, '/v1/payment_intents', {
    ...create,
    payment_method: 'pm_card_chargeDeclined',
    confirm: 'true',
  });
  fake.faults.add({ kind: 'delay', delay_ms: 5000 });
  const slow = post(SECRET_KEY, '/v1/payment_intents', {
    ...create,
    payment_method: 'pm_card_visa',
    confirm: 'true',
  });
  await allSettled();
  await time.pass(31 * 24 * 60 * 60 * 1000);
  await slow;
  const state = JSON.stringify(stateOf(fake));
  fake.close();
  return { said, heard, state };
}

describe('a fake with a seed, a clock and timers of its own', () => {
  afterEach(() => vi.restoreAllMocks());

  it('says the same, sends the same webhooks at the same moments and ends the same in every run', async () => {
    const [first, second] = [await day(7), await day(7)];
    expect(first.said).toEqual(second.said);
    expect(first.heard).toEqual(second.heard);
    expect(first.state).toBe(second.state);
    expect(first.said.filter((answer) => answer.includes(' 500 ')).length).toBeGreaterThan(0);
    expect(first.heard.length).toBeGreaterThan(20);
    expect(first.state).toContain('expired_uncaptured_charge');
  });

  it('makes other ids of another seed', async () => {
    const idOf = ({ said }: Run): unknown => said[0]?.split(' ')[0];
    expect(idOf(await day(7))).not.toBe(idOf(await day(8)));
  });

  it('asks neither the wall clock nor a timer nor chance', async () => {
    const asked: string[] = [];
    const watch = <O, M extends keyof O & string>(owner: O, method: M): void => {
      const real = owner[method] as (...given: unknown[]) => unknown;
      vi.spyOn(owner as Record<string, (...given: unknown[]) => unknown>, method).mockImplementation(
        (...given) => {
          if (new Error().stack?.includes('server-stub/fake-stripe')) asked.push(method);
          return real.apply(owner, given);
        },
      );
    };
    watch(Date, 'now');
    watch(Math, 'random');
    watch(crypto, 'randomUUID');
    watch(globalThis, 'setTimeout');
    watch(globalThis, 'setInterval');
    watch(globalThis, 'setImmediate');
    await day(7);
    expect(asked).toEqual([]);
  });

  it('does not draw the ids of its journal again', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'fake-stripe-'));
    const once = async (): Promise<string> => {
      const fake = createFakeStripe({ seed: 7, dataDir });
      const { id } = await (await caller(fake, []))(SECRET_KEY, '/v1/customers');
      fake.close();
      return id;
    };
    const first = await once();
    expect(await once()).not.toBe(first);
    rmSync(dataDir, { recursive: true });
  });
});
