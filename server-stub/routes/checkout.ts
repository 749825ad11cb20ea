/** The element's API. Parse, call, answer. */
import { Hono } from 'hono';
import { cors } from 'hono/cors';
import { createMiddleware } from 'hono/factory';
import {
  fencedRequest,
  payRequest,
  pollQuery,
  takeoverRequest,
  viewRequest,
} from '../../src/shared/contract.ts';
import type { Locale } from '../../src/shared/money.ts';
import { viewAttempt, type Viewer } from '../checkout/attempt-view.ts';
import { cancel, follow, resume, takeOver, viewForOwner } from '../checkout/continue.ts';
import type { CheckoutDeps } from '../checkout/deps.ts';
import { AttemptInTheWay, pay, readPress } from '../checkout/pay.ts';
import { CheckoutError } from '../checkout/problem.ts';
import { destination, readToken, type Caller } from '../checkout/token.ts';
import { viewCheckout } from '../checkout/view.ts';
import { contactIn, readSettings, type Settings } from '../settings/settings.ts';
import { check, largestBody, limitBody, localeOf, readJson } from './http.ts';

export interface CheckoutRoutesOptions {
  tokenSecret: string;
  allowedOrigins: string[];
  /** The server has been told to stop: whoever waits is answered now, with what is so far. */
  stopping?: AbortSignal;
}

interface Env {
  Variables: { caller: Caller };
}

export function checkoutRoutes(
  deps: CheckoutDeps,
  { tokenSecret, allowedOrigins, stopping }: CheckoutRoutesOptions,
): Hono<Env> {
  const app = new Hono<Env>();
  const viewer = (caller: Caller, locale: Locale = 'ja'): Viewer => ({
    claims: caller.claims,
    locale,
    tokenSecret,
  });

  app.use(knownOrigins(allowedOrigins));
  app.use(
    cors({
      origin: allowedOrigins,
      allowMethods: ['GET', 'POST'],
      allowHeaders: ['Authorization', 'Content-Type', 'X-Request-Id'],
      exposeHeaders: ['Retry-After', 'X-Request-Id'],
      maxAge: 600,
    }),
  );
  app.use(limitBody(largestBody));
  app.use(
    createMiddleware<Env>(async (c, next) => {
      c.header('Cache-Control', 'no-store');
      const token = /^Bearer (\S+)$/.exec(c.req.header('authorization') ?? '')?.[1];
      if (!token) throw new CheckoutError('token-missing');
      const caller = await readToken(tokenSecret, token);
      const origin = c.req.header('origin');
      if (origin && origin !== caller.claims.origin) {
        throw new CheckoutError('origin-not-allowed', { detail: 'the token was signed for another origin' });
      }
      c.set('caller', caller);
      await next();
    }),
  );

  app.post('/view', async (c) => {
    const { locale } = await readJson(c, viewRequest);
    const settings = await readSettings(deps.db);
    const caller = c.get('caller');
    try {
      return c.json(await viewCheckout(deps, { ...caller, settings, locale, tokenSecret }));
    } catch (error) {
      throw await explain(error, viewer(caller, locale), settings);
    }
  });

  app.post('/attempts', async (c) => {
    const request = await readJson(c, payRequest);
    const caller = c.get('caller');
    const who = viewer(caller, request.locale);
    const press = await readPress(deps, { ...caller, request });
    try {
      const attempt = await pay(deps, { ...caller, ...press, request });
      return c.json(await viewForOwner(deps, attempt, who));
    } catch (error) {
      throw await explain(error, who, press.settings);
    }
  });

  app.get('/attempts/:id', async (c) => {
    const { wait, since, status } = check(pollQuery, c.req.query());
    const who = viewer(c.get('caller'), localeOf(c));
    const gone = c.req.raw.signal;
    const signal = stopping ? AbortSignal.any([gone, stopping]) : gone;
    return c.json(await follow(deps, c.req.param('id'), who, { waitSeconds: wait, since, status, signal }));
  });

  app.post('/attempts/:id/resume', async (c) => {
    const { fence } = await readJson(c, fencedRequest);
    const who = viewer(c.get('caller'), localeOf(c));
    return c.json(await resume(deps, c.req.param('id'), who, fence));
  });

  app.post('/attempts/:id/cancel', async (c) => {
    const { fence } = await readJson(c, fencedRequest);
    const who = viewer(c.get('caller'), localeOf(c));
    return c.json(await cancel(deps, c.req.param('id'), who, fence));
  });

  app.post('/attempts/:id/takeover', async (c) => {
    await readJson(c, takeoverRequest);
    const who = viewer(c.get('caller'), localeOf(c));
    return c.json(await takeOver(deps, c.req.param('id'), who));
  });

  return app;
}

/** Browsers elsewhere get no CORS header at all, and no answer. */
function knownOrigins(allowed: string[]) {
  return createMiddleware(async (c, next) => {
    const origin = c.req.header('origin');
    if (origin && !allowed.includes(origin)) {
      throw new CheckoutError('origin-not-allowed', { detail: `add ${origin} to ALLOWED_ORIGINS` });
    }
    await next();
  });
}

/** Adds to a refusal what this caller may know: the attempt in the way, where sold-out sends them, whom to ask. */
async function explain(error: unknown, who: Viewer, settings: Pick<Settings, 'contact'>): Promise<unknown> {
  const contact = contactIn(settings, who.locale);
  if (error instanceof AttemptInTheWay) {
    return new CheckoutError(error.problem.code, {
      attempt: await viewAttempt(error.live, who),
      contact,
    });
  }
  if (!(error instanceof CheckoutError)) return error;
  const { code, items } = error.problem;
  if (code === 'sold-out' && items) {
    return new CheckoutError('sold-out', {
      items,
      contact,
      destination: await destination(who.tokenSecret, who.claims.urls.cart, {
        outcome: 'sold-out',
        cart: who.claims.cart,
        items: items.map(({ sku, state }) => ({ sku, state })),
        reference: '',
      }),
    });
  }
  error.problem.contact = contact;
  return error;
}
