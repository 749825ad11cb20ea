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
  notSent: '通信がつながらないため、お支払いを始められませんでした。もう一度お試しください。',
  errorSummary: 'ご確認ください',
};
