/** The calls of a shop's own server. The signature is checked over the raw body before a field of it is read. */
import { Hono } from 'hono';
import { createMiddleware } from 'hono/factory';
import { act, type ActKind } from '../checkout/acts.ts';
import type { CheckoutDeps } from '../checkout/deps.ts';
import { forgetMember } from '../checkout/forget-member.ts';
import { readOffer } from '../checkout/offer.ts';
import { CheckoutError } from '../checkout/problem.ts';
import { inbound, requestId } from '../shop/http/inbound.ts';
import { headers, verify, wallClock } from '../shop/http/signature.ts';
import { check, largestBody, limitBody, readJson } from './http.ts';

interface Env {
  Variables: { requestId: string };
}

/** Of all that a shop asks for, in the audit log. */
const actor = 'shop';

export function shopRoutes(deps: CheckoutDeps, secrets: readonly string[]): Hono<Env> {
  const app = new Hono<Env>();
  app.use(limitBody(largestBody));
  app.use(
    createMiddleware<Env>(async (c, next) => {
      c.header('Cache-Control', 'no-store');
      const id = c.req.header(headers.requestId) ?? '';
      const operation = c.req.path.split('/').at(-1) ?? '';
      const message = { operation, requestId: id, body: await c.req.text() };
      const verdict = verify(secrets, wallClock(), c.req.header(headers.signature), message);
      if (verdict !== 'good') {
        deps.log.warn({ operation, verdict }, 'a call of the shop was refused by its signature');
        throw new CheckoutError('signature-invalid', { detail: `the signature is ${verdict}` });
      }
      c.set('requestId', check(requestId, id));
      await next();
    }),
  );

  app.post('/offers', async (c) => {
    const { country } = await readJson(c, inbound.offers.request);
    const { timing: _, ...offer } = await readOffer(deps, country);
    return c.json(offer);
  });

  const acts = (kind: ActKind) =>
    app.post(`/${kind}`, async (c) => {
      const { orderNumber, reason, ...more } = await readJson(c, inbound[kind].request);
      const amount = 'amount' in more ? more.amount : undefined;
      const wish = { kind, orderNumber, amount, reason, actor, requestId: c.get('requestId') };
      const report = await act(deps, wish);
      return c.json(report, report.state === 'pending' ? 202 : 200);
    });
  acts('capture');
  acts('cancel');
  acts('refund');

  app.post('/forget-member', async (c) => {
    const { member } = await readJson(c, inbound['forget-member'].request);
    const done = await forgetMember(deps, { member, actor, requestId: c.get('requestId') });
    return c.json(done, done.state === 'pending' ? 202 : 200);
  });

  return app;
}
