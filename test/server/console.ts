/** The merchant's browser without a browser: signs in, keeps its cookie and the page's token. */
import { Hono } from 'hono';
import { ensureOwner, firstOwner } from '../../server-stub/admin/first-owner.ts';
import { hashPassword } from '../../server-stub/admin/password.ts';
import { createVault } from '../../server-stub/keys/vault.ts';
import { adminRoutes } from '../../server-stub/routes/admin.ts';
import { problems } from '../../server-stub/routes/http.ts';
import type { TestServer } from './harness.ts';

const password = 'correct horse battery staple';
const passwordHash = hashPassword(password);
const origin = 'https://shop.test';

export async function openConsole({ deps }: Pick<TestServer, 'deps'>, { signIn = true } = {}) {
  const vault = createVault(['ab'.repeat(32)]);
  await ensureOwner(deps.db, vault, { passwordHash: await passwordHash });
  const app = new Hono();
  app.onError(problems(deps.log));
  app.route(
    '/admin/api',
    adminRoutes(deps, {
      secretsKey: 'ab'.repeat(32),
      publicUrl: origin,
      zone: 'Asia/Tokyo',
      stripe: { fake: true },
      keys: {
        vault: createVault(['ab'.repeat(32)]),
        world: 'fake',
        askOwner: async () => ({ kind: 'silent' }),
      },
    }),
  );
  let cookie = '';
  let csrf = '';
  const raw = async (method: string, path: string, body?: object): Promise<Response> =>
    app.request(`/admin/api${path}`, {
      method,
      headers: {
        Cookie: cookie,
        Origin: origin,
        'X-CSRF-Token': csrf,
        ...(body && { 'Content-Type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
  if (signIn) {
    const signedIn = await raw('POST', '/session', { name: firstOwner, password });
    cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
    csrf = ((await signedIn.json()) as { csrf: string }).csrf;
  }
  return {
    raw,
    async get<T>(path: string): Promise<T> {
      const answer = await raw('GET', path);
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
      return (await answer.json()) as T;
    },
    async post(path: string, body: object): Promise<{ status: number; json: Record<string, unknown> }> {
      const answer = await raw('POST', path, body);
      return { status: answer.status, json: (await answer.json()) as Record<string, unknown> };
    },
  };
}
