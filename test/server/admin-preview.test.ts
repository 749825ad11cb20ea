import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestServer } from './harness.ts';
import { openMerchantConsole, startFurnished } from './merchant-console.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startFurnished();
});
afterAll(() => server.stop());

async function signedIn() {
  const console = openMerchantConsole(server);
  await console.signIn();
  return console;
}

describe('what the merchant sees before saving', () => {
  it('the preview shows a draft to the element and never takes a payment', async () => {
    const console = await signedIn();
    const { settings } = await console.settings();
    const draft = { ...settings, wordings: { ...settings.wordings, name: { ja: '下書き', en: 'Draft' } } };
    const { json } = await console.send('POST', '/admin/api/preview', {
      settings: draft,
      shopper: 'member',
      locale: 'ja',
      policy: 'optional',
    });
    const headers = { Authorization: `Bearer ${String(json['token'])}` };
    const shown = await console.send('POST', '/admin/preview/v1/view', { locale: 'ja' }, headers);
    expect(shown.json).toMatchObject({ cardSaving: 'optional', wordings: { name: { text: '下書き' } } });
    const paid = await console.send('POST', '/admin/preview/v1/attempts', {}, headers);
    expect([paid.status, paid.json['code']]).toEqual([403, 'method-unavailable']);
    expect((await console.settings()).settings.wordings['name']).not.toEqual({ ja: '下書き', en: 'Draft' });
  });

  it('each preview shows its own draft, also when an earlier one comes in late or another screen makes one', async () => {
    const console = await signedIn();
    const { settings } = await console.settings();
    const previewOf = async (policy: string) => {
      const wanted = { settings, shopper: 'member', locale: 'en', policy };
      return String((await console.send('POST', '/admin/api/preview', wanted)).json['token']);
    };
    const policies = ['optional', 'required', 'off', 'optional'];
    const tokens = [];
    for (const policy of policies) tokens.push(await previewOf(policy));
    const shown = await Promise.all(
      tokens.map((token) =>
        console.send(
          'POST',
          '/admin/preview/v1/view',
          { locale: 'en' },
          { Authorization: `Bearer ${token}` },
        ),
      ),
    );
    expect(shown.map(({ json }) => json['cardSaving'])).toEqual(policies);
  });

  it('a draft is gone when no preview of it can be open any more', async () => {
    const console = await signedIn();
    const { settings } = await console.settings();
    const tryOut = (contact: string) =>
      console.send('POST', '/admin/api/mail', { settings: { ...settings, contact }, locale: 'ja' });
    await tryOut('one');
    await server.passMinutes(180);
    await tryOut('two');
    const kept = await server.db.selectFrom('settings_draft').select('data').execute();
    expect(kept.map(({ data }) => data)).toMatchObject([{ contact: { ja: 'two' } }]);
  });

  it.each(['light', 'dark'])(
    'page and element are both %s, whatever the merchant’s own screen is',
    async (theme) => {
      const console = await signedIn();
      const { settings } = await console.settings();
      const wanted = { settings, shopper: 'guest', locale: 'ja', policy: 'off' };
      const { token } = (await console.send('POST', '/admin/api/preview', wanted)).json;
      const { text } = await console.send('GET', `/admin/preview?theme=${theme}&token=${String(token)}`);
      expect(text).toMatch(
        new RegExp(`<html[^>]* class="${theme}">[^]*<secure-checkout[^>]* theme="${theme}"`),
      );
    },
  );

  it('says what each answer of the shopper sends to Stripe', async () => {
    const console = await signedIn();
    const { settings } = await console.settings();
    const { json } = await console.send('POST', '/admin/api/preview', {
      settings,
      shopper: 'member',
      locale: 'ja',
      policy: 'optional',
    });
    expect(json['sent']).toMatchObject([
      { answer: 'consented', fields: { setup_future_usage: 'on_session', allow_redisplay: 'always' } },
      { answer: 'not-consented', fields: { setup_future_usage: '–', allow_redisplay: 'unspecified' } },
    ]);
  });

  it('the preview tells nobody without its token', async () => {
    const { send } = openMerchantConsole(server);
    expect((await send('GET', '/admin/preview?token=x')).status).toBe(401);
    expect((await send('POST', '/admin/preview/v1/view', {})).status).toBe(401);
  });

  describe('of the order mail', () => {
    const hostile =
      '</title></p></div><script>alert(1)</script><img src=x onerror=alert(1)><style>p{display:none}</style>' +
      '"\' style="color:red" onload="alert(1)\r\nSet-Cookie: a=b\r\nBcc: thief@example.com';
    const look = async (wordings: object, locale: 'ja' | 'en') => {
      const console = await signedIn();
      const { settings } = await console.settings();
      const draft = { ...settings, wordings: { ...settings.wordings, ...wordings } };
      const { json } = await console.send('POST', '/admin/api/mail', { settings: draft, locale });
      const page = await console.send('GET', `/admin/mail?token=${String(json['token'])}`);
      return { json, page };
    };

    it.each(['ja', 'en'] as const)(
      'it is the %s mail with the draft’s words, as text and as HTML',
      async (locale) => {
        const name = { ja: '下書きの名称', en: 'A drafted name' };
        const orderMail = { ja: '下書きの\n転記文', en: 'Drafted\nmail text' };
        const { json, page } = await look({ name, orderMail }, locale);
        const [first = '', second = ''] = orderMail[locale].split('\n');
        expect(json['text']).toContain(`  ${name[locale]}\n  ${first}\n  ${second}\n`);
        expect(page.text).toContain(`<html lang="${locale}">`);
        for (const line of [name[locale], first, second])
          expect(page.text).toContain(`<p style="margin:0">${line}</p>`);
      },
    );

    it('markup in the words stays text, and adds no header', async () => {
      const text = { ja: hostile, en: hostile };
      const plain = await look({}, 'en');
      const { json, page } = await look({ name: text, orderMail: text }, 'en');
      const tags = (html: string) => html.match(/<[^>]+>/g)?.filter((tag) => !/^<\/?p\b/.test(tag));
      expect(tags(page.text)).toEqual(tags(plain.page.text));
      expect(page.text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
      expect([...page.headers]).toEqual([...plain.page.headers]);
      expect(json['subject']).toBe(plain.json['subject']);
    });

    it('its page runs, loads and sends nothing, and wears no style but the mail’s own', async () => {
      const { page } = await look({}, 'ja');
      const policy = page.headers.get('content-security-policy') ?? '';
      const allowed = new Map(
        policy.split('; ').map((part) => [part.split(' ')[0], part.split(' ').slice(1)]),
      );
      expect(Object.fromEntries(allowed)).toMatchObject({
        'default-src': ["'none'"],
        'form-action': ["'none'"],
        'base-uri': ["'none'"],
        'frame-ancestors': ["'self'"],
        sandbox: [],
      });
      expect(policy).not.toMatch(/unsafe-inline|script-src|img-src/);
      const styles = [...page.text.matchAll(/style="([^"]*)"/g)].map(([, style = '']) => style);
      const hash = (style: string) => `'sha256-${createHash('sha256').update(style).digest('base64')}'`;
      expect(allowed.get('style-src-attr')).toEqual(["'unsafe-hashes'", ...new Set(styles.map(hash))]);
      expect(page.headers.get('content-type')).toMatch(/^text\/html/);
      expect(page.headers.get('cache-control')).toBe('no-store');
      // In a sandbox it has no origin of its own to ask for.
      expect(page.headers.get('origin-agent-cluster')).toBeNull();
    });

    it('each change has an address of its own, which tells nobody without its token', async () => {
      const [one, other] = [await look({}, 'ja'), await look({}, 'ja')];
      expect(one.json['token']).not.toBe(other.json['token']);
      expect((await openMerchantConsole(server).send('GET', '/admin/mail?token=x')).status).toBe(401);
      expect((await openMerchantConsole(server).send('GET', '/admin/mail')).status).toBe(401);
    });
  });
});
