/**
 * A transaction's `begin` goes out with its first statement, which spares it a way to the database and back. Both come before
 * one sync: where the begin fails, PostgreSQL leaves out what follows it.
 */
import pg from 'pg';

type Ask = (given: unknown, values?: unknown, ...rest: unknown[]) => Promise<unknown>;

const nothing = Promise.resolve({ command: '', rowCount: null, rows: [] });

export function beginWithFirst(pool: pg.Pool): void {
  pool.on('connect', (client) => {
    const send = (...given: unknown[]) =>
      pg.Client.prototype.query.apply(client, given as never) as unknown as Promise<unknown>;
    let begins = false;
    const ask: Ask = (given, values, ...rest) => {
      if (given === 'begin') {
        begins = true;
        return nothing;
      }
      if (!begins) return send(given, values, ...rest);
      begins = false;
      // Nothing was asked in it.
      if (given === 'commit' || given === 'rollback') return nothing;
      const config = typeof given === 'string' ? { text: given, values } : given;
      return new Promise((resolve, reject) => {
        void send(
          new FirstOfTransaction({ ...(config as object), queryMode: 'extended' }, (error, result) =>
            error ? reject(error) : resolve(result),
          ),
        );
      });
    };
    client.query = ask as typeof client.query;
  });
}

/** As much of the driver's query as its types leave out. */
const Query = pg.Query as unknown as new (
  config: object,
  callback: (error: Error | null, result: unknown) => void,
) => {
  name: string | undefined;
  submit(connection: Connection): Error | null;
  handleCommandComplete(message: unknown, connection: Connection): void;
};

interface Connection {
  stream: { cork(): void; uncork(): void };
  parse(statement: { text: string }): void;
  bind(portal: object): void;
  execute(portal: object): void;
}

class FirstOfTransaction extends Query {
  #begun = false;
  #name: string | undefined;

  override submit(connection: Connection): Error | null {
    connection.stream.cork();
    try {
      connection.parse({ text: 'begin' });
      connection.bind({});
      connection.execute({});
      return super.submit(connection);
    } finally {
      connection.stream.uncork();
      // Until the begin is done, what was parsed is the begin, which has no name.
      this.#name = this.name;
      this.name = undefined;
    }
  }

  override handleCommandComplete(message: unknown, connection: Connection): void {
    if (this.#begun) return super.handleCommandComplete(message, connection);
    this.#begun = true;
    this.name = this.#name;
  }
}
