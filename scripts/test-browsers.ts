/**
 * `npm run test:browsers`: the component tests in Firefox ESR and WebKitGTK, Debian's packages. `-- --install`, for CI,
 * brings them where that is possible, by root with apt; elsewhere a line names what was not run.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { projectRoot } from './paths.ts';

interface Engine {
  name: string;
  packages: string[];
  programs: string[];
}

const engines: Record<'firefox' | 'webkit', Engine> = {
  firefox: { name: 'Firefox ESR', packages: ['firefox-esr'], programs: ['firefox-esr'] },
  webkit: {
    name: 'WebKitGTK',
    packages: ['webkit2gtk-driver', 'xvfb'],
    programs: ['WebKitWebDriver', 'Xvfb'],
  },
};

const find = (program: string) =>
  (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, program))
    .find(existsSync);
const isHere = ({ programs }: Engine) => programs.every(find);

if (process.argv.includes('--install')) install(Object.values(engines).filter((it) => !isHere(it)));
for (const { name, packages } of Object.values(engines).filter((it) => !isHere(it)))
  console.log(`not run here: ${name}, of Debian's ${packages.join(' and ')}`);
const here = Object.entries(engines).filter(([, it]) => isHere(it));
if (here.length > 0 && process.exitCode === undefined) {
  const names = here.map(([id]) => id).join(',');
  const run = spawn(
    join(projectRoot, 'node_modules/.bin/wtr'),
    ['--config', 'web-test-runner.browsers.config.mjs'],
    {
      cwd: projectRoot,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, TEST_BROWSERS: names, FIREFOX_PATH: find('firefox-esr') },
    },
  );
  run.once('close', (code) => (process.exitCode = code ?? 1));
}

/** Without root, apt, a way to the packages' server, or such packages there, nothing is installed, and that is no failure. */
function install(wanted: Engine[]): void {
  if (wanted.length === 0 || process.getuid?.() !== 0 || !find('apt-get')) return;
  const apt = (...args: string[]) =>
    spawnSync(args[0] ?? '', args.slice(1), {
      encoding: 'utf8',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  const patience = [
    'Acquire::http::Timeout=20',
    'Acquire::Retries=1',
    'APT::Update::Error-Mode=any',
    'DPkg::Lock::Timeout=120',
  ];
  const options = patience.flatMap((option) => ['-o', option]);
  if (apt('apt-get', 'update', '-qq', ...options).status !== 0) return;
  const packages = wanted
    .flatMap((it) => it.packages)
    .filter((name) => apt('apt-cache', 'madison', name).stdout.trim());
  if (packages.length === 0) return;
  const { status, stderr } = apt(
    'apt-get',
    'install',
    '-qq',
    '-y',
    '--no-install-recommends',
    ...options,
    ...packages,
  );
  if (status === 0) return;
  console.log(`✗ apt-get install ${packages.join(' ')}\n${stderr}`);
  process.exitCode = 1;
}
