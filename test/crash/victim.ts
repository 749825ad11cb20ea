/** A real server process over PostgreSQL and a fake Stripe, that can be killed where one says, and comes back. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { compile } from '../../scripts/compile.ts';
import { freePort } from '../helpers/ports.ts';
import type { FromServer } from './striker.ts';
import type { Step, Strike } from './steps.ts';

const projectRoot = fileURLToPath(new URL('../..', import.meta.url));
const striker = join(projectRoot, 'node_modules/.cache/secure-checkout/striker.mjs');

export interface Programs {
  server: string;
  striker: string;
}

/** Compiled once for all lanes of a run. */
export async function compileVictim(): Promise<Programs> {
  await build({
    entryPoints: [fileURLToPath(new URL('striker.ts', import.meta.url))],
    outfile: striker,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
  });
  const { server } = await compile();
  return { server, striker };
}

type News = 'at work' | 'resting' | 'nothing';

/** ms; the workers look once a second, and a start takes a few. */
const longestSilence = 30_000;

export class Victim {
  readonly url: string;
  /** Every step that was passed since the last arming, in order of first passing. */
  readonly passed = new Set<Step>();
  /** Every line of its log, over all its lives. */
  readonly said: string[] = [];
  readonly #start: () => ChildProcess;
  #child!: ChildProcess;
  #up!: Promise<void>;
  #stopping = false;
  #struck = false;
  #lost = false;
  #listeners: ((news: News) => void)[] = [];
  #dataDir: string;

  static async start(programs: Programs, env: Record<string, string>): Promise<Victim> {
    const port = await freePort();
    const dataDir = await mkdtemp(join(tmpdir(), 'secure-checkout-'));
    const start = () =>
      fork(programs.server, {
        execArgv: ['--import', programs.striker],
        env: { ...process.env, ...env, PORT: String(port), DATA_DIR: dataDir },
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      });
    const victim = new Victim(`http://localhost:${port}`, dataDir, start);
    victim.#live();
    await victim.untilUp();
    return victim;
  }

  private constructor(url: string, dataDir: string, start: () => ChildProcess) {
    this.url = url;
    this.#dataDir = dataDir;
    this.#start = start;
  }

  /** Where to strike next; undefined only watches. */
  async arm(strike: Strike | undefined): Promise<void> {
    await this.untilUp();
    this.passed.clear();
    this.#struck = false;
    this.#lost = false;
    const armed = new Promise<void>((resolve) => {
      const listen = (message: FromServer) => {
        if (!('armed' in message)) return;
        this.#child.off('message', listen);
        resolve();
      };
      this.#child.on('message', listen);
    });
    this.#child.send({ ...(strike && { strike }) });
    await armed;
  }

  /** Whether the strike fell. */
  get struck(): boolean {
    return this.#struck;
  }

  /** A server that lost a reply lives on, not knowing; this ends it. */
  async killIfDeaf(): Promise<void> {
    if (!this.#lost) return;
    this.#lost = false;
    const dead = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await dead;
    await this.untilUp();
  }

  /** The next thing that the server tells of itself. */
  news(): Promise<News> {
    return new Promise((resolve) => {
      const silence = setTimeout(() => resolve('nothing'), longestSilence).unref();
      this.#listeners.push((news) => {
        clearTimeout(silence);
        resolve(news);
      });
    });
  }

  async untilUp(): Promise<void> {
    await this.#up;
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    const dead = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await dead;
    await rm(this.#dataDir, { recursive: true, force: true });
  }

  #live(): void {
    const child = this.#start();
    this.#child = child;
    this.#up = new Promise((resolve, reject) => {
      for (const stream of [child.stdout, child.stderr])
        if (stream)
          createInterface({ input: stream }).on('line', (line) => {
            this.said.push(line);
            if (line.includes('"listening"')) resolve();
          });
      child.once('exit', (_code, signal) => {
        if (this.#stopping) return resolve();
        if (signal !== 'SIGKILL')
          return reject(new Error(`the server ended:\n${this.said.slice(-20).join('\n')}`));
        this.#struck = true;
        this.#live();
        resolve(this.#up);
      });
    });
    child.on('message', (message: FromServer) => {
      if ('passed' in message) this.passed.add(message.passed);
      if ('struck' in message) this.#struck = this.#lost = true;
      const listeners = this.#listeners;
      this.#listeners = [];
      for (const listen of listeners) listen('resting' in message ? 'resting' : 'at work');
    });
  }
}
