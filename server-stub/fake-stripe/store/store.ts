import type { Journal } from './journal.ts';
import type { Row, Rows, TableName } from './rows.ts';
import type { Table } from './table.ts';
import { createWorld, worldKey, type Change, type World } from './world.ts';

/** All worlds, and the one place where a request's changes become durable together. */
export class Store {
  readonly #worlds = new Map<string, World>();
  readonly #journal: Journal | undefined;
  #pending: Change[] = [];
  #recording = true;
  #offsetSeconds = 0;
  #replayed = 0;

  constructor(journal?: Journal) {
    this.#journal = journal;
    if (!journal) return;
    this.#recording = false;
    for (const change of journal.replay()) {
      this.#apply(change);
      this.#replayed += 1;
    }
    this.#recording = true;
    journal.compactIfWorthwhile(this.#rowCount(), () => this.#everything());
  }

  world(account: string, live: boolean): World {
    const key = worldKey(account, live);
    const known = this.#worlds.get(key);
    if (known) return known;
    const world = createWorld(account, live, (change) => {
      if (this.#recording && this.#journal) this.#pending.push(change);
    });
    this.#worlds.set(key, world);
    return world;
  }

  worlds(): IterableIterator<World> {
    return this.#worlds.values();
  }

  /** How many changes the journal brought back: 0 for a fake that begins. */
  get replayed(): number {
    return this.#replayed;
  }

  get offsetSeconds(): number {
    return this.#offsetSeconds;
  }

  /** The movable clock stands where it stood when the fake is started again. */
  keepOffset(offset_seconds: number): void {
    if (offset_seconds === this.#offsetSeconds) return;
    this.#offsetSeconds = offset_seconds;
    if (this.#journal) this.#pending.push({ offset_seconds });
    this.commit();
  }

  /** Writes what has changed since the last commit as one line: all of it outlives a crash, or none. */
  commit(): void {
    if (this.#pending.length === 0) return;
    const changes = this.#pending;
    this.#pending = [];
    this.#journal?.append(changes);
  }

  reset(): void {
    this.#worlds.clear();
    this.#pending = [];
    this.#offsetSeconds = 0;
    this.#journal?.truncate();
  }

  close(): void {
    this.commit();
    this.#journal?.close();
  }

  #apply(change: Change): void {
    if ('offset_seconds' in change) {
      this.#offsetSeconds = change.offset_seconds;
      return;
    }
    const [account = '', mode] = change.world.split(':');
    const table = this.world(account, mode === 'live')[change.table] as Table<Rows[TableName]>;
    if ('row' in change) table.put(change.row as Rows[TableName]);
    else table.delete(change.deleted);
  }

  #rowCount(): number {
    let count = 0;
    for (const world of this.#worlds.values()) for (const name of TABLES) count += world[name].size;
    return count;
  }

  *#everything(): IterableIterator<Change> {
    yield { offset_seconds: this.#offsetSeconds };
    for (const world of this.#worlds.values())
      for (const table of TABLES)
        for (const row of world[table] as Iterable<Row>) yield { world: world.key, table, row };
  }
}

const TABLES: readonly TableName[] = [
  'customers',
  'payment_methods',
  'confirmation_tokens',
  'payment_intents',
  'charges',
  'refunds',
  'disputes',
  'customer_sessions',
  'webhook_endpoints',
  'events',
  'deliveries',
  'idempotency',
];
