/**
 * PGlite driven by the wire protocol, synchronously and with statements that are parsed once: a tenth of the time of its
 * own client, and no event loop between the question and its answer. Kysely sees a `pg` pool.
 */
import { createRequire } from 'node:module';
import { buffer } from 'node:stream/consumers';
import { PGlite, messages, protocol } from '@electric-sql/pglite';
import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import tar from 'tar-fs';
import type { Database } from '../../server-stub/store/database.ts';
import '../../server-stub/store/database.ts'; // how bigint is read
import type { Tables } from '../../server-stub/store/schema.ts';
import { migratedCluster } from '../helpers/cluster.ts';

/** What makes text of a parameter in the server's own driver, which exports it without a type. */
const { prepareValue } = createRequire(import.meta.url)('pg/lib/utils.js') as {
  prepareValue(value: unknown): string | null;
};

export interface Rows {
  rows: Record<string, unknown>[];
  rowCount: number;
  command: string;
}

/** What stands between the server and its database: gates and crashes in a run, nothing otherwise. */
export interface Between {
  before(statement: string, parameters: readonly unknown[]): Promise<void>;
  after(statement: string): Promise<void>;
}

export class SimulatedDatabase {
  readonly #pglite: PGlite;
  readonly #prepared = new Map<string, string>();
  inTransaction = false;
  /** Milliseconds since the epoch, as app_now() has it. */
  #nowMs = 0;
  #emptied: string[] = [];
  #runs = 0;

  private constructor(pglite: PGlite) {
    this.#pglite = pglite;
  }

  static async open(): Promise<SimulatedDatabase> {
    const files = await buffer(tar.pack(await migratedCluster()));
    const database = new SimulatedDatabase(await PGlite.create({ loadDataDir: new Blob([files]) }));
    const db = database.connect();
    // Time stands still unless the run moves it, but for a microsecond at each look: no two rows are due at the same time,
    // so their order never hangs on where they lie on disk.
    await sql`CREATE SEQUENCE simulation_looks`.execute(db);
    await sql`CREATE OR REPLACE FUNCTION app_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS
      $$ SELECT to_timestamp(current_setting('simulation.now')::float8 / 1000)
           + nextval('simulation_looks') * interval '1 microsecond' $$`.execute(db);
    const kept = new Set(['clock', 'installation', 'product', 'shop_member']);
    const { rows } = database.run(
      `SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE 'kysely%'`,
      [],
    );
    const emptied = rows.map(({ tablename }) => String(tablename)).filter((name) => !kept.has(name));
    // Deleting a few rows is ten times as fast as truncating twenty tables.
    await sql`CREATE FUNCTION simulation_empty() RETURNS void LANGUAGE plpgsql AS ${sql.raw(`$$ BEGIN
      SET LOCAL session_replication_role = replica;
      ${emptied.map((name) => `DELETE FROM ${name};`).join('\n')}
      END $$`)}`.execute(db);
    database.#emptied = emptied;
    return database;
  }

  /** As after the migrations, at this time. */
  empty(nowMs: number): void {
    if (this.inTransaction) this.run('ROLLBACK', []);
    this.run('SELECT simulation_empty()', []);
    this.run(`SELECT setval('order_number_n', 10001, false), setval('simulation_looks', 1, false)`, []);
    this.setNow(nowMs);
    this.#runs += 1;
    if (this.#runs % 100 === 0) for (const table of this.#emptied) this.run(`VACUUM ${table}`, []);
  }

  get nowMs(): number {
    return this.#nowMs;
  }

  setNow(nowMs: number): void {
    this.#nowMs = nowMs;
    this.run(`SELECT set_config('simulation.now', $1, false)`, [String(nowMs)]);
  }

  connect(between?: Between): Database {
    const query = async (statement: string, parameters: readonly unknown[]): Promise<Rows> => {
      await between?.before(statement, parameters);
      const result = this.run(statement, parameters);
      await between?.after(statement);
      return result;
    };
    const client = { query, release: () => {} };
    const pool = { connect: () => Promise.resolve(client), end: () => Promise.resolve() };
    return new Kysely<Tables>({ dialect: new PostgresDialect({ pool: pool as never }) });
  }

  run(statement: string, parameters: readonly unknown[]): Rows {
    const { serialize } = protocol;
    let name = this.#prepared.get(statement);
    const parts: Uint8Array[] = [];
    if (!name) {
      name = `s${this.#prepared.size}`;
      parts.push(serialize.parse({ name, text: statement }));
    }
    parts.push(
      serialize.bind({ statement: name, values: parameters.map(prepareValue) }),
      serialize.describe({ type: 'P' }),
      serialize.execute({}),
      serialize.sync(),
    );
    const answer = this.#pglite.execProtocolRawSync(Buffer.concat(parts));
    const rows = this.#read(answer);
    this.#prepared.set(statement, name);
    return rows;
  }

  #read(answer: Uint8Array): Rows {
    const result: Rows = { rows: [], rowCount: 0, command: '' };
    let fields: messages.Field[] = [];
    let failure: Error | undefined;
    new protocol.Parser().parse(answer, (message) => {
      if (message instanceof messages.RowDescriptionMessage) fields = message.fields;
      else if (message instanceof messages.DataRowMessage) result.rows.push(rowOf(fields, message.fields));
      else if (message instanceof messages.DatabaseError) failure = message;
      else if (message instanceof messages.ReadyForQueryMessage) this.inTransaction = message.status !== 'I';
      else if (message instanceof messages.CommandCompleteMessage) {
        const words = message.text.split(' ');
        result.command = words[0] ?? '';
        result.rowCount = Number(words.at(-1)) || 0;
      }
    });
    if (failure) throw failure;
    return result;
  }
}

function rowOf(fields: messages.Field[], values: (string | null)[]): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  fields.forEach(({ name, dataTypeID }, at) => {
    const value = values[at] ?? null;
    const parse: (text: string) => unknown = pg.types.getTypeParser(dataTypeID, 'text');
    row[name] = value === null ? null : parse(value);
  });
  return row;
}
