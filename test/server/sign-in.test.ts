/** How one comes into the console: password, second factor, address. */
import { sql } from 'kysely';
import { TOTP } from 'otpauth';
import { afterEach, describe, expect, it } from 'vitest';
import { readAddressList } from '../../server-stub/admin/addresses.ts';
import { ensureOwner } from '../../server-stub/admin/first-owner.ts';
import { cost, hashPassword } from '../../server-stub/admin/password.ts';
import { checkSecondFactors } from '../../server-stub/admin/second-factor.ts';
import { createVault } from '../../server-stub/keys/vault.ts';
import { consoleKeys, openMerchantConsole, password, type MerchantConsole } from './merchant-console.ts';
import { api, useStaff } from './staffed-console.ts';

const staff = useStaff();
const { member } = staff;

const now = async () => {
  const row = await staff.server.db
    .selectNoFrom((eb) => eb.fn<Date>('app_now').as('now'))
    .executeTakeFirstOrThrow();
  return row.now.getTime();
};
const codeOf = async (secret: string, stepsAhead = 0) =>
  new TOTP({ secret }).generate({ timestamp: (await now()) + stepsAhead * 30_000 });

async function enrol(console: MerchantConsole): Promise<{ secret: string; recoveryCodes: string[] }> {
  const begun = await console.send('POST', api('/me/second-factor'), {});
  const secret = String(begun.json['secret']);
  const done = await console.send('PUT', api('/me/second-factor'), { code: await codeOf(secret, -1) });
  return { secret, recoveryCodes: done.json['recoveryCodes'] as string[] };
}

describe('the second factor', () => {
  it('once enrolled, the password alone is not enough, and a code is taken once', async () => {
    const { secret } = await enrol(staff.owner);
    const { signIn } = openMerchantConsole(staff.server);
    expect((await signIn()).json['code']).toBe('code-needed');
    expect((await signIn({ code: '000000' })).json['code']).toBe('wrong-code');
    const code = await codeOf(secret);
    expect((await signIn({ code })).status).toBe(200);
    expect((await signIn({ code })).json['code']).toBe('wrong-code');
  });

  it('is in force only after a code has proved it', async () => {
    await staff.owner.send('POST', api('/me/second-factor'), {});
    const wrong = await staff.owner.send('PUT', api('/me/second-factor'), { code: '000000' });
    expect([wrong.status, wrong.json['code']]).toEqual([422, 'wrong-code']);
    expect((await openMerchantConsole(staff.server).signIn()).status).toBe(200);
  });

  it('is told as an otpauth address, and the database holds no plain secret', async () => {
    const { json } = await staff.owner.send('POST', api('/me/second-factor'), {});
    expect(json['uri']).toMatch(/^otpauth:\/\/totp\/shop\.test:owner\?issuer=shop\.test&secret=/);
    const row = await staff.server.db.selectFrom('staff').selectAll().executeTakeFirstOrThrow();
    expect(JSON.stringify(row)).not.toContain(json['secret']);
  });

  it('a recovery code opens once, as it is typed', async () => {
    const { recoveryCodes } = await enrol(staff.owner);
    expect(new Set(recoveryCodes).size).toBe(10);
    const { signIn } = openMerchantConsole(staff.server);
    const [first = ''] = recoveryCodes;
    expect((await signIn({ code: ` ${first.toUpperCase().replace('-', '')} ` })).status).toBe(200);
    expect((await signIn({ code: first })).status).toBe(401);
  });

  it('an owner resets it for whoever lost their device', async () => {
    const person = await member('staff');
    await enrol(person);
    await staff.owner.send('DELETE', api('/staff/hanako/second-factor'));
    expect((await person.settings()).settings).toBeUndefined();
    expect((await person.signIn({ name: person.name, password: person.password })).status).toBe(200);
  });

  it('opens with a new SECRETS_KEY that names the old one', async () => {
    const { secret } = await enrol(staff.owner);
    const [a, b] = ['ab'.repeat(32), 'cd'.repeat(32)];
    await expect(checkSecondFactors(staff.server.db, createVault([b]))).rejects.toThrow(
      'another SECRETS_KEY',
    );
    await checkSecondFactors(staff.server.db, createVault([b, a]));
    const keys = { ...consoleKeys(staff.server), vault: createVault([b]) };
    const { signIn } = openMerchantConsole(staff.server, { keys });
    expect((await signIn({ code: await codeOf(secret) })).status).toBe(200);
  });
});

describe('passwords', () => {
  it('one that is kept at another cost is kept anew at its next sign-in, and still right', async () => {
    const now = { ...cost };
    Object.assign(cost, { N: 4 });
    const another = await hashPassword(password);
    Object.assign(cost, now);
    await staff.server.db.updateTable('staff').set({ password_hash: another }).execute();
    for (const n of [1, 2]) {
      const { status } = await openMerchantConsole(staff.server).signIn();
      expect([n, status]).toEqual([n, 200]);
      const { password_hash } = await staff.server.db
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
    const { signIn } = openMerchantConsole(staff.server);
    for (let n = 0; n < 10; n++)
      expect((await signIn({ name: 'nobody', password: `${n}` })).status).toBe(401);
    expect((await signIn({ name: 'nobody' })).status).toBe(429);
  });

  it('ten failures lock the one name only', async () => {
    const person = await member('staff');
    for (let n = 0; n < 11; n++) await person.signIn({ name: 'hanako', password: `${n}` });
    expect((await person.signIn({ name: 'hanako', password: person.password })).status).toBe(429);
    expect((await staff.owner.signIn()).status).toBe(200);
  });

  it('another password in the environment is the owner’s from the next start on; the same one changes nothing', async () => {
    const { vault } = consoleKeys(staff.server);
    await staff.owner.send('PUT', api('/me/password'), { current: password, next: 'set in the console' });
    await ensureOwner(staff.server.db, vault, { passwordHash: staff.passwordHash });
    const { signIn } = openMerchantConsole(staff.server);
    expect((await signIn({ password: 'set in the console' })).status).toBe(200);
    await ensureOwner(staff.server.db, vault, { passwordHash: await hashPassword('given anew') });
    expect((await signIn({ password: 'given anew' })).status).toBe(200);
  });
});

describe('over live money', () => {
  /** As with the real Stripe, whose place the fake takes. */
  const real = () => ({ keys: { ...consoleKeys(staff.server), world: 'stripe' as const } });

  const select = (mode: 'test' | 'live') =>
    sql`UPDATE settings SET data = jsonb_set(data, '{environment}', to_jsonb(${mode}::text))`.execute(
      staff.server.db,
    );
  afterEach(() => select('test'));

  it('a password alone opens the way to a second factor and nothing else', async () => {
    await select('live');
    const console = openMerchantConsole(staff.server, real());
    expect((await console.signIn()).json).toMatchObject({ needsSecondFactor: true });
    expect((await console.send('GET', api('/settings'))).json['code']).toBe('second-factor-missing');
    await enrol(console);
    expect((await console.send('GET', api('/settings'))).status).toBe(200);
  });

  it('nobody switches to it without a second factor of their own', async () => {
    const console = openMerchantConsole(staff.server, real());
    await console.signIn();
    const refusal = await console.change({ environment: 'live' });
    expect(refusal.json['issues']).toContainEqual({ path: 'environment', code: 'second-factor-missing' });
  });
});

describe('a list of addresses', () => {
  const list = { allowed: readAddressList('203.0.113.0/24, 2001:db8::1') };
  const ask = (options: object, from: string, forwarded?: string) =>
    openMerchantConsole(staff.server, options).send('GET', api('/session'), undefined, {
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
    const console = openMerchantConsole(staff.server, list);
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
