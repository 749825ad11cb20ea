/** The history is read by people: nothing in it goes by the name that the code has for it. */
import { readdir, readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { historyWords } from '../../server-stub/admin/web/words/history.ts';

const root = new URL('../../server-stub/', import.meta.url);

/** What is written down about no payment in particular, as the code writes it down. */
const written = [
  /recordStaff\(\w+, '([a-z-]+)'/g,
  /note\([\w.]+, null, '([a-z-]+)'/g,
  /attempt_id: null,\s+event: '([a-z-]+)'/g,
  /^const tested = '([a-z-]+)'/gm,
  /actor(?:: me\(c\))?, event: '([a-z-]+)'/g,
];

it('every event of the history has words in both languages', async () => {
  const files = (await readdir(root, { recursive: true })).filter((file) => file.endsWith('.ts'));
  const sources = await Promise.all(files.map((file) => readFile(new URL(file, root), 'utf8')));
  const events = sources.flatMap((source) =>
    written.flatMap((pattern) => [...source.matchAll(pattern)].map(([, event]) => event)),
  );
  expect(new Set(events)).toEqual(new Set(Object.keys(historyWords.ja.events)));
  expect(Object.keys(historyWords.en.events)).toEqual(Object.keys(historyWords.ja.events));
});
