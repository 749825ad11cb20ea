/** The real pages on which the wordings land, and where on them. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, FrameLocator, Locator } from 'playwright-core';
import { firstOwner } from '../../server-stub/admin/first-owner.ts';
import { numbers, pictures, type Picture } from '../../server-stub/admin/web/places.ts';
import { settingsSchema, type Settings } from '../../server-stub/settings/settings.ts';
import { defaultWordings } from '../../server-stub/settings/wordings.ts';
import type { Locale } from '../../src/shared/money.ts';
import type { CheckoutStack } from '../helpers/checkout-stack.ts';
import { visitShop, type ShopVisit } from '../e2e/shop-visit.ts';

interface Merchant {
  /** The defaults, but for these. */
  save(changes: Partial<Settings>): Promise<void>;
}

/** Signs in to the console's API, without its page. */
export async function merchantOf({
  url,
  dataDir,
}: Pick<CheckoutStack, 'url' | 'dataDir'>): Promise<Merchant> {
  const password = (await readFile(join(dataDir, 'admin-password'), 'utf8')).trim();
  let headers: Record<string, string> = { Origin: url, 'Content-Type': 'application/json' };
  const send = async (method: string, path: string, body?: object, more: Record<string, string> = {}) => {
    const answer = await fetch(`${url}/admin/api${path}`, {
      method,
      headers: { ...headers, ...more },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  };
  const signedIn = await send('POST', '/session', { name: firstOwner, password });
  const { csrf } = (await signedIn.json()) as { csrf: string };
  const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
  headers = { ...headers, 'X-CSRF-Token': csrf, Cookie: cookie };
  return {
    async save(changes) {
      const current = (await (await send('GET', '/settings')).json()) as {
        version: number;
        settings: Settings;
      };
      const { version } = current;
      // The kind of the stored key stays: the default might be another.
      const { authMethod } = current.settings;
      const settings = settingsSchema.parse({ authMethod, ...changes });
      await send('PUT', '/settings', { settings }, { 'If-Match': `"${version}"` });
    },
  };
}

/** A member at check & shipping, on a phone; what the merchant changes is there when the page is opened again. */
export async function atCheckout(
  browser: Browser,
  url: string,
  locale: Locale,
  options: Pick<BrowserContextOptions, 'deviceScaleFactor'> = {},
): Promise<ShopVisit> {
  const { shopper } = await visitShop(browser, url, {
    locale,
    // So tall that everything is in sight: a frame that is not draws nothing.
    viewport: { width: 375, height: 2400 },
    ...options,
  });
  // Each language has a member of its own, whose card is not stored yet.
  await shopper.signIn(locale === 'ja' ? 0 : 1);
  await shopper.goToCheckout();
  return shopper;
}

export const savingOf: Record<Exclude<Picture, 'mail'>, Settings['cardSaving']> = {
  checkout: 'optional',
  notice: 'required',
};

/** A page of the shop, or the mail in the console's frame. */
type Shown = Pick<FrameLocator, 'locator' | 'getByText'>;

type Places = {
  [P in Picture]: Record<(typeof pictures)[P][number], (page: Shown, locale: Locale) => Locator>;
};

const places: Places = {
  checkout: {
    paymentTiming: (page) => page.locator('.confirmation .way-card'),
    name: (page) => page.locator('#name-card, secure-checkout [part="name"]'),
    brandMarks: (page) => page.locator('#marks-card'),
    description: (page) => page.locator('secure-checkout [part="description"]'),
    consent: (page) => page.locator('secure-checkout [part="consent"]'),
    threeDSecureData: (page) => page.locator('secure-checkout [part="notice"]'),
    payButton: (page) => page.locator('secure-checkout [part="submit"]'),
  },
  notice: { saveNotice: (page) => page.locator('secure-checkout [part="notice"]').first() },
  mail: {
    name: (page, locale) => page.getByText(defaultWordings.name[locale], { exact: true }),
    orderMail: (page, locale) => page.getByText(defaultWordings.orderMail.manual[locale], { exact: true }),
  },
};

export interface Landing {
  number: number;
  words: string;
  boxes: { x: number; y: number; width: number; height: number }[];
}

/** The numbers of a picture on its page, in the order in which they stand there. */
export async function landingsOn(page: Shown, picture: Picture, locale: Locale): Promise<Landing[]> {
  const found = Object.entries(places[picture]).map(async ([place, locate]): Promise<Landing> => {
    const locators = await locate(page, locale).all();
    const boxes = await Promise.all(
      locators.map((one) =>
        one.evaluate((element) => {
          const { x, y, width, height } = element.getBoundingClientRect();
          return { x: x + scrollX, y: y + scrollY, width, height };
        }),
      ),
    );
    const words = (await locators[0]?.textContent())?.replaceAll(/\s+/g, ' ').trim() ?? '';
    return { number: numbers[place as keyof typeof numbers], words, boxes };
  });
  const middle = ({ boxes: [box] }: Landing) => (box ? box.y + box.height / 2 : Number.NaN);
  return (await Promise.all(found)).toSorted((a, b) => middle(a) - middle(b));
}
