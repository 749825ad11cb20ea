import type { Context } from 'hono';
import type { Call, Scene } from '../context.ts';
import type { Faults } from '../faults.ts';
import type { Ids } from '../ids.ts';
import { API_VERSION, PLATFORM_ACCOUNT } from '../keys.ts';
import type { EventRow } from '../store/rows.ts';
import type { Store } from '../store/store.ts';
import type { World } from '../store/world.ts';
import type { Timers } from '../timers.ts';
import { accountFor, requireAccess, type KeyRing } from './auth.ts';
import { ApiError, badRequest, internalError, rateLimited, unknownUrl } from './errors.ts';
import { expandAnswer } from './expand.ts';
import { decodeForm, type FormObject } from './form.ts';
import { recall, type KeyedRequest } from './idempotency.ts';
import type { RequestLog } from './log.ts';
import type { Route } from './route.ts';
import { cut, drop, send, type Answer, type Bindings } from './wire.ts';

export interface ApiDependencies {
  readonly store: Store;
  readonly keys: KeyRing;
  readonly faults: Faults;
  readonly log: RequestLog;
  readonly ids: Ids;
  readonly timers: Timers;
  readonly sceneOf: (world: World, request: EventRow['request']) => Scene;
  readonly wallMs: () => number;
}

interface Outcome {
  readonly status: number;
  readonly body: string;
  readonly kept: boolean;
  readonly shouldRetry: boolean | null;
  /** The request whose saved answer this is. */
  readonly replayOf?: string;
}

type Request = Context<{ Bindings: Bindings }>;

/** Answers one endpoint. Every answer has Stripe's headers, whatever went wrong. */
export const endpoint =
  (deps: ApiDependencies, route: Route | null) =>
  async (c: Request): Promise<Response> => {
    const { method, path } = c.req;
    const requestId = `req_${deps.ids.text(14)}`;
    const text = method === 'POST' ? await c.req.text() : '';
    const fault = deps.faults.strike(method, path);
    const startedMs = deps.wallMs();
    const logged = deps.log.add({
      id: requestId,
      at: Math.floor(startedMs / 1000),
      method,
      path,
      params: text || new URL(c.req.url).search.slice(1),
      idempotency_key: c.req.header('Idempotency-Key') ?? null,
      fault: fault?.kind ?? null,
    });
    if (fault?.kind === 'drop_before') return drop(c.env ?? {});
    const outcome = await respond(deps, c, route, {
      requestId,
      text,
      fault,
      delay: () => wait(fault, deps.timers),
    });
    deps.store.commit();
    deps.log.finish(logged, outcome.status, outcome.replayOf !== undefined);
    const answer: Answer = {
      status: outcome.status,
      headers: headers(c, requestId, outcome),
      body: outcome.body,
    };
    if (fault?.kind === 'drop_after') return drop(c.env ?? {});
    if (fault?.kind === 'cut') return cut(c.env ?? {}, answer);
    return send(answer);
  };

interface Particulars {
  readonly requestId: string;
  readonly text: string;
  readonly fault: ReturnType<Faults['strike']>;
  /** Waits for as long as the fault says. */
  readonly delay: () => Promise<void>;
}

async function respond(
  deps: ApiDependencies,
  c: Request,
  route: Route | null,
  at: Particulars,
): Promise<Outcome> {
  try {
    if (!route) throw unknownUrl(c.req.method, c.req.path);
    const key = deps.keys.find(c.req.header('Authorization'));
    const account = accountFor(key, c.req.header('Stripe-Account'));
    requireAccess(key, route.needs, account);
    checkVersion(c.req.header('Stripe-Version'));
    const form = readForm(c, at.text);
    const world = deps.store.world(account, key.live);
    const idempotencyKey = (c.req.method === 'POST' && c.req.header('Idempotency-Key')) || null;
    const scene = deps.sceneOf(world, { id: at.requestId, idempotency_key: idempotencyKey });
    scene.agenda.runDue();
    const call: Call = {
      ...scene,
      key,
      live: key.live,
      otherMode: () => deps.store.world(account, !key.live),
      path: c.req.param() as Record<string, string>,
    };
    if (idempotencyKey === null) {
      await at.delay();
      return execute(call, route, form, at.fault);
    }
    const keyed = { key: idempotencyKey, method: c.req.method, path: c.req.path, params: canonical(at.text) };
    return await onceAKey(call, route, form, keyed, at);
  } catch (error) {
    return failure(error);
  }
}

async function onceAKey(
  call: Call,
  route: Route,
  form: FormObject,
  keyed: KeyedRequest,
  at: Particulars,
): Promise<Outcome> {
  const { world, clock } = call;
  const saved = recall(world, clock, keyed);
  if (saved) {
    const { status, body, should_retry: shouldRetry, request_id: replayOf } = saved;
    return { status, body, shouldRetry, kept: false, replayOf };
  }
  world.executing.add(keyed.key);
  try {
    await at.delay();
    const outcome = execute(call, route, form, at.fault);
    if (!outcome.kept) return outcome;
    world.idempotency.put({
      id: keyed.key,
      created: clock.now(),
      method: keyed.method,
      path: keyed.path,
      params: keyed.params,
      request_id: at.requestId,
      status: outcome.status,
      body: outcome.body,
      should_retry: outcome.shouldRetry,
    });
    return outcome;
  } finally {
    world.executing.delete(keyed.key);
  }
}

function execute(call: Call, route: Route, form: FormObject, fault: Particulars['fault']): Outcome {
  try {
    refuseByFault(fault);
    const answer = expandAnswer(call, route.handle(call, form), expansions(form));
    if (fault?.kind === 'error_after') throw internalError(true);
    return { status: 200, body: JSON.stringify(answer), kept: true, shouldRetry: null };
  } catch (error) {
    return failure(error);
  }
}

function refuseByFault(fault: Particulars['fault']): void {
  switch (fault?.kind) {
    case 'rate_limit':
    case 'lock_timeout':
      throw rateLimited(fault.kind);
    case 'error':
      throw internalError(false);
    case 'conflict':
      throw new ApiError(
        409,
        {
          type: 'idempotency_error',
          code: 'idempotency_key_in_use',
          message:
            'There is currently another in-progress request using this Idempotent Key. Please try again later.',
        },
        { kept: false },
      );
    default:
  }
}

function failure(error: unknown): Outcome {
  // Anything else is a defect of the fake. It is told in the log, and answered as Stripe answers its own.
  if (!(error instanceof ApiError)) console.error(error);
  const { status, body, traits } = error instanceof ApiError ? error : internalError(false);
  return {
    status,
    body: JSON.stringify({ error: body }),
    kept: traits.kept,
    shouldRetry: traits.shouldRetry,
  };
}

const wait = async (fault: Particulars['fault'], timers: Timers): Promise<void> => {
  if (fault?.kind !== 'delay') return;
  await new Promise<void>((resolve) => void timers.after(fault.delay_ms ?? 1000, resolve));
};

function checkVersion(version: string | undefined): void {
  if (version === undefined || version === API_VERSION) return;
  throw badRequest(`Invalid Stripe API version: ${version}. The fake Stripe speaks ${API_VERSION}.`);
}

function readForm(c: Request, text: string): FormObject {
  const type = c.req.header('Content-Type');
  if (text !== '' && type !== undefined && !type.startsWith('application/x-www-form-urlencoded')) {
    throw badRequest(
      `Invalid request: unsupported content type ${type}. The API takes application/x-www-form-urlencoded.`,
    );
  }
  const query = c.req.url.indexOf('?');
  return decodeForm(query === -1 ? text : `${c.req.url.slice(query + 1)}&${text}`);
}

/** The same parameters in another order are the same parameters. */
const canonical = (text: string): string => text.split('&').toSorted().join('&');

/** Endpoints have checked them by now; those without `expand` have refused them. */
const expansions = ({ expand }: FormObject): readonly string[] =>
  Array.isArray(expand) ? (expand as readonly string[]) : [];

function headers(c: Request, requestId: string, outcome: Outcome): Record<string, string> {
  const key = c.req.method === 'POST' ? c.req.header('Idempotency-Key') : undefined;
  const account = c.req.header('Stripe-Account');
  return {
    ...CORS,
    'Content-Type': 'application/json',
    'Cache-Control': 'no-cache, no-store',
    'Request-Id': requestId,
    'Stripe-Version': API_VERSION,
    ...(account !== undefined && account !== PLATFORM_ACCOUNT && { 'Stripe-Account': account }),
    ...(key !== undefined && { 'Idempotency-Key': key }),
    ...(outcome.replayOf !== undefined && {
      'Idempotent-Replayed': 'true',
      'Original-Request': outcome.replayOf,
    }),
    ...(outcome.shouldRetry !== null && { 'Stripe-Should-Retry': String(outcome.shouldRetry) }),
  };
}

/** Stripe lets every origin call its API; the key decides what the call may do. */
export const CORS: Readonly<Record<string, string>> = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Methods': 'GET, HEAD, PUT, PATCH, POST, DELETE',
  'Access-Control-Allow-Headers': '*, Authorization',
  'Access-Control-Expose-Headers':
    'Request-Id, Stripe-Manage-Version, Stripe-Should-Retry, Idempotent-Replayed',
  'Access-Control-Max-Age': '300',
};
