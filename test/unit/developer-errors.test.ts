import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { developerErrors } from '../../src/checkout/developer-errors.ts';

const plain = (text: string) => text.replace(/[\s\\]+/g, ' ');

it('every developer error stands in the docs with its cause and its fix', async () => {
  const docs = plain(await readFile('docs/errors.md', 'utf8'));
  const japanese = await readFile('docs/errors.ja.md', 'utf8');
  for (const [code, [cause, fix]] of Object.entries(developerErrors)) {
    expect(docs).toContain(`${code} ${plain(cause)} ${plain(fix)}`);
    expect(japanese).toContain(code);
  }
});

it('the element can be imported where there is no page', async () => {
  const { SecureCheckout } = await import('../../src/index.ts');
  expect(SecureCheckout.formAssociated).toBe(true);
});
