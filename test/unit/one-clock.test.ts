import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const core = ['checkout', 'settings', 'shop', 'store'].map((room) => join('server-stub', room));
/** The age of what is signed is the wall clock's business, as it is for whoever signed it. */
const wallClock = new Set([
  join('server-stub', 'checkout', 'token.ts'),
  join('server-stub', 'shop', 'http', 'signature.ts'),
]);
const otherClocks = /(?<!app_|performance\.)\bnow\(\)|\bDate\.now\b|new Date\(\)|\bcurrent_timestamp\b/i;

it('the core knows one clock, app_now(), which a test can move', () => {
  const files = core.flatMap((room) =>
    readdirSync(room, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(room, name)),
  );
  expect(files.length).toBeGreaterThan(20);
  const others = files.filter((file) => !wallClock.has(file) && otherClocks.test(readFileSync(file, 'utf8')));
  expect(others).toEqual([]);
});
