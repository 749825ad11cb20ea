import { execFile } from 'node:child_process';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import { isFakeKey } from '../server-stub/fake-stripe/keys.ts';
import { compile, type Compiled } from './compile.ts';
import { isElementFresh } from './freshness.ts';
import { projectRoot } from './paths.ts';
import { RefusedToStart, superviseProcess, type SupervisedProcess } from './supervised-process.ts';

const run = promisify(execFile);

export interface Shop {
  server: SupervisedProcess;
  fake: SupervisedProcess | undefined;
  stop(): Promise<void>;
}

/**
 * Starts server and fake, each under supervision, and says `ready …` whenever everything answers. `compiled` is asked
 * at each start of a process.
 */
export async function startShop(
  env: NodeJS.ProcessEnv,
  compiled: () => Promise<Compiled> = once(compile),
): Promise<Shop> {
  const port = readPort(env, 'PORT', 4242);
  const fakePort = readPort(env, 'FAKE_STRIPE_PORT', 4243);
  const withFake = !hasRealKeys(env);
  await Promise.all([refuseTakenPort(port), ...(withFake ? [refuseTakenPort(fakePort)] : [])]);

  const program = async (name: 'server' | 'fake') => {
    const { [name]: entry, leaveWithParent } = await compiled();
    return { entry, preload: leaveWithParent };
  };
  const fake = withFake
    ? superviseProcess({
        name: 'fake Stripe',
        // Its own "ready" would be taken for the shop's.
        talks: false,
        program: () => program('fake'),
        healthUrl: `http://localhost:${fakePort}/healthz`,
        env: {
          ...env,
          FAKE_STRIPE_PORT: `${fakePort}`,
          FAKE_WEBHOOK_URL: `http://localhost:${port}/webhooks/stripe`,
        },
      })
    : undefined;
  let server: SupervisedProcess | undefined;
  const stop = async (): Promise<void> => {
    // Ctrl-C reaches both of them as well as us, so either may be the first to end.
    server?.expectEnd();
    fake?.expectEnd();
    await server?.stop();
    await fake?.stop();
  };
  try {
    // The server asks Stripe about its keys as it starts, so the fake has to answer first.
    await Promise.all([buildElement(), fake?.ready]);
    server = superviseProcess(
      {
        name: 'server',
        talks: true,
        program: () => program('server'),
        healthUrl: `http://localhost:${port}/healthz`,
        env: { ...env, PORT: `${port}`, FAKE_STRIPE_PORT: `${fakePort}` },
      },
      () => console.log(`ready http://localhost:${port}`),
    );
    await server.ready;
    return { server, fake, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

/** Real keys mean real Stripe. */
function hasRealKeys(env: NodeJS.ProcessEnv): boolean {
  if (env['STRIPE'] === 'real') return true;
  return [env['STRIPE_SECRET_KEY'], env['STRIPE_PUBLISHABLE_KEY'], env['STRIPE_WEBHOOK_SECRET']].some(
    (key) => key && !isFakeKey(key),
  );
}

function readPort(env: NodeJS.ProcessEnv, name: string, otherwise: number): number {
  const port = Number(env[name] || otherwise);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new RefusedToStart(`${name} must be a port between 1 and 65535, not "${env[name]}".`);
}

/** Asked before anything starts, lest a stranger on the port pass for our own process. */
function refuseTakenPort(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        new RefusedToStart(
          error.code === 'EADDRINUSE'
            ? `Port ${port} is in use.`
            : `Port ${port} cannot be opened: ${error.message}`,
        ),
      ),
    );
    probe.listen(port, () => probe.close(() => resolve()));
  });
}

/** In a process of its own, for a bundler's memory is not given back. */
export async function buildElement(): Promise<void> {
  if (await isElementFresh()) return;
  await run(process.execPath, ['--import', 'tsx', 'scripts/build.ts', '--cdn'], { cwd: projectRoot }).catch(
    (error: { stderr?: string }) => {
      throw new RefusedToStart(`The element could not be built.\n${error.stderr ?? ''}`);
    },
  );
}
