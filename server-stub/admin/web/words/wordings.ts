import { numbers, pictures, type Picture, type Place } from '../places.ts';
import type { Language } from './common.ts';

/** What each field is called, and what it is for. */
type Fields = Record<Place, [label: string, help: string]>;

const jaFields: Fields = {
  name: ['決済名称', 'お支払い画面の見出しに表示します。'],
  description: ['決済説明文', 'お支払い画面で、名称の下に表示します。'],
  orderMail: [
    '注文メール転記文',
    '注文メールのお支払い方法に載せます。画面には表示しません。空欄なら、売上の方法に合わせた文言になります。',
  ],
  consent: ['同意確認文', '「お客さまが選ぶ」のとき、会員に、チェックを外した状態で表示します。'],
  saveNotice: ['説明文（必ず保存）', '「必ず保存する」のとき、全員に表示します。'],
  threeDSecureData: ['3Dセキュアの情報提供', '本人認証のために送る情報の説明です。'],
  paymentTiming: [
    'お支払い時期',
    '注文内容の確認画面に表示します。空欄なら、売上の方法に合わせた文言になります。',
  ],
  payButton: ['注文ボタン', '{amount} の場所に金額が入ります。'],
  brandMarks: [
    'カードブランドのマーク',
    'お支払い方法の名称の横に、文字のマークで表示します。Stripeの管理画面で利用できるブランドだけを選んでください。アカウントによっては、審査が必要なブランドがあります。',
  ],
};

const enFields: Fields = {
  name: ['Payment name', 'The title of the method at checkout.'],
  description: ['Description', 'Under the name at checkout.'],
  orderMail: [
    'Order mail text',
    'In the payment section of the order mail, never on the page. Empty: follows the capture setting.',
  ],
  consent: ['Consent', 'Beside an unticked checkbox, for members, where the shopper chooses.'],
  saveNotice: ['Notice (always saved)', 'For everybody, where cards are always saved.'],
  threeDSecureData: ['3-D Secure data', 'What is passed on for authentication.'],
  paymentTiming: ['Time of payment', 'On the order’s check page. Empty: follows the capture setting.'],
  payButton: ['Order button', '{amount} stands for the amount.'],
  brandMarks: [
    'Card brand marks',
    'Beside the method’s name, set in letters. Choose only brands that are active in Stripe’s dashboard; some are reviewed first, depending on the account.',
  ],
};

const ja = {
  intro:
    'お客さまに表示する文言です。改行はそのまま表示され、HTMLは文字として表示されます。保存すると新しい版になり、以前の同意の記録は変わりません。',
  fields: jaFields,
  numbered: (number: number, label: string) => `${number}　${label}`,
  landing: '表示される場所',
  pictures: {
    checkout: 'お支払い画面（カード情報の保存が「お客さまが選ぶ」で、会員のとき）',
    notice: 'お支払い画面（カード情報の保存が「必ず保存する」のとき）',
    mail: '注文メール',
  },
  alt: (picture: string, numbered: string[]) => `${picture}。上から、${numbered.join('、')}`,
  mode: '3Dセキュアの情報提供の表示方法',
  modes: { off: ['表示しない', ''], notice: ['説明として表示する', ''], checkbox: ['チェックを求める', ''] },
  notShown: (reason: string) => `いまの設定では表示されません（${reason}）。`,
  mailTitle: '注文メールのプレビュー',
  mailNote: '入力中の文言で作った見本です。送信はしません。',
  shopMails:
    'このお店では、注文メールはカートシステムが送信し、3の文言を載せます。そのほかの部分は、見本と異なることがあります。',
  mailForm: '形式',
  forms: { html: 'HTML', text: 'テキスト' },
  mailLocale: '言語',
  subject: '件名',
};

const en: typeof ja = {
  intro:
    'What shoppers read. Line breaks are kept; HTML is shown as text. Saving makes a new version, and earlier consents keep theirs.',
  fields: enFields,
  numbered: (number, label) => `${number}  ${label}`,
  landing: 'Where they are shown',
  pictures: {
    checkout: 'Checkout page (a member, where the shopper chooses whether the card is saved)',
    notice: 'Checkout page (where cards are always saved)',
    mail: 'Order mail',
  },
  alt: (picture, numbered) => `${picture}. From the top: ${numbered.join(', ')}`,
  mode: 'How 3-D Secure data is shown',
  modes: {
    off: ['Not shown', ''],
    notice: ['As a notice', ''],
    checkbox: ['As a checkbox that must be ticked', ''],
  },
  notShown: (reason) => `Not shown with these settings (${reason}).`,
  mailTitle: 'Order mail preview',
  mailNote: 'A sample with the texts as they stand here. Nothing is sent.',
  shopMails:
    'In this shop the cart system sends the order mail, with wording 3. The rest may read otherwise.',
  mailForm: 'Form',
  forms: { html: 'HTML', text: 'Text' },
  mailLocale: 'Language',
  subject: 'Subject',
};

export const wordingsWords = { ja, en };

/** As a field is called wherever it is named: `1  Payment name`. */
export function numberedLabel(lang: Language, place: Place): string {
  const { numbered, fields } = wordingsWords[lang];
  return numbered(numbers[place], fields[place][0]);
}

/** As a picture is described: what it is, and its numbers in reading order. */
export function describePicture(lang: Language, picture: Picture): string {
  const { alt, pictures: titles, fields } = wordingsWords[lang];
  return alt(
    titles[picture],
    pictures[picture].map((place) => `${numbers[place]} ${fields[place][0]}`),
  );
}
