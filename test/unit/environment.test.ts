import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';

const read = (path: string) => readFile(new URL(`../../${path}`, import.meta.url), 'utf8');
const matches = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, name]) => name);

const known = matches(await read('server-stub/config.ts'), /^ {2}([A-Z_]+): (?:z\.|optional)/gm).toSorted();

it('every variable that the server reads is explained in .env.example, and no other', async () => {
  expect(matches(await read('.env.example'), /^#?([A-Z_]+)=/gm).toSorted()).toEqual(known);
});

it.each(['README.md', 'README.ja.md'])(
  'every variable that the server reads is in the table of %s',
  async (path) => {
    const rows = (await read(path)).split('\n').filter((line) => /^\| `[A-Z_]+`/.test(line));
    const told = matches(rows.map((row) => row.split('|')[1]).join('\n'), /`([A-Z_]+)`/g);
    expect(told.toSorted()).toEqual(known);
  },
);
