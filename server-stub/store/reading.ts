/** What can be read as a column of a statement that is made anyway. */
import { sql, type RawBuilder } from 'kysely';

export interface Reading<T> {
  column: RawBuilder<unknown>;
  /** Of what stood in the column. */
  read(value: unknown): T;
}

/** By their names. */
export type Readings<T> = { [Name in keyof T]: Reading<T[Name]> };

export function columnsOf<T>(readings: Readings<T>): RawBuilder<unknown> {
  const entries = Object.entries<Reading<unknown>>(readings);
  return sql.join(entries.map(([name, { column }]) => sql`${column} AS ${sql.ref(name)}`));
}

export function readFrom<T>(row: object | undefined, readings: Readings<T>): T {
  const entries = Object.entries<Reading<unknown>>(readings);
  const values = row as Record<string, unknown> | undefined;
  return Object.fromEntries(entries.map(([name, { read }]) => [name, read(values?.[name])])) as T;
}
