/**
 * The control API: what a test or a visitor does to the fake that nobody could do to Stripe. Loopback only.
 * Types named here are exported by this file, `state.ts`, `faults.ts`, `events/deliver.ts`, `context.ts`, `http/log.ts`.
 *
 * | call | body (JSON) | answer |
 * | --- | --- | --- |
 * | `GET /_control/state?limit=1000` | | `ControlState`, so many of each kind at most |
 * | `GET /_control/requests` | | `{requests: LoggedRequest[]}`, newest first |
 * | `POST /_control/clock` | `ClockChange` | `{now, offset_seconds}` |
 * | `GET /_control/faults` | | `{faults: Fault[]}` |
 * | `POST /_control/faults` | `FaultChange` | `{faults: Fault[]}` |
 * | `GET /_control/webhooks` | | `WebhookSwitches` |
 * | `POST /_control/webhooks` | some of `WebhookSwitches` | `WebhookSwitches` |
 * | `POST /_control/webhooks/settled` | | waits until nothing is being delivered |
 * | `POST /_control/processing` | `ProcessingSwitch` | `ProcessingSwitch` |
 * | `POST /_control/keys` | `{key, rights}` | `{key}`: a restricted key with these rights |
 * | `POST /_control/disputes` | `{charge}` or `{dispute, outcome}` | the dispute |
 * | `POST /_control/reset` | | everything is forgotten |
 */
import { Hono, type Context } from 'hono';
import { z } from 'zod';
import type { FakeStripe } from './fake-stripe.ts';
import { FAULT_KINDS, type FaultSpec } from './faults.ts';
import { RESOURCES, type Right } from './http/auth.ts';
import type { Bindings } from './http/wire.ts';
import { closeDispute, openDispute } from './intents/dispute.ts';
import { renderDispute } from './render/charge.ts';
import { stateOf } from './state.ts';

export interface ClockChange {
  /** The offset to the real time; or, with `advance_seconds`, how much to add to it. */
  readonly offset_seconds?: number;
  readonly advance_seconds?: number;
}

export interface FaultChange {
  readonly add?: FaultSpec | readonly FaultSpec[];
  readonly remove?: string;
  readonly clear?: boolean;
  readonly seed?: number;
}

export type { FaultSpec };

const faultSpec = z.strictObject({
  kind: z.enum(FAULT_KINDS),
  method: z.enum(['GET', 'POST', 'DELETE']).exactOptional(),
  path: z.string().startsWith('/').exactOptional(),
  nth: z.int().min(1).exactOptional(),
  times: z.int().min(0).exactOptional(),
  probability: z.number().min(0).max(1).exactOptional(),
  delay_ms: z.int().min(0).exactOptional(),
}) satisfies z.ZodType<FaultSpec>;

const bodies = {
  clock: z.strictObject({
    offset_seconds: z.int().exactOptional(),
    advance_seconds: z.int().exactOptional(),
  }) satisfies z.ZodType<ClockChange>,
  faults: z.strictObject({
    add: z.union([faultSpec, z.array(faultSpec)]).exactOptional(),
    remove: z.string().exactOptional(),
    clear: z.boolean().exactOptional(),
    seed: z.int().exactOptional(),
  }) satisfies z.ZodType<FaultChange>,
  webhooks: z
    .strictObject({
      lose: z.int().min(-1),
      duplicate: z.int().min(-1),
      reorder: z.int().min(0),
      delay_ms: z.int().min(0),
      paused: z.boolean(),
    })
    .partial(),
  processing: z.strictObject({ seconds: z.int().min(1), times: z.int().min(0) }),
  keys: z.strictObject({
    key: z.string().regex(/^rk_(test|live)_/),
    rights: z.array(z.templateLiteral([z.enum(RESOURCES), '_', z.enum(['read', 'write'])])),
  }),
  disputes: z.union([
    z.strictObject({ charge: z.string() }),
    z.strictObject({ dispute: z.string(), outcome: z.enum(['won', 'lost']) }),
  ]),
};

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

class BadBody extends Error {}

async function read<T>(c: Context, schema: z.ZodType<T>): Promise<T> {
  const text = await c.req.text();
  let json: unknown;
  try {
    json = text === '' ? {} : JSON.parse(text);
  } catch {
    throw new BadBody('the body is not JSON');
  }
  const parsed = schema.safeParse(json);
  if (!parsed.success) throw new BadBody(z.prettifyError(parsed.error));
  return parsed.data;
}

export function controlRoutes(fake: FakeStripe): Hono<{ Bindings: Bindings }> {
  const app = new Hono<{ Bindings: Bindings }>();
  const { clock, faults, webhooks, processing } = fake;

  app.use(async (c, next) => {
    const address = c.env?.incoming?.socket.remoteAddress;
    // The name too: a stranger's domain may be made to point at this machine.
    const named = address === undefined || isLocal(`http://${c.req.header('Host')}`);
    if ((address !== undefined && !LOOPBACK.has(address)) || !named)
      return c.json({ error: 'loopback only' }, 403);
    // A page of another origin must not be able to steer the fake by a form that it posts.
    const origin = c.req.header('Origin');
    if (c.req.method === 'POST' && origin !== undefined && !isLocal(origin)) {
      return c.json({ error: 'not from this origin' }, 403);
    }
    await next();
    // Whoever may steer may also read: a page of this machine's shop shows both sides.
    if (origin !== undefined && isLocal(origin)) {
      c.header('Access-Control-Allow-Origin', origin);
      c.header('Vary', 'Origin');
    }
    return undefined;
  });
  app.onError((error, c) => {
    if (error instanceof BadBody) return c.json({ error: error.message }, 400);
    throw error;
  });

  app.get('/state', (c) => {
    const limit = z.coerce.number().int().min(1).optional().safeParse(c.req.query('limit'));
    if (!limit.success) throw new BadBody('limit: not a whole number from 1');
    return c.json(stateOf(fake, limit.data));
  });
  app.get('/requests', (c) => c.json({ requests: fake.log.list() }));
  app.post('/clock', async (c) => {
    const { offset_seconds, advance_seconds = 0 } = await read(c, bodies.clock);
    clock.setOffset((offset_seconds ?? clock.offsetSeconds) + advance_seconds);
    return c.json({ now: clock.now(), offset_seconds: clock.offsetSeconds });
  });
  app.get('/faults', (c) => c.json({ faults: faults.list() }));
  app.post('/faults', async (c) => {
    const change = await read(c, bodies.faults);
    if (change.clear) faults.clear();
    if (change.seed !== undefined) faults.seed(change.seed);
    if (change.remove !== undefined) faults.remove(change.remove);
    for (const spec of change.add ? [change.add].flat() : []) faults.add(spec);
    return c.json({ faults: faults.list() });
  });
  app.get('/webhooks', (c) => c.json(webhooks.switches));
  app.post('/webhooks', async (c) => {
    Object.assign(webhooks.switches, await read(c, bodies.webhooks));
    webhooks.flush();
    return c.json(webhooks.switches);
  });
  app.post('/webhooks/settled', async (c) => {
    await webhooks.idle();
    return c.json({});
  });
  app.post('/processing', async (c) => {
    Object.assign(processing, await read(c, bodies.processing));
    return c.json(processing);
  });
  app.post('/keys', async (c) => {
    const { key, rights } = await read(c, bodies.keys);
    const access = { kind: 'restricted', rights: rights as Right[] } as const;
    fake.keys.add({ key, live: key.startsWith('rk_live_'), access });
    return c.json({ key });
  });
  app.post('/disputes', async (c) => {
    const wanted = await read(c, bodies.disputes);
    const scene = fake.scene();
    const found = 'charge' in wanted ? scene.world.charges.get(wanted.charge) : undefined;
    const open = 'dispute' in wanted ? scene.world.disputes.get(wanted.dispute) : undefined;
    const dispute = found?.captured
      ? openDispute(scene, found)
      : open && 'outcome' in wanted
        ? closeDispute(scene, open, wanted.outcome)
        : undefined;
    if (!dispute) throw new BadBody('no such captured charge or dispute');
    fake.store.commit();
    return c.json(renderDispute(dispute, scene.world.live));
  });
  app.post('/reset', (c) => {
    fake.reset();
    return c.json({});
  });
  return app;
}

const isLocal = (origin: string): boolean =>
  URL.canParse(origin) && ['localhost', '127.0.0.1', '[::1]'].includes(new URL(origin).hostname);
