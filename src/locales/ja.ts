import type { OwnWords } from './messages.ts';

export const ja: OwnWords = {
  testMode: 'テスト環境',
  payButton: '注文を確定する',
  paying: 'お手続き中です',
  loading: 'カード入力欄を読み込んでいます',
  cardGroup: 'カード情報',
  email: 'メールアドレス（本人認証に使います）',
  emailWrong: 'メールアドレスを「name@example.com」の形で入力してください。',
  cardholder: 'カード名義（ローマ字）',
  cardholderWrong: 'カード名義を、カードに記載のとおりローマ字で入力してください。',
  dataConsentMissing: 'カード会社への情報提供に同意いただけない場合、カードではお支払いいただけません。',
  cardWrong: 'カード情報をご確認ください。',
  tryAgain: 'もう一度読み込む',
  back: '戻る',
  offlineNow: 'インターネットにつながっていません。接続を確認してから、もう一度読み込んでください。',
  timedOut: '時間内に応答がありませんでした。電波の良い場所で、もう一度読み込んでください。',
  loadFailed: 'お支払い画面を読み込めませんでした。少し待ってから、もう一度読み込んでください。',
  serverDown: 'ただいま混み合っています。少し待ってから、もう一度読み込んでください。',
  stripeBlocked:
    'カード入力欄を読み込めませんでした。広告ブロックなどの拡張機能を一時的に止めるか、もう一度読み込んでください。',
  expired: '画面の有効期限が切れました。ページを読み込み直してください。',
  errorSummary: 'ご確認ください',
};
