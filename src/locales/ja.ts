import type { OwnWords } from './messages.ts';

export const ja: OwnWords = {
  testMode: 'テスト環境',
  payButton: '注文を確定する',
  loading: 'カード入力欄を読み込んでいます',
  cardGroup: 'カード情報',
  tryAgain: 'もう一度読み込む',
  offlineNow: 'インターネットにつながっていません。接続を確認してから、もう一度読み込んでください。',
  loadFailed: 'お支払い画面を読み込めませんでした。少し待ってから、もう一度読み込んでください。',
};
