/** The pages and scripts that a browser gets from the fake: Stripe.js, the card form's frame, the bank's challenge, the dashboard. */
import { readFile } from 'node:fs/promises';
import { Hono, type Context } from 'hono';
import { html } from 'hono/html';
import { bundled } from './bundled.ts';
import { dashboardRoutes } from './dashboard/routes.ts';

export interface BrowserDependencies {
  /** The fake's own origin, written into Stripe.js: under interception the script cannot find out by itself. */
  baseUrl(): string;
  /** Where Stripe.js itself calls the API, if elsewhere: at Stripe that is another host than the frames'. */
  apiUrl?(): string;
}

const here = (path: string) => new URL(path, import.meta.url);
const headers = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; base-uri 'none'; form-action 'none'",
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
};

export function browserRoutes({ baseUrl, apiUrl = baseUrl }: BrowserDependencies): Hono {
  const app = new Hono();
  const stripeJs = bundled(here('stripe-js/main.ts'), () => ({
    FAKE_STRIPE_BASE: JSON.stringify(baseUrl()),
    FAKE_STRIPE_API: JSON.stringify(apiUrl()),
  }));
  const frame = bundled(here('payment-element/frame.ts'));
  const challenge = bundled(here('three-d-secure/challenge.ts'));

  app.get('/endive/stripe.js', async (c) => script(c, await stripeJs()));
  app.get('/elements/frame.js', async (c) => script(c, await frame()));
  app.get('/elements/challenge.js', async (c) => script(c, await challenge()));
  app.get('/elements/frame.css', async (c) => css(c, 'payment-element/frame.css'));
  app.get('/elements/challenge.css', async (c) => css(c, 'three-d-secure/challenge.css'));
  app.get('/elements/payment', (c) => c.html(paymentPage(), 200, headers));
  app.get('/3ds/:intent', (c) => c.html(challengePage(c.req.query('locale') === 'en'), 200, headers));
  app.route('/', dashboardRoutes());
  return app;
}

function script(c: Context, body: string): Response {
  return c.body(body, 200, {
    'Content-Type': 'text/javascript; charset=utf-8',
    'Access-Control-Allow-Origin': '*',
  });
}

async function css(c: Context, file: string): Promise<Response> {
  return c.body(await readFile(here(file), 'utf8'), 200, { 'Content-Type': 'text/css; charset=utf-8' });
}

function paymentPage() {
  const field = (name: string, autocomplete: string) =>
    html`<div class="field">
      <label for="${name}"></label>
      <input
        id="${name}"
        name="${name}"
        type="text"
        inputmode="numeric"
        autocomplete="${autocomplete}"
        aria-describedby="${name}-error"
        aria-required="true"
      />
      <p class="fault" id="${name}-error" role="alert"></p>
    </div>`;
  return html`<!doctype html>
    <html lang="ja">
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>Card</title>
      <link rel="stylesheet" href="/elements/frame.css" />
      <form novalidate>
        <fieldset id="saved" hidden></fieldset>
        <div id="new">
          ${field('number', 'cc-number')}${field('expiry', 'cc-exp')}${field('cvc', 'cc-csc')}
        </div>
      </form>
      <script src="/elements/frame.js"></script>
    </html>`;
}

function challengePage(english: boolean) {
  const [title, text, complete, fail] = english
    ? [
        'Identity check (3-D Secure)',
        'This is a test. A real bank would ask for a one-time code or its app here.',
        'Complete authentication',
        'Fail authentication',
      ]
    : [
        '本人認証（3Dセキュア）',
        'これはテスト用の画面です。実際にはカード会社がワンタイムパスワードやアプリでの確認を求めます。',
        '認証を完了する',
        '認証に失敗する',
      ];
  return html`<!doctype html>
    <html lang="${english ? 'en' : 'ja'}">
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>${title}</title>
      <link rel="stylesheet" href="/elements/challenge.css" />
      <h1>${title}</h1>
      <p>${text}</p>
      <button type="button" id="test-source-authorize-3ds">${complete}</button>
      <button type="button" id="test-source-fail-3ds">${fail}</button>
      <script src="/elements/challenge.js"></script>
    </html>`;
}
