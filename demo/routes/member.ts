/** The demo's login: a switch between a guest and two members, without a password. */
import { Hono } from 'hono';
import { loginPage } from '../pages/login.ts';
import { forgetMember, rememberMember } from '../session.ts';
import type { Env, StorefrontDeps } from '../storefront.ts';

export function memberRoutes(deps: StorefrontDeps): Hono<Env> {
  const { shop } = deps;
  const app = new Hono<Env>();

  app.get('/login', async (c) =>
    c.var.render(loginPage(c.var.session, await shop.members(), c.req.query('to'))),
  );

  app.post('/login', async (c) => {
    const form = await c.req.parseBody();
    const member = String(form['member']);
    if (await shop.signIn(c.var.session.visitor, member)) await rememberMember(c, deps, member);
    return c.redirect(form['to'] === 'checkout' ? '/checkout' : '/', 303);
  });

  app.post('/logout', (c) => {
    forgetMember(c);
    return c.redirect('/', 303);
  });

  return app;
}
