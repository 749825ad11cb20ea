/**
 * `npm run picture`: where each wording lands, numbered on the real checkout page and in the real order mail, in both
 * languages. The pictures stand in the console beside the fields and in docs/setup; what they show is written beside them,
 * so that a test sees when they are of yesterday.
 */
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { pictureFile, type Picture } from '../../server-stub/admin/web/places.ts';
import type { Locale } from '../../src/shared/money.ts';
import { startStack } from '../helpers/checkout-stack.ts';
import { startSmtp } from '../helpers/smtp.ts';
import { cards } from '../e2e/shop-visit.ts';
import { launchFixedBrowser } from '../visual/browser.ts';
import { draw } from './draw.ts';
import { atCheckout, landingsOn, merchantOf, savingOf } from './scenes.ts';

if (process.platform !== 'linux' || process.arch !== 'x64') {
  console.log('not run here: the pictures are taken by the packed Chromium, which is for Linux on x64');
  process.exit(0);
}
const folder = fileURLToPath(new URL('../../server-stub/admin/web/pictures/', import.meta.url));
const smtp = await startSmtp();
const [stack, browser] = await Promise.all([
  startStack({ env: { SMTP_URL: smtp.url, MAIL_FROM: 'orders@kodama.example' } }),
  launchFixedBrowser(),
]);
const made: Record<string, { sha256: string; shown: { number: number; words: string }[] }> = {};
try {
  const merchant = await merchantOf(stack);
  for (const locale of ['ja', 'en'] as const) {
    await merchant.save({ cardSaving: savingOf.checkout });
    const shopper = await atCheckout(browser, stack.url, locale, { deviceScaleFactor: 1.25 });
    await take(shopper.page, 'checkout', locale);
    await merchant.save({ cardSaving: savingOf.notice });
    await shopper.openCheckout();
    await shopper.untilStatus('ready');
    await take(shopper.page, 'notice', locale);
    await shopper.payWith(cards.accepted);
    const number = await shopper.orderNumber();
    const mail = await shopper.page.context().newPage();
    await mail.setViewportSize({ width: 375, height: 600 });
    // The outbox sends it a moment after the order.
    await mail.setContent((await smtp.withSubject(number)).html || '');
    await take(mail, 'mail', locale);
    await shopper.page.context().close();
  }
  await writeFile(`${folder}made.json`, `${JSON.stringify(made, null, 2)}\n`);
} finally {
  await browser.close();
  await stack.stop();
  await smtp.stop();
}

async function take(page: Page, picture: Picture, locale: Locale): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  const landings = await landingsOn(page, picture, locale);
  const image = await draw(page, landings, picture === 'mail' ? 'whole' : 'numbered');
  const file = pictureFile(picture, locale);
  await writeFile(folder + file, image);
  made[file] = {
    sha256: createHash('sha256').update(image).digest('hex'),
    shown: landings.map(({ number, words }) => ({ number, words })),
  };
  console.log(
    `${file}: ${(image.length / 1000).toFixed(1)} kB, ${landings.map(({ number }) => number).join(' ')}`,
  );
}
