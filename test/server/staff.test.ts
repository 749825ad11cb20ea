import { sql } from 'kysely';
import { TOTP } from 'otpauth';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readAddressList } from '../../server-stub/admin/addresses.ts';
import { ensureOwner } from '../../server-stub/admin/first-owner.ts';
import { cost, hashPassword } from '../../server-stub/admin/password.ts';
import { checkSecondFactors } from '../../server-stub/admin/second-factor.ts';
import { createVault } from '../../server-stub/keys/vault.ts';
import { takeOverKeys } from '../../server-stub/keys/environment.ts';
import { startServer, type TestServer } from './harness.ts';
import {
  consoleKeys,
  environmentKeys,
  openMerchantConsole,
  password,
  type MerchantConsole,
} from './merchant-console.ts';

let server: TestServer;
let owner: MerchantConsole;
let passwordHash: string;

beforeAll(async () => {
  server = await startServer('PostgreSQL');
  await takeOverKeys(server.db, consoleKeys(server), environmentKeys);
  passwordHash = await hashPassword(password);
});
afterAll(() => server.stop());

beforeEach(async () => {
  await server.db.deleteFrom('staff').execute();
  await server.db.deleteFrom('sign_in').execute();
  await server.db.updateTable('installation').set({ owner_given: '' }).execute();
  await ensureOwner(server.db, consoleKeys(server).vault, { passwordHash });
  owner = openMerchantConsole(server);
  await owner.signIn();
});

const api = (path: string) => `/admin/api${path}`;
const now = async () => {
  const row = await server.db
    .selectNoFrom((eb) => eb.fn<Date>('app_now').as('now'))
    .executeTakeFirstOrThrow();
  return row.now.getTime();
};
const codeOf = async (secret: string, stepsAhead = 0) =>
  new TOTP({ secret }).generate({ timestamp: (await now()) + stepsAhead * 30_000 });

/** Added by the owner, and signed in with the password that was told once. */
async function member(role: string, name = 'hanako', more: Parameters<typeof openMerchantConsole>[1] = {}) {
  const { json } = await owner.send('POST', api('/staff'), { name, role });
  const console = openMerchantConsole(server, more);
  const given = { name, password: String(json['password']) };
  await console.signIn(given);
  return { ...console, ...given };
}

async function enrol(console: MerchantConsole): Promise<{ secret: string; recoveryCodes: string[] }> {
  const begun = await console.send('POST', api('/me/second-factor'), {});
  const secret = String(begun.json['secret']);
  const done = await console.send('PUT', api('/me/second-factor'), { code: await codeOf(secret, -1) });
  return { secret, recoveryCodes: done.json['recoveryCodes'] as string[] };
}

const audit = async () =>
  ((await owner.send('GET', api('/audit'))).json['entries'] as { event: string; data: object }[]).map(
    ({ event, data }) => ({ event, ...data }),
  );

describe('roles', () => {
  it.each([
    ['owner', 200, 200, 200],
    ['staff', 200, 403, 403],
    ['read-only', 403, 403, 403],
  ])('%s: wordings %i, keys %i, staff %i', async (role, wordings, keys, staff) => {
    const person = await member(role);
    expect((await person.change({ contact: crypto.randomUUID() })).status).toBe(wordings);
    const typed = { test: { webhookSecret: `whsec_${role.replace('-', '')}` } };
    expect((await person.typeKeys(typed)).status).toBe(keys);
    expect((await person.send('GET', api('/staff'))).status).toBe(staff);
  });

  it('a read-only member sees everything else, and tries things out in the preview', async () => {
    const person = await member('read-only');
    const { settings } = await person.settings();
    expect(
      (await person.send('POST', api('/preview'), { settings, shopper: 'guest', locale: 'ja' })).status,
    ).toBe(200);
    expect((await person.send('POST', api('/mail'), { settings, locale: 'ja' })).status).toBe(200);
    expect((await person.send('GET', api('/audit'))).status).toBe(200);
  });

  it('the environment, the way of authentication and the account are for owners', async () => {
    const person = await member('staff');
    for (const fields of [{ environment: 'live' }, { authMethod: 'connect' }, { accountId: 'acct_mine' }]) {
      const answer = await person.change(fields);
      expect([answer.status, answer.json['code']]).toEqual([403, 'owners-only']);
    }
  });

  it('a new role holds from the member’s next sign-in, and the old session is over at once', async () => {
    const person = await member('staff');
    await owner.send('PUT', api('/staff/hanako/role'), { role: 'read-only' });
    expect((await person.send('GET', api('/settings'))).status).toBe(401);
    await person.signIn({ name: person.name, password: person.password });
    expect((await person.change({ contact: 'x' })).status).toBe(403);
  });

  it('whoever is removed is out at once', async () => {
    const person = await member('owner');
    await owner.send('DELETE', api('/staff/hanako'));
    expect((await person.settings()).settings).toBeUndefined();
    expect((await person.signIn({ name: person.name, password: person.password })).status).toBe(401);
  });

  it('the last owner can neither be removed nor demoted', async () => {
    for (const [method, path, body] of [
      ['DELETE', '/staff/owner', undefined],
      ['PUT', '/staff/owner/role', { role: 'staff' }],
    ] as const) {
      const answer = await owner.send(method, api(path), body);
      expect([answer.status, answer.json['code']]).toEqual([409, 'last-owner']);
    }
  });

  it('two owners who remove each other at the same moment are not both gone', async () => {
    const other = await member('owner');
    await Promise.all([
      owner.send('DELETE', api('/staff/hanako')),
      other.send('DELETE', api('/staff/owner')),
    ]);
    const left = await server.db.selectFrom('staff').select('name').execute();
    expect(left).toHaveLength(1);
  });

  it('a name is taken once, whatever its case', async () => {
    await member('staff');
    expect((await owner.send('POST', api('/staff'), { name: 'Hanako', role: 'staff' })).status).toBe(409);
    expect((await owner.send('POST', api('/staff'), { name: '<b>', role: 'staff' })).status).toBe(422);
  });

  it('every change says in the audit log who made it', async () => {
    const person = await member('owner');
    await person.change({ contact: crypto.randomUUID() });
    await owner.send('PUT', api('/staff/hanako/role'), { role: 'staff' });
    await owner.send('DELETE', api('/staff/hanako'));
    expect(await audit()).toEqual(
      expect.arrayContaining([
        { event: 'staff-added', actor: 'owner', subject: 'hanako', role: 'owner' },
        expect.objectContaining({
          event: 'settings-saved',
          actor: 'hanako',
          fields: ['contact.ja', 'contact.en'],
        }),
        { event: 'staff-role-changed', actor: 'owner', subject: 'hanako', role: 'staff' },
        { event: 'staff-removed', actor: 'owner', subject: 'hanako' },
      ]),
    );
  });
});

describe('the shop’s other methods', () => {
  const change = (console: MerchantConsole, id: string, body: object) =>
    console.send('PUT', api(`/methods/${id}`), body);

  it('are switched off and moved from the console, and the history says by whom', async () => {
    const person = await member('staff');
    const answer = await change(person, 'bank', { enabled: false, sort: 5 });
    expect(answer.json['methods']).toContainEqual(
      expect.objectContaining({ id: 'bank', enabled: false, sort: 5 }),
    );
    expect(await audit()).toContainEqual({ event: 'method-changed', actor: 'hanako', subject: 'bank' });
    await server.db.deleteFrom('shop_method').execute();
  });

  it('that are not the shop’s, or have no whole number, are refused; and so is a read-only member', async () => {
    expect((await change(owner, 'card', { enabled: false, sort: 1 })).status).toBe(404);
    expect((await change(owner, 'bank', { enabled: true, sort: 1.5 })).status).toBe(400);
    expect((await change(await member('read-only'), 'bank', { enabled: true, sort: 1 })).status).toBe(403);
  });
});

describe('the second factor', () => {
  it('once enrolled, the password alone is not enough, and a code is taken once', async () => {
    const { secret } = await enrol(owner);
    const { signIn } = openMerchantConsole(server);
    expect((await signIn()).json['code']).toBe('code-needed');
    expect((await signIn({ code: '000000' })).json['code']).toBe('wrong-code');
    const code = await codeOf(secret);
    expect((await signIn({ code })).status).toBe(200);
    expect((await signIn({ code })).json['code']).toBe('wrong-code');
  });

  it('is in force only after a code has proved it', async () => {
    await owner.send('POST', api('/me/second-factor'), {});
    const wrong = await owner.send('PUT', api('/me/second-factor'), { code: '000000' });
    expect([wrong.status, wrong.json['code']]).toEqual([422, 'wrong-code']);
    expect((await openMerchantConsole(server).signIn()).status).toBe(200);
  });

  it('is told as an otpauth address, and the database holds no plain secret', async () => {
    const { json } = await owner.send('POST', api('/me/second-factor'), {});
    expect(json['uri']).toMatch(/^otpauth:\/\/totp\/shop\.test:owner\?issuer=shop\.test&secret=/);
    const row = await server.db.selectFrom('staff').selectAll().executeTakeFirstOrThrow();
    expect(JSON.stringify(row)).not.toContain(json['secret']);
  });

  it('a recovery code opens once, as it is typed', async () => {
    const { recoveryCodes } = await enrol(owner);
    expect(new Set(recoveryCodes).size).toBe(10);
    const { signIn } = openMerchantConsole(server);
    const [first = ''] = recoveryCodes;
    expect((await signIn({ code: ` ${first.toUpperCase().replace('-', '')} ` })).status).toBe(200);
    expect((await signIn({ code: first })).status).toBe(401);
  });

  it('an owner resets it for whoever lost their device', async () => {
    const person = await member('staff');
    await enrol(person);
    await owner.send('DELETE', api('/staff/hanako/second-factor'));
    expect((await person.settings()).settings).toBeUndefined();
    expect((await person.signIn({ name: person.name, password: person.password })).status).toBe(200);
  });

  it('opens with a new SECRETS_KEY that names the old one', async () => {
    const { secret } = await enrol(owner);
    const [a, b] = ['ab'.repeat(32), 'cd'.repeat(32)];
    await expect(checkSecondFactors(server.db, createVault([b]))).rejects.toThrow('another SECRETS_KEY');
    await checkSecondFactors(server.db, createVault([b, a]));
    const keys = { ...consoleKeys(server), vault: createVault([b]) };
    const { signIn } = openMerchantConsole(server, { keys });
    expect((await signIn({ code: await codeOf(secret) })).status).toBe(200);
  });
});

describe('passwords', () => {
  it('one that is kept at another cost is kept anew at its next sign-in, and still right', async () => {
    const now = { ...cost };
    Object.assign(cost, { N: 4 });
    const another = await hashPassword(password);
    Object.assign(cost, now);
    await server.db.updateTable('staff').set({ password_hash: another }).execute();
    for (const n of [1, 2]) {
      const { status } = await openMerchantConsole(server).signIn();
      expect([n, status]).toEqual([n, 200]);
      const { password_hash } = await server.db
        .selectFrom('staff')
        .select('password_hash')
        .executeTakeFirstOrThrow();
      expect(password_hash).toMatch(/^scrypt\$2\$/);
    }
  });

  it('everybody changes their own, which ends their sessions', async () => {
    const person = await member('read-only');
    const next = 'a longer password of my own';
    const change = (body: object) => person.send('PUT', api('/me/password'), body);
    expect((await change({ current: 'wrong', next })).json['code']).toBe('wrong-credentials');
    expect((await change({ current: person.password, next: 'short' })).json['code']).toBe(
      'password-too-short',
    );
    expect((await change({ current: person.password, next })).status).toBe(200);
    expect((await person.send('GET', api('/settings'))).status).toBe(401);
    expect((await person.signIn({ name: person.name, password: next })).status).toBe(200);
  });

  it('a name that nobody has is refused and locked like one that somebody has', async () => {
    const { signIn } = openMerchantConsole(server);
    for (let n = 0; n < 10; n++)
      expect((await signIn({ name: 'nobody', password: `${n}` })).status).toBe(401);
    expect((await signIn({ name: 'nobody' })).status).toBe(429);
  });

  it('ten failures lock the one name only', async () => {
    const person = await member('staff');
    for (let n = 0; n < 11; n++) await person.signIn({ name: 'hanako', password: `${n}` });
    expect((await person.signIn({ name: 'hanako', password: person.password })).status).toBe(429);
    expect((await owner.signIn()).status).toBe(200);
  });

  it('another password in the environment is the owner’s from the next start on; the same one changes nothing', async () => {
    const { vault } = consoleKeys(server);
    await owner.send('PUT', api('/me/password'), { current: password, next: 'set in the console' });
    await ensureOwner(server.db, vault, { passwordHash });
    const { signIn } = openMerchantConsole(server);
    expect((await signIn({ password: 'set in the console' })).status).toBe(200);
    await ensureOwner(server.db, vault, { passwordHash: await hashPassword('given anew') });
    expect((await signIn({ password: 'given anew' })).status).toBe(200);
  });
});

describe('over live money', () => {
  /** As with the real Stripe, whose place the fake takes. */
  const real = () => ({ keys: { ...consoleKeys(server), world: 'stripe' as const } });

  const select = (mode: 'test' | 'live') =>
    sql`UPDATE settings SET data = jsonb_set(data, '{environment}', to_jsonb(${mode}::text))`.execute(
      server.db,
    );
  afterEach(() => select('test'));

  it('a password alone opens the way to a second factor and nothing else', async () => {
    await select('live');
    const console = openMerchantConsole(server, real());
    expect((await console.signIn()).json).toMatchObject({ needsSecondFactor: true });
    expect((await console.send('GET', api('/settings'))).json['code']).toBe('second-factor-missing');
    await enrol(console);
    expect((await console.send('GET', api('/settings'))).status).toBe(200);
  });

  it('nobody switches to it without a second factor of their own', async () => {
    const console = openMerchantConsole(server, real());
    await console.signIn();
    const refusal = await console.change({ environment: 'live' });
    expect(refusal.json['issues']).toContainEqual({ path: 'environment', code: 'second-factor-missing' });
  });
});

describe('a list of addresses', () => {
  const list = { allowed: readAddressList('203.0.113.0/24, 2001:db8::1') };
  const ask = (options: object, from: string, forwarded?: string) =>
    openMerchantConsole(server, options).send('GET', api('/session'), undefined, {
      'X-From': from,
      ...(forwarded && { 'X-Forwarded-For': forwarded }),
    });

  it.each([
    ['203.0.113.9', 200],
    ['::ffff:203.0.113.9', 200],
    ['2001:db8::1', 200],
    ['203.0.114.9', 404],
    ['2001:db8::2', 404],
  ])('%s: %i', async (from, status) => {
    expect((await ask(list, from)).status).toBe(status);
  });

  it('the page itself is hidden too', async () => {
    const console = openMerchantConsole(server, list);
    expect((await console.send('GET', '/admin', undefined, { 'X-From': '198.51.100.1' })).status).toBe(404);
  });

  it('believes no X-Forwarded-For but of a proxy of ours, and of that the last link only', async () => {
    expect((await ask(list, '198.51.100.1', '203.0.113.9')).status).toBe(404);
    const proxied = { ...list, proxies: readAddressList('10.0.0.0/8') };
    expect((await ask(proxied, '10.1.1.1', '203.0.113.9')).status).toBe(200);
    expect((await ask(proxied, '10.1.1.1', '203.0.113.9, 198.51.100.1')).status).toBe(404);
    expect((await ask(proxied, '10.1.1.1', '203.0.113.9, 10.2.2.2')).status).toBe(200);
  });

  it.each(['1.2.3', '10.0.0.0/33', 'shop.example', ''])('%o is no list', (text) => {
    expect(() => readAddressList(text)).toThrow('is not an address');
  });
});
