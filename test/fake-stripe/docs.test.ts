import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { TEST_CARDS } from '../../server-stub/fake-stripe/cards.ts';
import { FAULT_KINDS } from '../../server-stub/fake-stripe/faults.ts';
import { routes } from '../../server-stub/fake-stripe/resources/index.ts';

describe.each(['fake-stripe.md', 'fake-stripe.ja.md'])('docs/%s', (file) => {
  const text = readFileSync(new URL(`../../docs/${file}`, import.meta.url), 'utf8');
  const named = (pattern: RegExp) => [...text.matchAll(pattern)].map(([, found]) => found).toSorted();

  it('names every endpoint and no other', () => {
    const paths = routes.map(({ method, path }) => `${method} ${path}`);
    expect(named(/`((?:GET|POST|DELETE) \/v1\/[^`]*)`/g)).toEqual(paths.toSorted());
  });

  it('names every test card and no other', () => {
    expect(named(/^\| `(\d+)`/gm)).toEqual(TEST_CARDS.map((card) => card.number).toSorted());
  });

  it('names every fault', () => {
    for (const kind of FAULT_KINDS) expect(text).toContain(`\`${kind}\``);
  });
});
