const ja = {
  intro:
    'お客さまに表示する文言です。改行はそのまま表示され、HTMLは文字として表示されます。保存すると新しい版になり、以前の同意の記録は変わりません。',
  fields: {
    name: ['1　決済名称', 'お支払い画面の見出しに表示します。'],
    description: ['2　決済説明文', 'お支払い画面で、名称の下に表示します。'],
    orderMail: [
      '3　注文メール転記文',
      '注文メールのお支払い方法に載せます。画面には表示しません。空欄なら、売上の方法に合わせた文言になります。',
    ],
    consent: ['4　同意確認文', '「お客さまが選ぶ」のとき、会員に、チェックを外した状態で表示します。'],
    saveNotice: ['5　説明文（必ず保存）', '「必ず保存する」のとき、全員に表示します。'],
    threeDSecureData: ['6　3Dセキュアの情報提供', '本人認証のために送る情報の説明です。'],
    paymentTiming: [
      '7　お支払い時期',
      '注文内容の確認画面に表示します。空欄なら、売上の方法に合わせた文言になります。',
    ],
    payButton: ['8　注文ボタン', '{amount} の場所に金額が入ります。'],
  },
  mode: '6の表示',
  modes: { off: ['表示しない', ''], notice: ['説明として表示する', ''], checkbox: ['チェックを求める', ''] },
  notShown: (reason: string) => `いまの設定では表示されません（${reason}）。`,
  mailTitle: '注文メールのプレビュー',
  mailNote: '入力中の文言で作った見本です。送信はしません。',
  subject: '件名',
};

const en: typeof ja = {
  intro:
    'What shoppers read. Line breaks are kept; HTML is shown as text. Saving makes a new version, and earlier consents keep theirs.',
  fields: {
    name: ['1  Payment name', 'The title of the method at checkout.'],
    description: ['2  Description', 'Under the name at checkout.'],
    orderMail: [
      '3  Order mail text',
      'In the payment section of the order mail, never on the page. Empty: follows the capture setting.',
    ],
    consent: ['4  Consent', 'Beside an unticked checkbox, for members, where the shopper chooses.'],
    saveNotice: ['5  Notice (always saved)', 'For everybody, where cards are always saved.'],
    threeDSecureData: ['6  3-D Secure data', 'What is passed on for authentication.'],
    paymentTiming: ['7  Time of payment', 'On the order’s check page. Empty: follows the capture setting.'],
    payButton: ['8  Order button', '{amount} stands for the amount.'],
  },
  mode: 'How 6 is shown',
  modes: {
    off: ['Not shown', ''],
    notice: ['As a notice', ''],
    checkbox: ['As a checkbox that must be ticked', ''],
  },
  notShown: (reason) => `Not shown with these settings (${reason}).`,
  mailTitle: 'Order mail preview',
  mailNote: 'A sample with the texts as they stand here. Nothing is sent.',
  subject: 'Subject',
};

export const wordingsWords = { ja, en };
