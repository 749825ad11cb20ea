/** The words that every view shares. Stripe's own names of fields and values stay as they are. */
import type { IssueCode } from '../../../settings/checks.ts';

export type Language = 'ja' | 'en';

const ja = {
  title: '決済の管理画面',
  skip: '本文へ',
  menu: 'メニュー',
  otherLanguage: 'English',
  signOut: 'ログアウト',
  environment: { fake: 'テスト用Stripe', test: 'テスト環境', live: '本番環境' },
  languages: { ja: '日本語', en: '英語' },
  unreachable:
    'サーバーにつながりません。通信を確認して、もう一度お試しください。入力した内容は残っています。',
  signedOut: 'ログインの有効期限が切れました。入力した内容は残っています。もう一度ログインしてください。',
  unsaved: (count: number) => `保存していない変更が${count}件あります`,
  save: '保存する',
  saving: '保存しています',
  discard: '元に戻す',
  saved: '保存しました。次のお客さまから反映されます。',
  wrongFields: (count: number) => `${count}か所を確認してください。まだ保存していません。`,
  staleTitle: 'ほかの画面で設定が変更されています',
  staleText:
    '先に保存された内容を読み込み、そのうえにこの画面の変更を重ねます。重ねた内容を確認してから、もう一度保存してください。',
  staleAgree: '読み込んで重ねる',
  merged: '最新の設定に、この画面の変更を重ねました。確認して保存してください。',
  cancel: 'やめる',
  toDefault: '初期の文言に戻す',
  issues: {
    invalid: '入力できない値です。',
    required: '入力してください。この設定ではお客さまに表示されます。',
    'too-long': '2000文字以内で入力してください。',
    'account-id': 'acct_ で始まるIDを入力してください。Stripeの管理画面の「アカウント設定」にあります。',
    'no-region': '1か所以上選んでください。',
    'unknown-region': 'お店の税地域にない地域が含まれています。',
    'unknown-status': 'お店にない注文状態です。',
    'whole-number': '整数を入力してください。',
    'consent-must-name-off-session':
      'お客さまの操作なしに請求する場合は、その旨・金額・時期がわかる文言にしてください。初期の文言のままでは保存できません。',
    'amount-missing': '金額が入る場所に {amount} と書いてください。',
  } satisfies Record<IssueCode, string>,
};

const en: typeof ja = {
  title: 'Payment console',
  skip: 'Skip to content',
  menu: 'Menu',
  otherLanguage: '日本語',
  signOut: 'Sign out',
  environment: { fake: 'Test Stripe', test: 'Test mode', live: 'Live mode' },
  languages: { ja: 'Japanese', en: 'English' },
  unreachable:
    'The server can’t be reached. Check the connection and try again. What you typed is still here.',
  signedOut: 'Your session has expired. What you typed is still here: please sign in again.',
  unsaved: (count) => `${count} unsaved change${count === 1 ? '' : 's'}`,
  save: 'Save',
  saving: 'Saving',
  discard: 'Discard',
  saved: 'Saved. It holds from the next shopper on.',
  wrongFields: (count) => `Please check ${count} field${count === 1 ? '' : 's'}. Nothing is saved yet.`,
  staleTitle: 'Somebody else has saved meanwhile',
  staleText: 'What they saved is loaded, and your changes are put on top. Look it over and save again.',
  staleAgree: 'Load and merge',
  merged: 'Your changes now stand on the newest settings. Please check and save.',
  cancel: 'Not now',
  toDefault: 'Back to the default',
  issues: {
    invalid: 'This value is not possible.',
    required: 'Please fill this in: shoppers see it with these settings.',
    'too-long': 'At most 2,000 characters.',
    'account-id': 'An ID that begins with acct_. Stripe’s dashboard shows it under account settings.',
    'no-region': 'Choose at least one.',
    'unknown-region': 'It names a region that the shop does not have.',
    'unknown-status': 'The shop has no such status.',
    'whole-number': 'A whole number, please.',
    'consent-must-name-off-session':
      'To charge without the shopper there, say so, with how much and when. The default text can’t be used.',
    'amount-missing': 'Write {amount} where the amount goes.',
  },
};

export type Words = typeof ja;
export const words: Record<Language, Words> = { ja, en };
