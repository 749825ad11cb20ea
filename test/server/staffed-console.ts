/** A console with staff, of whom each test finds the owner alone, signed in. */
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { ensureOwner } from '../../server-stub/admin/first-owner.ts';
import { hashPassword } from '../../server-stub/admin/password.ts';
import { takeOverKeys } from '../../server-stub/keys/environment.ts';
import { startServer, type TestServer } from './harness.ts';
import {
  consoleKeys,
  environmentKeys,
  openMerchantConsole,
  password,
  type MerchantConsole,
} from './merchant-console.ts';

export const api = (path: string) => `/admin/api${path}`;

export function useStaff() {
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

  return {
    get server() {
      return server;
    },
    get owner() {
      return owner;
    },
    /** Of the owner's password. */
    get passwordHash() {
      return passwordHash;
    },
    /** Added by the owner, and signed in with the password that was told once. */
    async member(role: string, name = 'hanako', more: Parameters<typeof openMerchantConsole>[1] = {}) {
      const { json } = await owner.send('POST', api('/staff'), { name, role });
      const console = openMerchantConsole(server, more);
      const given = { name, password: String(json['password']) };
      await console.signIn(given);
      return { ...console, ...given };
    },
  };
}
