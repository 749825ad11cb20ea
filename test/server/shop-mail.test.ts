import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSettings } from '../../server-stub/settings/settings.ts';
import { openShop } from '../../server-stub/shop/open-shop.ts';
import { startSmtp } from '../helpers/smtp.ts';
import { shopSecret, startOtherShop, type OtherShop } from '../other-shop/start.ts';
import { openPage, startServer, type TestServer } from './harness.ts';

// Whatever a merchant pastes into a field: it must neither end a header nor begin an element.
const accountName = 'よその店\r\nBcc: thief@example.com\r\n<img src=x>';

const settings = {
  accountName,
  contact: { ja: 'help@other.example', en: 'help@other.example' },
  wordings: { orderMail: { ja: '発送の日に請求します。', en: 'Charged on the day we ship.' } },
};

describe.each(['shop', 'server'] as const)('with MAIL=%s', (mail) => {
  let other: OtherShop;
  let smtp: Awaited<ReturnType<typeof startSmtp>>;
  let server: TestServer;
  beforeAll(async () => {
    [other, smtp] = await Promise.all([startOtherShop(), startSmtp()]);
    server = await startServer('PostgreSQL', settings, {
      shop: (db) =>
        openShop(db, {
          shop: { url: other.url, mail },
          shopSecrets: [shopSecret],
          mailFrom: 'orders@other.example',
          mailer: createTransport(smtp.url),
          readSettings: () => readSettings(db),
        }).shop,
    });
  });
  afterAll(async () => {
    await server.stop();
    await Promise.all([other.stop(), smtp.stop()]);
  });

  const mailsOf = async (attempt: string) => ({
    fromShop: (await other.state()).mails.filter((one) => one.attempt === attempt),
    fromServer: smtp.mails.filter(({ messageId }) => messageId?.includes(attempt)),
  });

  it('an order has exactly one mail, with wording 3 in the language of the order', async () => {
    const cart = await other.newCart();
    const { id } = await (await openPage(server, cart)).pay('4242424242424242');
    await server.sweep();
    await server.passMinutes(10);
    await server.sweep();
    const { fromShop, fromServer } = await mailsOf(id);
    if (mail === 'shop') {
      expect(fromServer).toEqual([]);
      expect(fromShop).toMatchObject([{ kind: 'order', text: '発送の日に請求します。' }]);
    } else {
      expect(fromShop).toEqual([]);
      expect(fromServer).toHaveLength(1);
      expect(fromServer[0]?.recipients).toEqual(['hanako@example.com']);
      expect(fromServer[0]?.text).toContain('発送の日に請求します。');
      expect(fromServer[0]?.text).toContain('help@other.example');
      expect(fromServer[0]?.subject).toContain('よその店');
      expect(fromServer[0]?.bcc).toBeUndefined();
      expect(fromServer[0]?.html).not.toContain('<img');
      expect(fromServer[0]?.from?.text).toBe('orders@other.example');
    }
  });

  it('a hold that was let go without an order has exactly one mail that says so', async () => {
    const cart = await other.newCart();
    const page = await openPage(server, cart);
    const view = await page.pay('4000002760003184');
    await other.setStock(cart.sku, 0);
    await server.authenticate(view, 'complete');
    expect(await page.resume(view)).toMatchObject({ status: 'closed', reason: 'sold-out' });
    await server.sweep();
    await server.passMinutes(10);
    await server.sweep();
    const { fromShop, fromServer } = await mailsOf(view.id);
    expect([fromShop.map(({ kind }) => kind), fromServer.length]).toEqual(
      mail === 'shop' ? [['release'], 0] : [[], 1],
    );
  });
});
