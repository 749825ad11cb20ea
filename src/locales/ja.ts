import type { Messages } from './messages.ts';

const debitSentence =
  'カードのご利用枠の確保は取り消しました。デビット・プリペイドカードの返金には数週間かかることがあります。';

export const ja: Messages = {
  payButton: '注文を確定する',
  paying: 'お手続き中です',
  loading: 'カード入力欄を読み込んでいます',
  cardGroup: 'カード情報',
  testMode: 'テスト環境',
  tryAgain: 'もう一度読み込む',
  back: '戻る',
  loadFailed: 'お支払い画面を読み込めませんでした。通信の状態をご確認のうえ、もう一度読み込んでください。',
  stripeBlocked:
    'カード入力欄を読み込めませんでした。広告ブロックなどの拡張機能を一時的に止めるか、もう一度読み込んでください。',
  unavailable: '現在このお支払い方法はご利用いただけません。別のお支払い方法をお選びください。',
  regionNotServed:
    'ご請求先の国では、このお支払い方法をご利用いただけません。別のお支払い方法をお選びください。',
  tokenExpired: '画面の有効期限が切れました。ページを読み込み直してください。',
  cartChanged: 'カートの内容が変わりました。金額をご確認のうえ、もう一度お手続きください。',
  settingsChanged: '表示内容が新しくなりました。内容をご確認のうえ、もう一度ボタンを押してください。',
  rateLimited:
    'お手続きが続けて承認されなかったため、しばらくお待ちいただいています。10分ほどしてからお試しください。',
  cardRefused: 'このカード情報では続けられませんでした。もう一度入力するか、別のカードをお試しください。',
  offline:
    '通信が途切れました。つながり次第、お支払いの結果を確認します。もう一度お支払いいただく必要はありません。',
  otherTab: '別の画面または端末で、このご注文のお支払い手続き中です。完了するとこの画面も切り替わります。',
  payHere: 'この画面で支払う',
  paidElsewhere: '別の画面で、このご注文のお支払いが完了しました。',
  alreadyOrdered: 'このカートのご注文は完了しています。',
  waitingForIssuer:
    'カード会社の本人認証を待っています。認証画面が閉じた場合は［認証を続ける］を押してください。',
  resume: '認証を続ける',
  cancelPayment: 'お支払いをやめる',
  pending: (reference) =>
    `お支払いの結果を確認しています。もう一度お支払いいただく必要はありません。画面を閉じても、結果はメールでお知らせします。お問い合わせ番号：${reference}`,
  cancelling: '先のお手続きを取り消しています。そのままお待ちください。',
  succeeded: (order) => `ご注文が確定しました。ご注文番号：${order}`,
  soldOut: (items, holdReleased) =>
    holdReleased
      ? `お手続き中に「${items}」の在庫がなくなりました。ご注文は成立していません。${debitSentence}`
      : `「${items}」は在庫がなくなりました。ご注文は成立しておらず、カードへの請求もありません。`,
  toCart: 'カートへ戻る',
  closed: (holdReleased) =>
    holdReleased
      ? `お支払いは取り消され、ご注文は成立していません。${debitSentence}`
      : 'お支払いは取り消され、ご注文は成立していません。もう一度お手続きいただけます。',
  takenOver: '別の画面でお支払いを続けたため、この画面のお手続きは取り消しました。',
  errorSummary: 'ご確認ください',
  contact: (contact) => `お問い合わせ：${contact}`,
};
