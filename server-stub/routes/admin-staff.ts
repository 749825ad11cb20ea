/** The console's people: everybody's own access, and for owners everybody else's. */
import { Hono, type Context } from 'hono';
import { z } from 'zod';
import { verifyPassword } from '../admin/password.ts';
import { roles } from '../admin/roles.ts';
import { beginEnrolment, finishEnrolment } from '../admin/second-factor.ts';
import {
  addStaff,
  changeRole,
  findStaff,
  listStaff,
  removeStaff,
  resetPassword,
  resetSecondFactor,
  setPassword,
  staffName,
  type StaffOutcome,
} from '../admin/staff.ts';
import type { CheckoutDeps } from '../checkout/deps.ts';
import type { AdminEnv, AdminOptions } from './admin.ts';
import { problem } from './admin-problem.ts';
import { needsRole } from './admin-session.ts';
import { readJson } from './http.ts';

const shortestPassword = 12;
const newStaff = z.strictObject({ name: z.string().max(100), role: z.enum(roles) });
const newRole = z.strictObject({ role: z.enum(roles) });
const newPassword = z.strictObject({ current: z.string().max(1000), next: z.string().max(1000) });
const enrolment = z.strictObject({ code: z.string().max(40) });

export function staffRoutes({ db }: CheckoutDeps, { keys, publicUrl }: AdminOptions): Hono<AdminEnv> {
  const app = new Hono<AdminEnv>();
  const me = (c: Context<AdminEnv>) => c.get('session').actor;

  app.post('/me/second-factor', async (c) => {
    const shop = new URL(publicUrl).host;
    return c.json(await beginEnrolment(db, keys.vault, { name: me(c), shop }));
  });

  app.put('/me/second-factor', async (c) => {
    const { code } = await readJson(c, enrolment);
    const recoveryCodes = await finishEnrolment(db, keys.vault, { name: me(c), code });
    return recoveryCodes ? c.json({ recoveryCodes }) : problem(c, 422, 'wrong-code');
  });

  app.put('/me/password', async (c) => {
    const { current, next } = await readJson(c, newPassword);
    if (next.length < shortestPassword) return problem(c, 422, 'password-too-short');
    const staff = await findStaff(db, me(c));
    if (!staff || !(await verifyPassword(current, staff.password_hash)))
      return problem(c, 422, 'wrong-credentials');
    await setPassword(db, me(c), next, { actor: me(c), event: 'password-changed' });
    return c.json({});
  });

  app.use('/staff', needsRole('owner'));
  app.use('/staff/*', needsRole('owner'));

  app.get('/staff', async (c) => c.json({ staff: await listStaff(db) }));

  app.post('/staff', async (c) => {
    const { name: typed, role } = await readJson(c, newStaff);
    const name = typed.trim().toLowerCase();
    if (!staffName.test(name)) return problem(c, 422, 'name-invalid');
    const added = await addStaff(db, me(c), { name, role });
    return added ? c.json({ name, ...added }) : problem(c, 409, 'name-taken');
  });

  app.put('/staff/:name/role', async (c) => {
    const { role } = await readJson(c, newRole);
    return answer(c, await changeRole(db, me(c), c.req.param('name'), role));
  });

  app.post('/staff/:name/password', async (c) => {
    const outcome = await resetPassword(db, me(c), c.req.param('name'));
    return outcome.kind === 'done' ? c.json({ password: outcome.password }) : answer(c, outcome);
  });

  app.delete('/staff/:name/second-factor', async (c) =>
    answer(c, await resetSecondFactor(db, me(c), c.req.param('name'))),
  );

  app.delete('/staff/:name', async (c) => answer(c, await removeStaff(db, me(c), c.req.param('name'))));

  return app;
}

function answer(c: Context, { kind }: StaffOutcome): Response {
  if (kind === 'last-owner') return problem(c, 409, 'last-owner');
  return kind === 'unknown' ? problem(c, 404, 'unknown-staff') : c.json({});
}
