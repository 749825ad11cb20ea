import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { layCluster } from './cluster.ts';
import { freePort } from './ports.ts';
import { startPostgres } from './postgres.ts';

/** The shop as `npm start` runs it: supervisor, server and fake Stripe, on ports and a data directory of their own. */
export interface CheckoutStack {
  url: string;
  fakeUrl: string;
  dataDir: string;
  /** Where the database is, when it is a PostgreSQL; else it is in the data directory. */
  databaseUrl?: string | undefined;
  /** Of the supervisor. */
  pid: number;
  /** Every line the processes said, in order. */
  logs: readonly string[];
  /** kill -9, as power loss would; the supervisor starts the server again. */
  killServer(): Promise<void>;
  /** Settles when everything answers again after the next death of the server; ask before what kills it. */
  untilReadyAgain(): Promise<void>;
  /** kill -9 and wait until everything answers again. */
  restartServer(): Promise<void>;
  stop(): Promise<void>;
}

export interface StackOptions {
  /** Embedded, as on a first start, when left out. */
  database?: 'PostgreSQL';
  env?: Record<string, string>;
}

const projectRoot = fileURLToPath(new URL('../..', import.meta.url));
const longestStart = 60_000; // ms; the first start builds the element

export async function startStack({ database, env: given = {} }: StackOptions = {}): Promise<CheckoutStack> {
  const [port, fakePort] = [await freePort(), await freePort()];
  const dataDir = await mkdtemp(join(tmpdir(), 'secure-checkout-'));
  const postgres = database && (await startPostgres());
  const env = postgres ? { ...given, DATABASE_URL: postgres.url } : given;
  if (!env['DATABASE_URL']) await layCluster(dataDir);
  const supervisor = spawn(process.execPath, ['--import', 'tsx', 'scripts/start.ts'], {
    cwd: projectRoot,
    env: { ...process.env, PORT: `${port}`, FAKE_STRIPE_PORT: `${fakePort}`, DATA_DIR: dataDir, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const logs: string[] = [];
  let tell: () => void = () => {};
  for (const stream of [supervisor.stdout, supervisor.stderr])
    createInterface({ input: stream }).on('line', (line) => {
      logs.push(line);
      tell();
    });
  const ended = once(supervisor, 'exit');
  const readies = () => logs.filter((line) => line.startsWith('ready ')).length;

  const untilReadies = async (count: number): Promise<void> => {
    const reached = new Promise<void>((resolve) => {
      tell = () => readies() >= count && resolve();
      tell();
    });
    await Promise.race([reached, tooLong(), ended.then(() => fail('The stack ended'))]);
  };
  const fail = (reason: string): never => {
    throw new Error(`${reason}. It said:\n${logs.slice(-40).join('\n')}`);
  };
  const tooLong = async (): Promise<never> => {
    await new Promise((resolve) => setTimeout(resolve, longestStart).unref());
    return fail(`The stack was not ready in ${longestStart} ms`);
  };
  const killServer = async (): Promise<void> => {
    process.kill(Number.parseInt(await readFile(join(dataDir, 'server.pid'), 'utf8'), 10), 'SIGKILL');
  };

  await untilReadies(1);
  return {
    url: `http://localhost:${port}`,
    fakeUrl: `http://localhost:${fakePort}`,
    dataDir,
    databaseUrl: env['DATABASE_URL'],
    pid: supervisor.pid ?? 0,
    logs,
    killServer,
    untilReadyAgain: () => untilReadies(readies() + 1),
    async restartServer() {
      const again = untilReadies(readies() + 1);
      await killServer();
      await again;
    },
    async stop() {
      supervisor.kill('SIGTERM');
      await ended;
      await postgres?.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
