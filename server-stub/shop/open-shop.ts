/** The shop that the environment names: one elsewhere, or the demo's own with its storefront. */
import { contactIn, type Settings } from '../settings/settings.ts';
import { findAttempt } from '../store/attempts.ts';
import type { Database } from '../store/database.ts';
import { createDemoShop, type DemoShop } from './demo/demo-shop.ts';
import { createHttpShop, type ServerMails } from './http/http-shop.ts';
import type { Mailer } from './mail/outgoing-mail.ts';
import type { Shop, ShopInOurDatabase } from './port.ts';

export interface ShopOptions {
  shop?: { url: string; mail: 'shop' | 'server' };
  shopSecrets: readonly string[];
  mailFrom?: string;
  mailer?: Mailer | undefined;
  readSettings(): Promise<Settings>;
  /** Of the calls to a shop elsewhere, ms; the client's own where left out. */
  timeoutMs?: number;
}

export type OpenShop =
  | { shop: Shop; storefront?: never }
  | { shop: ShopInOurDatabase & DemoShop; storefront: ShopInOurDatabase & DemoShop };

export function openShop(db: Database, options: ShopOptions): OpenShop {
  const { shop, shopSecrets, mailer, mailFrom, timeoutMs } = options;
  if (!shop) {
    const demo = createDemoShop(db, { mailer, ...(mailFrom && { from: mailFrom }) });
    return { shop: demo, storefront: demo };
  }
  const mails: ServerMails = {
    db,
    mailer,
    from: mailFrom ?? '',
    findOrder: (attemptId) => mailedOrder(db, attemptId),
  };
  return {
    shop: createHttpShop({
      url: shop.url,
      secrets: shopSecrets,
      ...(timeoutMs && { timeoutMs }),
      ...(shop.mail === 'server' && { mails }),
      async sender() {
        const settings = await options.readSettings();
        const { accountName: name } = settings;
        return {
          name: { ja: name, en: name },
          contact: { ja: contactIn(settings, 'ja'), en: contactIn(settings, 'en') },
        };
      },
    }),
  };
}

/** All that the mail says was frozen when the attempt began. */
async function mailedOrder(db: Database, attemptId: string): ReturnType<ServerMails['findOrder']> {
  const attempt = await findAttempt(db, attemptId);
  if (!attempt?.order_no) throw new Error(`no order of attempt ${attemptId}`);
  const { rules, snapshot, reference, order_no } = attempt;
  return {
    orderNumber: order_no,
    cart: snapshot,
    method: rules.methodName,
    mailText: rules.mailText,
    reference,
  };
}
