/** The package as a shop gets it: packed, put beside its dependencies, and used by the shop's own tests. */
import { execFile } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { createGunzip } from 'node:zlib';
import { build } from 'esbuild';
import type { Browser } from 'playwright-core';
import { extract } from 'tar-fs';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { projectRoot } from '../../scripts/paths.ts';
import type * as Testing from '../../src/testing/index.ts';
import { launchBrowser } from '../helpers/browser.ts';
import { cacheDirectory } from '../helpers/cache.ts';
import { startStack, type CheckoutStack } from '../helpers/checkout-stack.ts';
import { script, startHostServer, type HostServer } from '../e2e/hosts/host-server.ts';
import { visitShop } from '../e2e/shop-visit.ts';

let shop: string;
let stack: CheckoutStack;
let host: HostServer;
let browser: Browser;

beforeAll(async () => {
  [shop, stack, host, browser] = await Promise.all([
    installPackage(),
    startStack({ database: 'PostgreSQL' }),
    startHostServer(),
    launchBrowser(),
  ]);
});
afterAll(async () => {
  await Promise.all([browser?.close(), stack?.stop(), host?.stop()]);
  if (shop) await rm(shop, { recursive: true, force: true });
});

/** A shop's folder with what `npm pack` packs in its `node_modules`; the dependencies stand further up. */
async function installPackage(): Promise<string> {
  await mkdir(cacheDirectory, { recursive: true });
  const folder = await mkdtemp(join(cacheDirectory, 'consumer-'));
  const pack = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
  const { stdout } = await promisify(execFile)('npm', pack, { cwd: projectRoot });
  const [packed] = JSON.parse(stdout) as [{ filename: string }];
  await pipeline(
    createReadStream(join(folder, packed.filename)),
    createGunzip(),
    extract(join(folder, 'node_modules/secure-checkout'), { strip: 1 }),
  );
  return folder;
}

const importAsShop = async <T>(name: string): Promise<T> =>
  (await import(pathToFileURL(createRequire(join(shop, 'test.js')).resolve(name)).href)) as T;

it('fillCard() types test cards into Stripe’s frame: one is declined, the next is paid', async () => {
  const { fillCard, testCards } = await importAsShop<typeof Testing>('secure-checkout/testing');
  const { context, shopper } = await visitShop(browser, stack.url, { locale: 'en' });
  onTestFinished(() => context.close());
  await shopper.goToCheckout();
  await fillCard(shopper.page, 'declined');
  await shopper.payButton.click();
  await shopper.untilStatus('failed');
  await fillCard(shopper.page, { number: testCards.approved, expiry: '11 / 35', cvc: '321' });
  await shopper.payButton.click();
  expect(await shopper.orderNumber()).toMatch(/\d/);
});

it('fillCard() answers for a fake Stripe.js on a page that a bundler made, and the element hands its card on', async () => {
  const { outputFiles } = await build({
    stdin: { contents: shopsPage, resolveDir: shop, loader: 'js' },
    alias: { samples: `${projectRoot}/demo/web/samples.ts` },
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
  });
  host.pages.set('/page.js', { body: outputFiles[0]?.text ?? '', headers: script });
  host.pages.set('/', { body: '<!doctype html><script type="module" src="/page.js"></script>' });
  const page = await browser.newPage();
  onTestFinished(() => page.close());
  await page.goto(host.origin);
  expect(await page.evaluate(() => (window as unknown as { ended: Promise<object> }).ended)).toEqual({
    complete: [true, true],
    order: 'K-10482',
    tokens: 1,
    left: 0,
  });
});

/** Resolves `ended` once the shop's page has its order, and its element is gone. */
const shopsPage = `
  import 'secure-checkout/define';
  import { createFakeStripe, fillCard } from 'secure-checkout/testing';
  import { sampleView, succeeded } from 'samples';

  const network = fetch;
  globalThis.fetch = async (url, init) => {
    const path = new URL(url, location.href).pathname;
    if (path === '/pay/v1/view') return Response.json(sampleView({ locale: 'ja', policy: 'optional', shopper: 'member' }));
    return path === '/pay/v1/attempts' ? Response.json(succeeded()) : network(url, init);
  };

  const fake = createFakeStripe();
  const element = document.createElement('secure-checkout');
  Object.assign(element, { endpoint: '/pay', token: 'of the shop', stripe: fake.stripe });
  const once = (type) => new Promise((resolve) => element.addEventListener(type, resolve, { once: true }));

  async function pay() {
    const ready = once('checkout-ready');
    document.body.append(element);
    await ready;
    const complete = [];
    element.addEventListener('checkout-change', (event) => complete.push(event.complete));
    await fillCard(fake);
    await fillCard(fake, 'saved');
    const ended = once('checkout-complete');
    element.addEventListener('checkout-complete', (event) => event.preventDefault());
    void element.submit();
    const { orderId } = await ended;
    element.remove();
    // Whether it was only moved shows at the end of the turn.
    await new Promise((resolve) => setTimeout(resolve));
    return { complete, order: orderId, tokens: fake.tokens.length, left: fake.mounted };
  }
  window.ended = pay();
`;
