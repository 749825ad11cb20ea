/**
 * Loaded (`--import`) before the server: sees what it sends to the database and to Stripe, tells the steps to its
 * parent, and strikes where the parent said. The server runs as it is.
 */
import http from 'node:http';
import pg from 'pg';
import { databaseSteps, leasedFrom, stripeStep, type Step, type Strike } from './steps.ts';

/** `resting`: the workers have found both queues empty, and nothing is on its way. */
export type FromServer = { passed: Step } | { struck: Strike } | { armed: true } | { resting: true };

let strike: Strike | undefined;

process.on('message', (wanted: { strike?: Strike }) => {
  strike = wanted.strike;
  tell({ armed: true });
});
process.on('disconnect', () => process.exit(0));
process.channel?.unref();

function tell(message: FromServer): void {
  process.send?.(message);
}

function isDue(step: Step | undefined, moment: Strike['moment']): boolean {
  return step !== undefined && strike?.step === step && strike.moment === moment;
}

function die(): never {
  process.kill(process.pid, 'SIGKILL');
  // The signal arrives when it arrives; nothing more may happen until then.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  throw new Error('outlived its death');
}

/** Statements and calls that have no answer yet. */
let underWay = 0;
const empty = new Map<string, boolean>();

function leased(queue: string, found: number): void {
  empty.set(queue, found === 0);
  if (underWay === 0 && empty.get('attempt') && empty.get('outbox')) tell({ resting: true });
}

async function counted<T>(answer: Promise<T>): Promise<T> {
  underWay += 1;
  try {
    return await answer;
  } finally {
    underWay -= 1;
  }
}

type Query = (
  this: pg.Client,
  text: unknown,
  values?: unknown,
  callback?: unknown,
) => Promise<{ rows: unknown[] }>;
const prototype = pg.Client.prototype as unknown as { query: Query };
const { query } = prototype;
const naming = new WeakMap<pg.Client, ReturnType<typeof databaseSteps>>();

/** A statement that is prepared comes with its values in one object. */
function said(text: unknown, values: unknown): { text: string; values: unknown } | undefined {
  if (typeof text === 'string') return { text, values };
  const { text: prepared, values: its } = text as { text?: unknown; values?: unknown };
  return typeof prepared === 'string' ? { text: prepared, values: its } : undefined;
}

interface Submitted {
  callback: (error: unknown, result?: { rows: unknown[] }) => void;
}

/** The first statement of a transaction comes as the driver's own object, which tells its answer to a callback. */
function sent(client: pg.Client, text: unknown, ...rest: unknown[]): Promise<{ rows: unknown[] }> {
  if (!(text instanceof pg.Query)) return query.call(client, text, ...rest);
  return new Promise((resolve, reject) => {
    (text as unknown as Submitted).callback = (error, result) => (result ? resolve(result) : reject(error));
    void query.call(client, text);
  });
}

prototype.query = function (text, ...rest) {
  if (!(text instanceof pg.Query)) return strikeAt(this, text, ...rest);
  const { callback: hear } = text as unknown as Submitted;
  const answer = strikeAt(this, text);
  answer.then((result) => hear(null, result), hear);
  return answer;
};

async function strikeAt(
  client: pg.Client,
  text: unknown,
  values?: unknown,
  callback?: unknown,
): Promise<{ rows: unknown[] }> {
  const asked = said(text, values);
  if (!asked) return query.call(client, text, values, callback);
  const nameOf = naming.get(client) ?? databaseSteps();
  naming.set(client, nameOf);
  const step = nameOf(asked.text, Array.isArray(asked.values) ? asked.values : []);
  if (isDue(step, 'before')) die();
  const answer = await counted(sent(client, text, values, callback));
  const queue = leasedFrom(asked.text);
  if (queue) leased(queue, answer.rows.length);
  if (!step) return answer;
  tell({ passed: step });
  if (isDue(step, 'after')) die();
  if (!strike || !isDue(step, 'reply lost')) return answer;
  tell({ struck: strike });
  strike = undefined;
  void client.end();
  throw new Error('Connection terminated unexpectedly');
}

const { request } = http;
http.request = ((...args: Parameters<typeof request>) => {
  const [options] = args;
  const { method = 'GET', path = '' } = options as unknown as http.RequestOptions;
  const step = stripeStep(method, String(path));
  if (isDue(step, 'before')) die();
  const sent = request(...args);
  void counted(new Promise((closed) => sent.once('close', closed)));
  if (!step) return sent;
  const { emit } = sent;
  sent.emit = (event: string | symbol, ...rest: unknown[]) => {
    if (event !== 'response') return emit.call(sent, event, ...rest);
    tell({ passed: step });
    if (isDue(step, 'after')) die();
    if (!strike || !isDue(step, 'reply lost')) return emit.call(sent, event, ...rest);
    // Stays armed: the SDK asks once more, and shall not learn it then either.
    tell({ struck: strike });
    sent.destroy(Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }));
    return true;
  };
  return sent;
}) as typeof request;
