import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { checkVault } from '../../server-stub/keys/credentials.ts';
import { takeOverKeys } from '../../server-stub/keys/environment.ts';
import { createVault } from '../../server-stub/keys/vault.ts';
import { startServer, type TestServer } from './harness.ts';
import { consoleKeys, environmentKeys } from './merchant-console.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer('PostgreSQL');
});
afterAll(() => server.stop());
beforeEach(async () => {
  await server.db.deleteFrom('stripe_credential').execute();
  await takeOverKeys(server.db, consoleKeys(server), environmentKeys);
});

describe('the vault', () => {
  const [a, b] = ['ab'.repeat(32), 'cd'.repeat(32)];

  it('opens what it sealed, at its own place only', () => {
    const vault = createVault([a]);
    const sealed = vault.seal('secret', 'here');
    expect(vault.open(sealed, 'here')).toBe('secret');
    expect(() => vault.open(sealed, 'there')).toThrow('another place');
    expect(() => vault.open(`${sealed.slice(0, -2)}xx`, 'here')).toThrow('changed');
    expect(vault.seal('secret', 'here')).not.toBe(sealed);
  });

  it('a new SECRETS_KEY opens what the old one sealed, and seals it anew at the next start', async () => {
    await checkVault(server.db, createVault([b, a]));
    await expect(checkVault(server.db, createVault([a]))).rejects.toThrow('another SECRETS_KEY');
    await checkVault(server.db, createVault([b]));
  });

  it('another SECRETS_KEY than that of the stored keys is an error at start', async () => {
    await expect(checkVault(server.db, createVault([b]))).rejects.toThrow('another SECRETS_KEY');
  });
});
