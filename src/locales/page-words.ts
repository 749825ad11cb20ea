/**
 * Words that only follow an answer of the server: it sends them with the view, so that they weigh nothing on the page.
 * `{…}` is filled in by the element.
 */
import type { PageWords } from '../shared/contract.ts';
import type { Locale } from '../shared/money.ts';

export const pageWords: Record<Locale, PageWords> = {
  ja: {
    cardRefused: 'このカード情報では続けられませんでした。もう一度入力するか、別のカードをお試しください。',
    otherTab: '別の画面または端末で、このご注文のお支払い手続き中です。完了するとこの画面も切り替わります。',
    otherTabGone:
      '先にお支払い手続きをしていた画面は閉じられたようです。［この画面で支払う］を押すと、先の手続きを取り消してから、この画面でお支払いいただけます。',
    payHere: 'この画面で支払う',
    paidElsewhere: '別の画面で、このご注文のお支払いが完了しました。',
    waitingForIssuer:
      'カード会社の本人認証を待っています。認証画面が閉じた場合は［認証を続ける］を押してください。',
    resume: '認証を続ける',
    cancelPayment: 'お支払いをやめる',
    cancelling: '先のお手続きを取り消しています。そのままお待ちください。',
    toCart: 'カートへ戻る',
    takenOver: '別の画面でお支払いを続けたため、この画面のお手続きは取り消しました。',
    offline:
      '通信が途切れました。つながり次第、お支払いの結果を確認します。もう一度お支払いいただく必要はありません。',
    pending:
      'お支払いの結果を確認しています。もう一度お支払いいただく必要はありません。画面を閉じても、結果はメールでお知らせします。お問い合わせ番号：{reference}',
    succeeded: 'ご注文が確定しました。ご注文番号：{order}',
    cartChanged: 'カートの内容が変わりました。金額をご確認のうえ、もう一度お手続きください。',
    alreadyOrdered: 'このカートのご注文は完了しています。',
    soldOut: '「{items}」は在庫がなくなりました。ご注文は成立しておらず、カードへの請求もありません。',
    soldOutReleased:
      'お手続き中に「{items}」の在庫がなくなりました。ご注文は成立していません。カードのご利用枠の確保は取り消しました。デビット・プリペイドカードの返金には数週間かかることがあります。',
    closed: 'お支払いは取り消され、ご注文は成立していません。もう一度お手続きいただけます。',
    closedReleased:
      'お支払いは取り消され、ご注文は成立していません。カードのご利用枠の確保は取り消しました。デビット・プリペイドカードの返金には数週間かかることがあります。',
    contact: 'お問い合わせ：{contact}',
    reference: 'お問い合わせ番号：{reference}',
  },
  en: {
    cardRefused: 'We could not go on with these card details. Enter them again or use another card.',
    otherTab: 'This order is being paid on another screen or device. This page will follow.',
    otherTabGone:
      'The screen on which this order was being paid seems to be closed. Press “Pay here instead”: the earlier payment is cancelled first.',
    payHere: 'Pay here instead',
    paidElsewhere: 'This order was paid on another screen.',
    waitingForIssuer: 'Waiting for your card issuer to verify you. If its screen closed, press Continue.',
    resume: 'Continue',
    cancelPayment: 'Cancel payment',
    cancelling: 'The earlier payment is being cancelled. Please wait.',
    toCart: 'Back to cart',
    takenOver: 'You went on paying on another screen, so the payment here was cancelled.',
    offline:
      'The connection was lost. We will check the result as soon as it is back. Please do not pay again.',
    pending:
      'We are checking the result. Please do not pay again. You may close this page; we will e-mail you. Reference: {reference}',
    succeeded: 'Your order is placed. Order number: {order}',
    cartChanged: 'Your cart has changed. Please check the amount and try again.',
    alreadyOrdered: 'This cart has already been ordered.',
    soldOut: '"{items}" has sold out. No order was placed and your card was not charged.',
    soldOutReleased:
      '"{items}" sold out while you were paying. No order was placed. The hold on your card was cancelled. Debit or prepaid refunds can take some weeks.',
    closed: 'The payment was cancelled and no order was placed. You can try again.',
    closedReleased:
      'The payment was cancelled and no order was placed. The hold on your card was cancelled. Debit or prepaid refunds can take some weeks.',
    contact: 'Contact: {contact}',
    reference: 'Reference: {reference}',
  },
};
