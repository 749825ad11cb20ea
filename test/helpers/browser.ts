import { execFile } from 'node:child_process';
import { createReadStream, createWriteStream } from 'node:fs';
import { chmod, mkdir, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { createBrotliDecompress } from 'node:zlib';
import { chromium, type Browser, type LaunchOptions } from 'playwright-core';
import { extract } from 'tar-fs';
import { cacheDirectory, exists, madeOnce, packageOf } from './cache.ts';

/** How to start the browser; every tool that drives one (component tests, end to end, bench) starts from this. */
export interface BrowserRecipe {
  executablePath: string;
  args: string[];
  env: Record<string, string>;
  /** The packed Chromium is a headless shell; a full Chrome wants its own new headless mode. */
  headless: true | 'shell';
}

const require = createRequire(import.meta.url);
const run = promisify(execFile);

const args = [
  '--no-sandbox',
  '--disable-dev-shm-usage',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

let recipe: Promise<BrowserRecipe> | undefined;

/**
 * Finds a browser without anybody having to install one: `CHROME_PATH`, then an installed Chrome or Chromium, then the
 * Chromium packed in an npm package. `BUNDLED_CHROME=1` goes straight to the packed one.
 */
export function resolveBrowser(): Promise<BrowserRecipe> {
  return (recipe ??= findBrowser());
}

export async function launchBrowser(
  options: Omit<LaunchOptions, 'executablePath' | 'env'> = {},
): Promise<Browser> {
  const { executablePath, args, env } = await resolveBrowser();
  return chromium.launch({ ...options, executablePath, env, args: [...args, ...(options.args ?? [])] });
}

async function findBrowser(): Promise<BrowserRecipe> {
  const env = { ...definedEnvironment(), ...(await fontEnvironment()) };
  if (process.env['BUNDLED_CHROME'] !== '1') {
    const executablePath = process.env['CHROME_PATH'] ?? (await installedChrome());
    if (executablePath) return { executablePath, args, env, headless: true };
  }
  const { executablePath, libraries } = await unpackChromium();
  return {
    executablePath,
    args,
    env: { ...env, ...(await libraryEnvironment(executablePath, libraries)) },
    headless: 'shell',
  };
}

async function installedChrome(): Promise<string | undefined> {
  const names = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser'];
  const candidates = [
    ...(process.env['PATH'] ?? '')
      .split(delimiter)
      .flatMap((folder) => names.map((name) => join(folder, name))),
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    ...['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].map((name) =>
      join(process.env[name] ?? '', 'Google/Chrome/Application/chrome.exe'),
    ),
  ];
  for (const candidate of candidates) if (await exists(candidate)) return candidate;
  return undefined;
}

/** The package's own `executablePath()` unpacks to a shared temporary folder and leaves its libraries out anywhere but in a Lambda. */
async function unpackChromium(): Promise<{ executablePath: string; libraries: string }> {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Error('No Chrome found. Install Chrome or Chromium, or point CHROME_PATH at one.');
  const { directory, version } = await packageOf(require.resolve('@sparticuz/chromium'));
  const home = await madeOnce(`chromium-${version}`, async (draft) => {
    const packed = (name: string) => createReadStream(join(directory, 'bin', name));
    await Promise.all([
      pipeline(packed('chromium.br'), createBrotliDecompress(), createWriteStream(join(draft, 'chromium'))),
      pipeline(packed('al2023.tar.br'), createBrotliDecompress(), extract(draft)),
      pipeline(packed('fonts.tar.br'), createBrotliDecompress(), extract(draft)),
    ]);
    await chmod(join(draft, 'chromium'), 0o755);
  });
  return { executablePath: join(home, 'chromium'), libraries: join(home, 'lib') };
}

/** The packed libraries shadow the system's, so they are put in front only where Chromium cannot start without them. */
async function libraryEnvironment(
  executablePath: string,
  libraries: string,
): Promise<Record<string, string>> {
  const starts = await run(executablePath, ['--version']).then(
    () => true,
    () => false,
  );
  if (starts) return {};
  return { LD_LIBRARY_PATH: [libraries, process.env['LD_LIBRARY_PATH']].filter(Boolean).join(delimiter) };
}

/** Adds Japanese glyphs to whatever fonts the machine has; a bare one, and the packed Chromium, have none. */
async function fontEnvironment(): Promise<Record<string, string>> {
  if (process.platform !== 'linux') return {};
  const japanese = join(dirname(require.resolve('@embedpdf/fonts-jp')), '../fonts');
  const configuration = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${japanese}</dir>
  <cachedir>${join(cacheDirectory, 'fontconfig')}</cachedir>
  <alias binding="weak"><family>sans-serif</family><prefer><family>Noto Sans JP</family></prefer></alias>
  <alias binding="weak"><family>system-ui</family><prefer><family>Noto Sans JP</family></prefer></alias>
</fontconfig>
`;
  const file = join(cacheDirectory, 'fonts.conf');
  await mkdir(cacheDirectory, { recursive: true });
  const draft = `${file}-${process.pid}`;
  await writeFile(draft, configuration);
  await rename(draft, file);
  return { FONTCONFIG_FILE: file };
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
