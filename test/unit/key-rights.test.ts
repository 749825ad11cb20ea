import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { watchedEvents } from '../../server-stub/checkout/webhook.ts';
import { neededRights, rightsWords } from '../../server-stub/admin/web/words/rights.ts';

const read = (path: string) => readFile(new URL(`../../${path}`, import.meta.url), 'utf8');

it.each(['ja', 'en'] as const)(
  'the guide in %s names every event that the webhook takes, and no other',
  async (lang) => {
    const guide = await read(`docs/setup.${lang}.md`);
    const [, step = ''] = /## 3\. Webhook([^]*?)\n## 4/.exec(guide) ?? [];
    const named = [...step.matchAll(/`([a-z_]+(?:\.[a-z_]+)+)`/g)].map(([, name]) => name);
    expect(named.toSorted()).toEqual(watchedEvents.toSorted());
  },
);

describe('the rights of a restricted key', () => {
  it('are in the console those that the connection test tries', async () => {
    const gateway = await read('server-stub/stripe/gateway.ts');
    const tried = [...gateway.matchAll(/'([\w ]+: (?:read|write))'/g)].map(([, name]) => name);
    expect(neededRights.map(({ resource, right }) => `${resource}: ${right}`)).toEqual(tried);
  });

  it.each(['ja', 'en'] as const)(
    'are in the console those of the guide in %s, word for word',
    async (lang) => {
      const guide = await read(`docs/setup.${lang}.md`);
      const rows = neededRights.map((needed) =>
        [needed.resource, rightsWords[lang].rights[needed.right], needed[lang]].join(' | '),
      );
      const written = guide.replaceAll(/ +\|/g, ' |');
      for (const row of rows) expect(written).toContain(`| ${row} |`);
    },
  );
});
