/** Who may do what in the console. */
import { describe, expect, it } from 'vitest';
import type { MerchantConsole } from './merchant-console.ts';
import { api, useStaff } from './staffed-console.ts';

const staff = useStaff();
const { member } = staff;

const audit = async () =>
  ((await staff.owner.send('GET', api('/audit'))).json['entries'] as { event: string; data: object }[]).map(
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
    await staff.owner.send('PUT', api('/staff/hanako/role'), { role: 'read-only' });
    expect((await person.send('GET', api('/settings'))).status).toBe(401);
    await person.signIn({ name: person.name, password: person.password });
    expect((await person.change({ contact: 'x' })).status).toBe(403);
  });

  it('whoever is removed is out at once', async () => {
    const person = await member('owner');
    await staff.owner.send('DELETE', api('/staff/hanako'));
    expect((await person.settings()).settings).toBeUndefined();
    expect((await person.signIn({ name: person.name, password: person.password })).status).toBe(401);
  });

  it('the last owner can neither be removed nor demoted', async () => {
    for (const [method, path, body] of [
      ['DELETE', '/staff/owner', undefined],
      ['PUT', '/staff/owner/role', { role: 'staff' }],
    ] as const) {
      const answer = await staff.owner.send(method, api(path), body);
      expect([answer.status, answer.json['code']]).toEqual([409, 'last-owner']);
    }
  });

  it('two owners who remove each other at the same moment are not both gone', async () => {
    const other = await member('owner');
    await Promise.all([
      staff.owner.send('DELETE', api('/staff/hanako')),
      other.send('DELETE', api('/staff/owner')),
    ]);
    const left = await staff.server.db.selectFrom('staff').select('name').execute();
    expect(left).toHaveLength(1);
  });

  it('a name is taken once, whatever its case', async () => {
    await member('staff');
    expect((await staff.owner.send('POST', api('/staff'), { name: 'Hanako', role: 'staff' })).status).toBe(
      409,
    );
    expect((await staff.owner.send('POST', api('/staff'), { name: '<b>', role: 'staff' })).status).toBe(422);
  });

  it('every change says in the audit log who made it', async () => {
    const person = await member('owner');
    await person.change({ contact: crypto.randomUUID() });
    await staff.owner.send('PUT', api('/staff/hanako/role'), { role: 'staff' });
    await staff.owner.send('DELETE', api('/staff/hanako'));
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
    await staff.server.db.deleteFrom('shop_method').execute();
  });

  it('that are not the shop’s, or have no whole number, are refused; and so is a read-only member', async () => {
    expect((await change(staff.owner, 'card', { enabled: false, sort: 1 })).status).toBe(404);
    expect((await change(staff.owner, 'bank', { enabled: true, sort: 1.5 })).status).toBe(400);
    expect((await change(await member('read-only'), 'bank', { enabled: true, sort: 1 })).status).toBe(403);
  });
});
