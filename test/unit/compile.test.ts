import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { compile, together } from '../../scripts/compile.ts';

let folder: string;
let modules: string[];

beforeAll(async () => {
  folder = join(dirname((await compile()).server), '..');
  modules = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.mjs'));
});

it('each of the bundled packages is there once: nothing compiled asks node_modules for another of its modules', async () => {
  expect(modules).toContain('packages/hono/csrf.mjs');
  // Not what a comment shows.
  const outside = new RegExp(`^(import|\\}).*"(${together.join('|')})(/[^"]*)?"`, 'm');
  const texts = await Promise.all(modules.map((file) => readFile(join(folder, file), 'utf8')));
  expect(modules.filter((_, at) => outside.test(texts[at] ?? ''))).toEqual([]);
});

it('whoever starts a shop from the same sources finds what was compiled', async () => {
  const again = await compile();
  expect(join(dirname(again.server), '..')).toBe(folder);
});
