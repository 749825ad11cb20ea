import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import type { BrowserLauncher } from '@web/test-runner';
import { freePort } from './ports.ts';

/** Debian's, of the package `libwebkit2gtk-4.1-0`. */
const miniBrowser = '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser';

interface Driver {
  /** A command of the session: https://www.w3.org/TR/webdriver2/ */
  command(path: string, body: object): Promise<void>;
  stop(): Promise<void>;
}

/**
 * WebKitGTK for Web Test Runner, over plain WebDriver: the launcher that there is brings packages which download other
 * browsers' drivers while they are installed.
 */
export function webkitLauncher(): BrowserLauncher {
  let driver: Promise<Driver> | undefined;
  const open = new Map<string, string>();
  const visit = async (url: string) => (await (driver ??= startDriver())).command('url', { url });
  return {
    name: 'WebKitGTK',
    type: 'webdriver',
    // One window: a page that is not in front has its timers slowed down.
    concurrency: 1,
    async startSession(id, url) {
      open.set(id, url);
      await visit(url);
    },
    isActive: (id) => open.has(id),
    getBrowserUrl: (id) => open.get(id),
    async stopSession(id) {
      open.delete(id);
      // Whatever still runs on the page ends with it.
      await visit('about:blank');
      return {};
    },
    startDebugSession: () => Promise.reject(new Error('Debug in another browser: there is no screen here.')),
    stop: async () => (await driver?.catch(() => undefined))?.stop(),
  };
}

async function startDriver(): Promise<Driver> {
  const children: ChildProcess[] = [];
  const stop = async () => {
    for (const child of children.toReversed()) await end(child);
  };
  try {
    const display = await startDisplay(children);
    const port = await freePort();
    const server = spawn('WebKitWebDriver', [`--port=${port}`], {
      stdio: 'ignore',
      env: {
        ...process.env,
        DISPLAY: display,
        WEBKIT_DISABLE_DMABUF_RENDERER: '1',
        LIBGL_ALWAYS_SOFTWARE: '1',
      },
    });
    children.push(server);
    const root = `http://127.0.0.1:${port}`;
    await untilAnswers(`${root}/status`, server);
    const { sessionId } = await call<{ sessionId: string }>(`${root}/session`, {
      capabilities: {
        alwaysMatch: {
          'webkitgtk:browserOptions': { binary: miniBrowser, args: ['--automation'] },
        },
      },
    });
    const session = `${root}/session/${sessionId}`;
    await call(`${session}/window/rect`, { width: 800, height: 600 });
    return {
      command: (path, body) => call(`${session}/${path}`, body),
      async stop() {
        await fetch(session, { method: 'DELETE' });
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A screen in memory; it says its own number once it is there. */
async function startDisplay(children: ChildProcess[]): Promise<string> {
  const screen = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  children.push(screen);
  const [number] = (await Promise.race([
    once(screen.stdio[3] as Readable, 'data'),
    once(screen, 'exit').then(([code]) => Promise.reject(new Error(`Xvfb ended with ${code}`))),
  ])) as [Buffer];
  return `:${number.toString().trim()}`;
}

/** The driver does not say when it listens. */
async function untilAnswers(url: string, server: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (server.exitCode !== null) throw new Error(`WebKitWebDriver ended with ${server.exitCode}`);
    if (await fetch(url).catch(() => undefined)) return;
    await wait(50);
  }
  throw new Error('WebKitWebDriver does not answer');
}

async function call<T = void>(url: string, body: object): Promise<T> {
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
  const { value } = (await response.json()) as { value: T & { message?: string } };
  if (!response.ok) throw new Error(`${url}: ${value.message}`);
  return value;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill();
  await gone;
}
