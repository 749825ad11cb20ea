/** The words of the shop's mails, as plain text and as HTML in which nothing but ours is markup. */
import { html } from 'hono/html';
import { formatMoney, type Locale } from '../../../src/shared/money.ts';
import type { CartSnapshot, Shop } from '../port.ts';

/** Who writes. */
export interface Sender {
  name: Record<Locale, string>;
  contact: Record<Locale, string>;
}

/** Where the parcel goes, if the shop's cart says so. */
type Cart = CartSnapshot & { delivery?: { postal: string; address: string } };

export interface MailedOrder {
  orderNumber: string;
  cart: Cart;
  method: string;
  /** Wording 3. */
  mailText: string;
  reference: string | null;
}

export interface Mail {
  to: string;
  subject: string;
  text: string;
  html: string;
}

type Section = { title: string; lines: string[] };

/** A mail carries its looks in its elements: most readers drop a style sheet. */
const looks = {
  page: 'margin:0;padding:24px;font-family:sans-serif;line-height:1.7;color:#26302b;background:#f6f4ee',
  sheet: 'max-width:36rem;margin:auto;padding:24px;background:#fff;border-radius:12px',
  title: 'margin:20px 0 4px;font-size:14px;color:#5c6a62',
  line: 'margin:0',
  closing: 'margin-top:28px;white-space:pre-line;color:#5c6a62',
};

/** Every value that a style attribute of a mail has, for the policy of a page that shows one. */
export const mailStyles: readonly string[] = Object.values(looks);

export function orderMail(sender: Sender, order: MailedOrder): Promise<Mail> {
  const { cart, orderNumber } = order;
  const t = words[cart.locale];
  const { postal = '', address = '' } = cart.delivery ?? {};
  return compose(sender, cart, t.ordered(orderNumber), t.thanks, [
    { title: t.orderNumber, lines: [orderNumber] },
    { title: t.items, lines: [...itemLines(cart), `${t.shipping}  ${money(cart, cart.shipping)}`] },
    { title: t.total, lines: [`${money(cart, cart.amount)}${t.taxIncluded}`] },
    { title: t.payment, lines: [order.method, ...order.mailText.split('\n')] },
    ...(order.reference ? [{ title: t.reference, lines: [order.reference] }] : []),
    ...(address ? [{ title: t.delivery, lines: [cart.contact.name ?? '', `${postal} ${address}`] }] : []),
  ]);
}

/** An order that nobody placed, for the merchant who wants to see how its mail reads. */
export function sampleMail(
  sender: Sender,
  { locale, payment }: Parameters<Shop['sampleMail']>[0],
): Promise<Mail> {
  const t = words[locale].sample;
  const line = { sku: 'yunomi', name: t.item, quantity: 1, unitPrice: 4850 };
  return orderMail(sender, {
    orderNumber: 'A-0001',
    ...payment,
    cart: {
      id: 'sample',
      version: 1,
      lines: [line],
      shipping: 550,
      amount: 5400,
      currency: 'jpy',
      locale,
      contact: { name: t.name, email: 'sample@shop.example', country: 'JP' },
      delivery: { postal: '100-0001', address: t.address },
    },
  });
}

export function releaseMail(sender: Sender, cart: CartSnapshot, reference: string): Promise<Mail> {
  const t = words[cart.locale];
  return compose(sender, cart, t.released, t.releasedBody, [
    { title: t.items, lines: itemLines(cart) },
    { title: t.total, lines: [money(cart, cart.amount)] },
    { title: t.reference, lines: [reference] },
  ]);
}

async function compose(
  { name, contact }: Sender,
  cart: CartSnapshot,
  subject: string,
  opening: string,
  sections: Section[],
): Promise<Mail> {
  const { locale } = cart;
  const t = words[locale];
  const greeting = cart.contact.name ? t.dear(cart.contact.name) : '';
  const closing = `${name[locale]}\n${contact[locale]}`;
  const text = [
    greeting,
    opening,
    ...sections.map(({ title, lines }) => `■ ${title}\n${lines.map((line) => `  ${line}`).join('\n')}`),
    closing,
  ];
  const markup = await html`<!doctype html>
    <html lang="${locale}">
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width" />
      <title>${subject}</title>
      <body style="${looks.page}">
        <div style="${looks.sheet}">
          <p>${greeting}</p>
          <p>${opening}</p>
          ${sections.map(
            ({ title, lines }) =>
              html`<h2 style="${looks.title}">${title}</h2>
                ${lines.map((line) => html`<p style="${looks.line}">${line}</p>`)}`,
          )}
          <p style="${looks.closing}">${closing}</p>
        </div>
      </body>
    </html>`;
  return {
    to: cart.contact.email ?? '',
    subject: t.heading(name[locale], subject),
    text: `${text.filter(Boolean).join('\n\n')}\n`,
    html: String(markup),
  };
}

const money = (cart: CartSnapshot, amount: number) => formatMoney(amount, cart.currency, cart.locale);

function itemLines(cart: CartSnapshot): string[] {
  return cart.lines.map(
    ({ name, quantity, unitPrice }) => `${name} × ${quantity}  ${money(cart, quantity * unitPrice)}`,
  );
}

const words = {
  ja: {
    dear: (name: string) => `${name} 様`,
    heading: (shop: string, subject: string) => `【${shop}】${subject}`,
    ordered: (number: string) => `ご注文ありがとうございます（${number}）`,
    thanks: 'このたびはご注文いただき、誠にありがとうございます。以下の内容でうけたまわりました。',
    orderNumber: 'ご注文番号',
    items: 'ご注文内容',
    shipping: '送料',
    total: 'お支払い総額',
    taxIncluded: '（税込）',
    payment: 'お支払い方法',
    reference: 'お問い合わせ番号',
    delivery: 'お届け先',
    sample: { name: '見本 花子', item: '萩焼の湯呑', address: '東京都千代田区千代田1-1' },
    released: 'ご注文は成立していません',
    releasedBody:
      'お手続きいただいたお支払いは、ご注文が成立しないまま終了しました。カードのご利用枠の確保は取り消しました。デビット・プリペイドカードの返金には数週間かかることがあります。',
  },
  en: {
    dear: (name: string) => `Dear ${name},`,
    heading: (shop: string, subject: string) => `[${shop}] ${subject}`,
    ordered: (number: string) => `Thank you for your order (${number})`,
    thanks: 'Thank you for shopping with us. This is what you ordered.',
    orderNumber: 'Order number',
    items: 'Items',
    shipping: 'Shipping',
    total: 'Total',
    taxIncluded: ' (tax included)',
    payment: 'Payment',
    reference: 'Reference',
    delivery: 'Delivered to',
    sample: { name: 'Hanako Sample', item: 'Hagi tea cup', address: '1-1 Chiyoda, Chiyoda-ku, Tokyo' },
    released: 'No order was placed',
    releasedBody:
      'The payment you began ended without an order. The hold on your card was cancelled. Debit or prepaid refunds can take some weeks.',
  },
} satisfies Record<Locale, Record<string, unknown>>;
