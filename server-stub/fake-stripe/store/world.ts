import type { IdempotencyRow, Row, Rows, TableName } from './rows.ts';
import { Table } from './table.ts';

export type Change =
  | { readonly world: string; readonly table: TableName; readonly row: Row }
  | { readonly world: string; readonly table: TableName; readonly deleted: string }
  /** Where the movable clock stands. */
  | { readonly offset_seconds: number };

export type Tables = { readonly [Name in TableName]: Table<Rows[Name]> };

/** The objects of one account in one mode. Nothing ever refers from one world into another. */
export interface World extends Tables {
  readonly key: string;
  readonly account: string;
  readonly live: boolean;
  /** Idempotency keys of requests that are being executed right now. */
  readonly executing: Set<IdempotencyRow['id']>;
}

export function createWorld(account: string, live: boolean, record: (change: Change) => void): World {
  const key = worldKey(account, live);
  const table = <Name extends TableName>(
    name: Name,
    indexes: Readonly<Record<string, (row: Rows[Name]) => string | null>> = {},
  ): Table<Rows[Name]> =>
    new Table<Rows[Name]>(
      indexes,
      (row) => record({ world: key, table: name, row }),
      (deleted) => record({ world: key, table: name, deleted }),
    );
  return {
    key,
    account,
    live,
    executing: new Set(),
    customers: table('customers'),
    payment_methods: table('payment_methods', { customer: (row) => row.customer }),
    confirmation_tokens: table('confirmation_tokens'),
    payment_intents: table('payment_intents', { customer: (row) => row.customer }),
    charges: table('charges', {
      customer: (row) => row.customer,
      payment_intent: (row) => row.payment_intent,
    }),
    refunds: table('refunds', { charge: (row) => row.charge, payment_intent: (row) => row.payment_intent }),
    disputes: table('disputes', { charge: (row) => row.charge, payment_intent: (row) => row.payment_intent }),
    customer_sessions: table('customer_sessions'),
    webhook_endpoints: table('webhook_endpoints'),
    events: table('events', { type: (row) => row.type }),
    deliveries: table('deliveries', { event: (row) => row.event }),
    idempotency: table('idempotency'),
  };
}

export const worldKey = (account: string, live: boolean): string => `${account}:${live ? 'live' : 'test'}`;
