import type { OwnWords } from './messages.ts';

export const ja: OwnWords = {
  payButton: '注文を確定する',
  paying: 'お手続き中です',
  loading: 'カード入力欄を読み込んでいます',
  cardGroup: 'カード情報',
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
  offline:
    '通信が途切れました。つながり次第、お支払いの結果を確認します。もう一度お支払いいただく必要はありません。',
  alreadyOrdered: 'このカートのご注文は完了しています。',
  errorSummary: 'ご確認ください',
};
