/** One dialect, two homes: Kysely over a `pg` pool, whether the database is PGlite in a directory or PostgreSQL. */
import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { beginWithFirst } from './begin-with-first.ts';
import { createCluster } from './create-cluster.ts';
import { prepareStatements } from './prepared-statements.ts';
import type { Tables } from './schema.ts';
import { migrate } from './migrations/migrate.ts';

export type Database = Kysely<Tables>;
export type Tx = Transaction<Tables>;

/** bigint columns hold minor units and counters, all far below 2^53. */
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/**
 * A new connection reads the catalogue and plans every statement anew, several times each: some hundred payments long it costs
 * the database twice as much. So one is kept through a quiet hour of a shop, not for ten seconds.
 */
const idleMs = 60 * 60_000;
/** What lies between forgets a quiet connection after some minutes and says nothing: the next statement would wait for ever. */
const keptAlive = { keepAlive: true, keepAliveInitialDelayMillis: 60_000 };

/** Opens the store and brings it to the newest migration. */
export async function openDatabase(home: { url?: string | undefined; dataDir: string }): Promise<Database> {
  const config = home.url
    ? { connectionString: home.url, max: 20, idleTimeoutMillis: idleMs, ...keptAlive }
    : await embedded(join(home.dataDir, 'db'));
  const pool = new pg.Pool(config);
  // An idle connection that the server cut is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => {});
  // PGlite is one connection for all, which would not know whose statement it is.
  if (home.url) {
    beginWithFirst(pool);
    prepareStatements(pool);
  }
  const database = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  await migrate(database);
  return database;
}

async function embedded(dir: string): Promise<pg.PoolConfig> {
  const { createPgConfig } = await import('@electric-sql/pglite/node-postgres');
  if (!existsSync(join(dir, 'PG_VERSION'))) await createCluster(dir);
  return createPgConfig(dir) as unknown as pg.PoolConfig;
}

/** A row that must be alone is there already: somebody else was first. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '23505';
}
