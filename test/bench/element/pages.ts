/** The pages that are compared: a bare Stripe form, react-stripe-js with the same view, and the element. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { cdnFile, cdnFolder, projectRoot } from '../../../scripts/paths.ts';
import { pageWords } from '../../../src/locales/page-words.ts';
import { stripeJsUrl } from '../../../src/stripe/load-stripe.ts';
import type { CheckoutView } from '../../../src/shared/contract.ts';

export type Subject = 'bare' | 'react' | 'element' | 'element, no preload';

const texts = {
  name: 'クレジットカード',
  description: 'お支払いは1回払いです。カード番号は当店を経由せず、決済代行会社Stripeへ直接送信されます。',
  consent: '次回のお買い物のため、このカードを保存することに同意します（任意）。',
  pay: '注文を確定する（5,400円）',
};

/**
 * As much of Stripe.js as both ask for: a frame that is ready once it has loaded. Its weight is that of the real one, so
 * that the line is as busy.
 */
export const stripeJs = `
  window.Stripe = Object.assign((key) => {
    const create = (kind) => {
      const heard = {};
      const on = (name, listener) => ((heard[name] ??= []).push(listener), form);
      const form = {
        on, once: on, off: () => form, update() {}, focus() {}, clear() {}, collapse() {},
        mount(target) {
          const box = typeof target === 'string' ? document.querySelector(target) : target;
          const frame = document.createElement('iframe');
          frame.src = '/frame.html';
          frame.style.cssText = 'border:0;width:100%;height:176px;display:block';
          frame.addEventListener('load', () => {
            performance.mark('form-ready');
            formIsReady();
            for (const listener of heard.ready ?? []) listener({ elementType: kind });
          });
          box.append(frame);
        },
        unmount() {}, destroy() {},
      };
      return form;
    };
    const elements = () => ({ create, getElement: () => null, update: async () => {}, submit: async () => ({}),
      fetchUpdates: async () => ({}), on() {} });
    return { elements, createToken() {}, createPaymentMethod() {}, confirmCardPayment() {},
      registerAppInfo() {}, _registerWrapper() {}, createConfirmationToken() {}, handleNextAction() {} };
  }, { version: 'endive' });
  /*${randomText(200_000)}*/`;

function randomText(length: number): string {
  let [text, round] = ['', 0];
  while (text.length < length)
    text += createHash('sha512').update(`${round++}`).digest('base64').replaceAll('/', '');
  return text.slice(0, length);
}

/** The built files, told to fetch Stripe.js from the bench's own server. */
export async function elementFiles(stripeUrl: string): Promise<Map<string, string>> {
  const names = await readdir(cdnFolder);
  const lateName = names.find((name) => name.includes('.late-')) ?? '';
  const [first, late] = await Promise.all([
    readFile(cdnFile, 'utf8'),
    readFile(join(cdnFolder, lateName), 'utf8'),
  ]);
  const moved = first.replaceAll(stripeJsUrl, stripeUrl);
  if (moved === first) throw new Error('the first file does not name Stripe.js');
  return new Map([
    ['secure-checkout.min.js', moved],
    [lateName, late],
  ]);
}

export async function buildReact(): Promise<string> {
  const { outputFiles } = await build({
    stdin: {
      contents: `
        import { createElement as h, useState } from 'react';
        import { createRoot } from 'react-dom/client';
        import { Elements, PaymentElement, useElements, useStripe } from '@stripe/react-stripe-js';
        import { loadStripe } from '@stripe/stripe-js/pure';
        const texts = ${JSON.stringify(texts)};
        const stripe = window.Stripe ? Promise.resolve(window.Stripe('pk_test_1')) : loadStripe('pk_test_1');
        function Form() {
          useStripe(); useElements();
          const [consent, setConsent] = useState(false);
          const [busy, setBusy] = useState(false);
          return h('form', { onSubmit: (event) => { event.preventDefault(); setBusy(true); } },
            h('h2', null, texts.name), h('p', null, texts.description),
            h('div', { style: { minHeight: 176 } }, h(PaymentElement)),
            h('label', null, h('input', { type: 'checkbox', checked: consent, onChange: () => setConsent(!consent) }), texts.consent),
            h('button', { disabled: busy }, texts.pay));
        }
        createRoot(document.querySelector('#app')).render(
          h(Elements, { stripe, options: { mode: 'payment', amount: 5400, currency: 'jpy' } }, h(Form)));`,
      resolveDir: projectRoot,
    },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  return outputFiles[0]?.text ?? '';
}

const scripts: Record<Subject, string> = {
  bare: '/bare.js',
  react: '/react.js',
  element: '/assets/secure-checkout.min.js',
  'element, no preload': '/assets/secure-checkout.min.js',
};

export const bareScript = `Stripe('pk_test_1').elements({ mode: 'payment', amount: 5400, currency: 'jpy' }).create('payment').mount('#app');`;

/** `there`: Stripe.js and the script itself are in memory before the clock starts; else the page is loaded as it comes. */
export function pageOf(subject: Subject, { there, hidden = 0 }: { there: boolean; hidden?: number }): string {
  const script = scripts[subject];
  const ours = subject.startsWith('element');
  const element = `<secure-checkout endpoint="/pay" token="t" lang="ja" payment-name="${texts.name}"
    description="${texts.description}"></secure-checkout>`;
  const start = there
    ? `<script src="/stripe.js"></script><link rel="modulepreload" href="${script}">
       <script type="module">
         // Once all is here and idle.
         window.go = async () => {
           // The fonts are the machine's, and there for whoever asks first.
           const canvas = new OffscreenCanvas(1, 1).getContext('2d');
           for (const font of ['16px', '600 18px']) {
             canvas.font = font + ' system-ui, sans-serif';
             canvas.measureText(${JSON.stringify(Object.values(texts).join(''))});
           }
           await new Promise((resolve) => setTimeout(resolve, 200));
           await import('/timed.js?${new URLSearchParams({ script })}');
           return formReady;
         };
       </script>`
    : `${subject === 'bare' ? '<script src="/stripe.js"></script>' : ''}${ours && subject === 'element' ? '<link rel="preload" as="script" href="/stripe.js">' : ''}
       <script type="module" src="${script}"></script>`;
  return `<!doctype html><html lang="ja"><meta charset="utf-8"><title>bench</title>
    <script>
      window.shift = 0; window.blocked = 0; window.slowest = 0;
      window.formReady = new Promise((resolve) => { window.formIsReady = resolve; });
      new PerformanceObserver((list) => { for (const entry of list.getEntries()) if (!entry.hadRecentInput) shift += entry.value; })
        .observe({ type: 'layout-shift', buffered: true });
      new PerformanceObserver((list) => { for (const entry of list.getEntries()) blocked += Math.max(0, entry.duration - 50); })
        .observe({ type: 'longtask', buffered: true });
      new PerformanceObserver((list) => { for (const entry of list.getEntries()) if (entry.interactionId) slowest = Math.max(slowest, entry.duration); })
        .observe({ type: 'event', durationThreshold: 16, buffered: true });
    </script>
    ${start}
    <body><div id="app">${ours ? element : ''}</div>
    <div hidden>${ours ? element.repeat(hidden) : ''}</div></body></html>`;
}

const wording = (text: string) => ({ text, version: '1' });

export const view: CheckoutView = {
  settingsVersion: '1',
  stripe: { publishableKey: 'pk_test_1', mode: 'test' },
  cart: { version: 1, amount: 5400, currency: 'jpy' },
  shopper: 'member',
  cardSaving: 'optional',
  savingUsage: 'on_session',
  threeDSecureData: 'off',
  wordings: {
    name: wording(texts.name),
    description: wording(texts.description),
    consent: wording(texts.consent),
    saveNotice: wording(''),
    threeDSecureData: wording(''),
    paymentTiming: wording(''),
    payButton: wording(texts.pay),
  },
  billing: { email: 'a@shop.example', country: 'JP' },
  words: pageWords.ja,
  contact: 'a@shop.example',
  urls: { cart: '/cart', check: '/check', complete: '/complete' },
};
