import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Stripe from 'stripe';
import { SECRET_KEY } from '../../server-stub/fake-stripe/keys.ts';
import { openDatabase, type Database } from '../../server-stub/store/database.ts';
import { apiVersion } from '../../server-stub/stripe/gateway.ts';
import type { CheckoutStack } from '../helpers/checkout-stack.ts';
import { checkInvariants } from '../helpers/invariants.ts';

/** The fake Stripe's secret side, through the real SDK. */
export function stripeOf({ fakeUrl }: CheckoutStack): Stripe {
  const { hostname, port } = new URL(fakeUrl);
  return new Stripe(SECRET_KEY, { apiVersion, host: hostname, port, protocol: 'http' });
}

/** The database as it is at this instant. */
export function withDatabase<T>(stack: CheckoutStack, look: (db: Database) => Promise<T>): Promise<T> {
  return stack.databaseUrl ? withSnapshot(stack.databaseUrl, look) : withCopy(stack, look);
}

async function withSnapshot<T>(url: string, look: (db: Database) => Promise<T>): Promise<T> {
  const db = await openDatabase({ url, dataDir: '' });
  try {
    return await db.transaction().setIsolationLevel('repeatable read').execute(look);
  } finally {
    await db.destroy();
  }
}

/**
 * The embedded database belongs to the server alone, so the server is held still while its files are copied; what it
 * finds on going on is what it left.
 */
async function withCopy<T>(stack: CheckoutStack, look: (db: Database) => Promise<T>): Promise<T> {
  const copy = await mkdtemp(join(tmpdir(), 'secure-checkout-copy-'));
  const server = Number(await readFile(join(stack.dataDir, 'server.pid'), 'utf8'));
  process.kill(server, 'SIGSTOP');
  try {
    await cp(join(stack.dataDir, 'db'), join(copy, 'db'), { recursive: true });
  } finally {
    process.kill(server, 'SIGCONT');
  }
  const db = await openDatabase({ url: undefined, dataDir: copy });
  try {
    return await look(db);
  } finally {
    await db.destroy();
    await rm(copy, { recursive: true, force: true });
  }
}

/** The protocol's invariants, asked of our database, of Stripe and of what the processes said. */
export function checkBothSides(stack: CheckoutStack, { settled }: { settled: boolean }): Promise<void> {
  const heard = { said: stack.logs, secrets: [] };
  return withDatabase(stack, (db) => checkInvariants(db, stripeOf(stack), { settled, heard }));
}
