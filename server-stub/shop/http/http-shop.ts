/** A shop in another process, in whatever language: the port over signed HTTP. */
import { orderMail, releaseMail, sampleMail, type Sender } from '../mail/compose.ts';
import { postMail, type Outgoing } from '../mail/outgoing-mail.ts';
import type { CartSnapshot, Mails, ShopElsewhere } from '../port.ts';
import { createClient, type ClientOptions } from './client.ts';
import type { Answer } from './wire.ts';

export interface HttpShopOptions extends ClientOptions {
  /** Where this server writes to the shoppers itself. Left out, the shop does, with wording 3 as it came with the order. */
  mails?: ServerMails;
  /** As whom sample mails are written. */
  sender(): Promise<Sender>;
}

export interface ServerMails extends Outgoing {
  /** What the order mail needs of the order of an attempt. */
  findOrder(attemptId: string): Promise<Parameters<typeof orderMail>[1]>;
}

export function createHttpShop(options: HttpShopOptions): ShopElsewhere {
  const call = createClient(options);
  const { sender } = options;
  let asking: Promise<Answer<'facts'>> | undefined;
  /** The console asks for all of them at once. */
  const facts = () =>
    (asking ??= call('facts', {}).finally(() => {
      asking = undefined;
    }));

  return {
    home: 'elsewhere',
    readCart: (cart) => call('cart', { cart }),
    reserve: (attempt, cart) => call('reserve', { attempt, cart: onTheWire(cart) }),
    orderNumber: async (attempt) => (await call('order-number', { attempt })).orderNumber,
    placeOrder: ({ attemptId, orderNumber, status, cart, payment, money, paymentIntent }) =>
      call('order', {
        attempt: attemptId,
        orderNumber,
        status,
        cart: onTheWire(cart),
        method: payment.method,
        reference: payment.reference,
        paymentIntent,
        money,
        mail: options.mails ? { by: 'server' } : { by: 'shop', text: payment.mailText },
      }),
    async release({ attemptId, notice }) {
      await call('release', {
        attempt: attemptId,
        ...(notice && { notice: { ...notice, cart: onTheWire(notice.cart) } }),
      });
    },
    async paymentChanged({ attemptId, ...change }) {
      await call('payment-changed', { attempt: attemptId, ...change });
    },
    regions: async () => (await facts()).regions,
    orderStatuses: async () => (await facts()).statuses,
    otherMethods: async () => (await facts()).methods,
    sampleMail: async (sample) => sampleMail(await sender(), sample),
    ...(options.mails && mailsOf(options.mails, sender)),
  };
}

function mailsOf(mails: ServerMails, sender: () => Promise<Sender>): Mails {
  return {
    async sendOrderMail(attemptId) {
      const mail = await orderMail(await sender(), await mails.findOrder(attemptId));
      await postMail(mails, attemptId, 'order', mail);
    },
    async sendReleaseMail(attemptId, { cart, reference }) {
      await postMail(mails, attemptId, 'release', await releaseMail(await sender(), cart, reference));
    },
  };
}

/** What the contract names, and nothing that a snapshot may carry besides. */
function onTheWire({ id, version, lines, shipping, amount, currency, locale, contact }: CartSnapshot) {
  return { id, version, lines, shipping, amount, currency, locale, contact };
}
