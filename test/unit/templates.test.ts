import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { stripeJsUrl } from '../../src/stripe/load-stripe.ts';
import { hasInterpreter } from '../helpers/interpreter.ts';
import { freePort } from '../helpers/ports.ts';
import { renderSmarty } from '../helpers/smarty.ts';

const folder = 'demo/templates/';
const read = (file: string) => readFile(file, 'utf8');

/** All that a developer may copy from: documents, templates, and the demo's own frame. */
async function documents(): Promise<[file: string, text: string][]> {
  const under = async (path: string) =>
    (await readdir(path, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  const files = [
    'README.md',
    'README.ja.md',
    'demo/pages/layout.ts',
    ...(await under('docs')),
    ...(await under(folder)),
  ];
  return Promise.all(files.map(async (file): Promise<[string, string]> => [file, await read(file)]));
}

describe('what a shop copies', () => {
  it('asks early for exactly the Stripe.js that the element loads', async () => {
    const found: string[] = [];
    for (const [file, text] of await documents()) {
      const preloads = [...text.matchAll(/rel="preload" as="script" href="([^"]+)"/g)].map(
        (match) => match[1],
      );
      for (const url of preloads) expect([file, url]).toEqual([file, stripeJsUrl]);
      if (/<script type="module" src="[^"]*secure-checkout\.min\.js"/.test(text)) {
        expect([file, preloads.length > 0]).toEqual([file, true]);
        found.push(file);
      }
    }
    expect(found).toEqual(
      expect.arrayContaining([
        'README.md',
        'README.ja.md',
        `${folder}plain.html`,
        `${folder}smarty/checkout.tpl`,
      ]),
    );
  });

  it('names one Content-Security-Policy everywhere', async () => {
    const lines = (await documents()).flatMap(([file, text]) =>
      [...text.matchAll(/Content-Security-Policy: (default-src [^"\n]*)/g)].map((match) => ({
        file,
        policy: match[1]?.replace('$pay', 'https://pay.shop.example'),
      })),
    );
    expect(lines.length).toBeGreaterThanOrEqual(2);
    expect(new Set(lines.map(({ policy }) => policy)).size, JSON.stringify(lines, null, 1)).toBe(1);
    expect(lines[0]?.policy).not.toContain('unsafe');
  });

  it('is never kept by a cache that others share', async () => {
    expect(await read(`${folder}plain.html`)).toContain('Cache-Control: private, no-store');
    expect(await read(`${folder}smarty/checkout.php`)).toContain(
      "header('Cache-Control: private, no-store');",
    );
  });
});

describe('the Smarty template', () => {
  const hostile = `"><script>alert(1)</script>'&amp;{literal}`;
  const values = {
    title: 'ご注文内容の確認',
    pay: 'https://pay.shop.example',
    token: 'TOKEN',
    note: hostile,
  };

  it('escapes every value and keeps the braces of JSON from Smarty', async () => {
    const page = renderSmarty(await read(`${folder}smarty/checkout.tpl`), values);
    expect(page).toContain('&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&#039;&amp;amp;{literal}');
    expect(page).not.toContain(hostile);
    const json = /<script type="application\/json" slot="config">([\s\S]*?)<\/script>/.exec(page)?.[1] ?? '';
    expect(JSON.parse(json)).toHaveProperty('paymentName');
  });

  it('and its PHP page give the same in PHP and Smarty, where they are installed', async () => {
    const smarty = ['smarty4', 'smarty3']
      .map((name) => `/usr/share/php/${name}/Smarty.class.php`)
      .find((file) => existsSync(file));
    if (!hasInterpreter('php')) return;
    if (!smarty) return void console.log('not run here: Smarty is not installed');
    const home = await mkdtemp(join(tmpdir(), 'smarty-'));
    onTestFinished(() => rm(home, { recursive: true, force: true }));
    await cp(`${folder}smarty`, home, { recursive: true });
    await cp(`${folder}token/checkout-token.php`, join(home, 'checkout-token.php'));
    await writeFile(
      join(home, 'shop.php'),
      `<?php
      error_reporting(E_ALL & ~E_DEPRECATED);
      require '${smarty}';
      function current_cart() { return ['id' => 'cart-1042', 'version' => 3, 'country' => 'JP', 'note' => base64_decode('${btoa(hostile)}')]; }
      function current_member() { return null; }
      function visitor_id() { return 'visit-5f1c'; }
      function smarty() { $s = new Smarty(); $s->setTemplateDir(__DIR__); $s->setCompileDir(__DIR__ . '/compiled'); return $s; }`,
    );
    const port = await freePort();
    const secret = 'an example secret of at least 32 characters';
    const php = spawn('php', ['-S', `127.0.0.1:${port}`, '-t', home], {
      env: {
        ...process.env,
        SHOP_URL: 'https://shop.example',
        CHECKOUT_URL: values.pay,
        CHECKOUT_TOKEN_SECRET: secret,
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    onTestFinished(() => void php.kill());
    await new Promise<void>((resolve) =>
      php.stderr.on('data', (chunk: Buffer) => chunk.includes('started') && resolve()),
    );

    const answer = await fetch(`http://127.0.0.1:${port}/checkout.php`);
    const page = await answer.text();
    const token = /token="([\w.-]+)"/.exec(page)?.[1] ?? '';
    const expected = renderSmarty(await read(`${folder}smarty/checkout.tpl`), { ...values, token });
    const words = (text: string) => text.trim().split(/\s+/);
    expect(words(page)).toEqual(words(expected));
    expect(answer.headers.get('cache-control')).toBe('private, no-store');
    expect(answer.headers.get('content-security-policy')).toContain(
      "connect-src 'self' https://pay.shop.example",
    );
    const renewed = await fetch(`http://127.0.0.1:${port}/checkout.php?token=1`);
    expect(await renewed.json()).toHaveProperty('token');
  }, 30_000);
});
