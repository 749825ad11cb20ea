/** The words that every view shares. Stripe's own names of fields and values stay as they are. */
import type { IssueCode } from '../../../settings/issues.ts';
import { textLimit } from '../../../settings/limits.ts';

export type Language = 'ja' | 'en';

/** Why a value is refused; a limit is told. */
type Reason = string | ((limit: number) => string);

const ja = {
  title: '決済の管理画面',
  skip: '本文へ',
  menu: 'メニュー',
  otherLanguage: 'English',
  signOut: 'ログアウト',
  signOutText: 'ログアウトすると、変更は失われます。',
  signOutAgree: '破棄してログアウトする',
  environment: { fake: 'テスト用Stripe', test: 'テスト環境', live: '本番環境' },
  languages: { ja: '日本語', en: '英語' },
  unreachable:
    'サーバーにつながりません。通信を確認して、もう一度お試しください。入力した内容は残っています。',
  notAllowed: 'この操作を行う権限がありません。',
  refused:
    'この操作はできませんでした。ほかの画面で変更された可能性があります。読み込み直して、最新の状態を確認してください。',
  again: '読み込み直す',
  ownersOnly: 'キー、稼働環境、認証方法、アカウントIDの変更は、オーナーだけができます。',
  readOnly: '閲覧のみの権限のため、変更は保存できません。',
  signedOut: 'ログインの有効期限が切れました。入力した内容は残っています。もう一度ログインしてください。',
  unsaved: (count: number) => `保存していない変更が${count}件あります`,
  save: '保存する',
  saving: '保存しています',
  discard: '変更を破棄',
  discarded: '変更を破棄しました。',
  undo: '取り消す',
  undone: '取り消しました。',
  savedBack: '保存する前の設定を呼び戻しました。元に戻すには、確認して保存してください。',
  saved: '保存しました。次のお客さまから反映されます。',
  wrongFields: (count: number) => `${count}か所を確認してください。まだ保存していません。`,
  staleTitle: 'ほかの画面で設定が変更されています',
  staleText:
    '先に保存された内容を読み込み、そのうえにこの画面の変更を重ねます。重ねた内容を確認してから、もう一度保存してください。',
  staleAgree: '読み込んで重ねる',
  merged: '最新の設定に、この画面の変更を重ねました。確認して保存してください。',
  mergedOver: (fields: string[]) =>
    `最新の設定に、この画面の変更を重ねました。両方で変更された項目は、この画面の内容になっています：${fields.join('、')}。確認して保存してください。`,
  toLiveTitle: '本番環境に切り替えますか',
  toLiveText:
    '次のお客さまから、実際のカードに請求します。手続き中のお支払いは、始めた環境のまま処理されます。',
  toTestTitle: 'テスト環境に切り替えますか',
  toTestText:
    '次のお客さまから、実際の請求が行われなくなります。テスト用のカード番号で注文できてしまうため、公開中のお店では使わないでください。',
  switchAgree: '切り替えて保存する',
  cancel: 'やめる',
  toDefault: '初期の文言に戻す',
  fromDefault: '入力した文言に戻す',
  issues: {
    invalid: '入力できない値です。',
    'unknown-setting': 'この名前の設定はありません。',
    required: '入力してください。この設定ではお客さまに表示されます。',
    'too-long': (limit) => `${limit}文字以内で入力してください。`,
    'account-id': 'acct_ で始まるIDを入力してください。Stripeの管理画面の「アカウント設定」にあります。',
    'no-region': '1か所以上選んでください。',
    'unknown-region': 'お店の税地域にない地域が含まれています。',
    'unknown-status': 'お店にない注文状態です。',
    'unknown-brand': '選べないブランドか、同じブランドの重複があります。',
    'whole-number': '整数を入力してください。',
    'consent-must-name-off-session':
      'お客さまの操作なしに請求する場合は、その旨・金額・時期がわかる文言にしてください。初期の文言のままでは保存できません。',
    'key-shape': 'Stripeのキーの形式ではありません。前後が欠けていないか確認してください。',
    'publishable-in-secret-field': '公開可能キー（pk_）です。ここにはシークレットキーを入力してください。',
    'secret-in-publishable-field':
      'シークレットキーです。ここには公開可能キー（pk_）を入力してください。シークレットキーは公開されてはいけません。',
    'key-of-other-mode': '環境が違うキーです。テスト用は _test_、本番用は _live_ を含みます。',
    'key-not-restricted': '認証方法が「制限付きキー」のときは、rk_ で始まるキーを入力してください。',
    'key-not-secret': '認証方法が「シークレットキー」のときは、sk_ で始まるキーを入力してください。',
    'webhook-shape': 'whsec_ で始まる署名シークレットを入力してください。',
    'key-unknown-to-stripe': 'Stripeはこのキーを認識していません。コピーし直してください。',
    'key-of-other-account': '別のアカウントのキーです。アカウントIDと公開可能キーを確認してください。',
    'account-needed': 'アカウントIDを入力してください。この認証方法では必要です。',
    'key-missing': 'この環境を使うには、キーの入力が必要です。',
    'second-factor-missing':
      '本番環境には、二段階認証（「自分のログイン」で設定します）かIPアドレスの制限が必要です。',
    'amount-missing': '金額が入る場所に {amount} と書いてください。',
  } satisfies Record<IssueCode, Reason>,
};

const en: typeof ja = {
  title: 'Payment console',
  skip: 'Skip to content',
  menu: 'Menu',
  otherLanguage: '日本語',
  signOut: 'Sign out',
  signOutText: 'They are lost when you sign out.',
  signOutAgree: 'Discard and sign out',
  environment: { fake: 'Test Stripe', test: 'Test mode', live: 'Live mode' },
  languages: { ja: 'Japanese', en: 'English' },
  unreachable:
    'The server can’t be reached. Check the connection and try again. What you typed is still here.',
  notAllowed: 'Your role does not allow this.',
  refused: 'This could not be done. It may have changed elsewhere: please look at the page anew.',
  again: 'Load again',
  ownersOnly: 'Only owners change keys, environment, authentication and account ID.',
  readOnly: 'Your role can look: changes can’t be saved.',
  signedOut: 'Your session has expired. What you typed is still here: please sign in again.',
  unsaved: (count) => `${count} unsaved change${count === 1 ? '' : 's'}`,
  save: 'Save',
  saving: 'Saving',
  discard: 'Discard',
  discarded: 'Your changes were discarded.',
  undo: 'Undo',
  undone: 'Undone.',
  savedBack: 'The settings from before are back for editing. To return to them, look them over and save.',
  saved: 'Saved. It holds from the next shopper on.',
  wrongFields: (count) => `Please check ${count} field${count === 1 ? '' : 's'}. Nothing is saved yet.`,
  staleTitle: 'Somebody else has saved meanwhile',
  staleText: 'What they saved is loaded, and your changes are put on top. Look it over and save again.',
  staleAgree: 'Load and merge',
  merged: 'Your changes now stand on the newest settings. Please check and save.',
  mergedOver: (fields) =>
    `Your changes now stand on the newest settings. Both of you changed these, and yours are on top: ${fields.join(', ')}. Please check and save.`,
  toLiveTitle: 'Switch to live mode?',
  toLiveText:
    'From the next shopper on, real cards are charged. Payments under way are finished where they began.',
  toTestTitle: 'Switch to test mode?',
  toTestText:
    'From the next shopper on, nothing is charged, and orders can be placed with test card numbers. Don’t use it in a shop that is open.',
  switchAgree: 'Switch and save',
  cancel: 'Not now',
  toDefault: 'Back to the default',
  fromDefault: 'Back to my text',
  issues: {
    invalid: 'This value is not possible.',
    'unknown-setting': 'There is no setting of this name.',
    required: 'Please fill this in: shoppers see it with these settings.',
    'too-long': (limit) => `At most ${limit.toLocaleString('en')} characters.`,
    'account-id': 'An ID that begins with acct_. Stripe’s dashboard shows it under account settings.',
    'no-region': 'Choose at least one.',
    'unknown-region': 'It names a region that the shop does not have.',
    'unknown-status': 'The shop has no such status.',
    'unknown-brand': 'It names a brand that is not among these, or one twice.',
    'whole-number': 'A whole number, please.',
    'consent-must-name-off-session':
      'To charge without the shopper there, say so, with how much and when. The default text can’t be used.',
    'key-shape': 'This is not the shape of a Stripe key. Check that nothing was cut off.',
    'publishable-in-secret-field': 'This is a publishable key (pk_). The secret key belongs here.',
    'secret-in-publishable-field':
      'This is a secret key, which must never be published. The publishable key (pk_) belongs here.',
    'key-of-other-mode': 'A key of the other mode: test keys contain _test_, live keys _live_.',
    'key-not-restricted': 'With restricted keys chosen, a key that begins with rk_ belongs here.',
    'key-not-secret': 'With secret keys chosen, a key that begins with sk_ belongs here.',
    'webhook-shape': 'A signing secret that begins with whsec_.',
    'key-unknown-to-stripe': 'Stripe does not know this key. Please copy it again.',
    'key-of-other-account': 'A key of another account. Check the account ID and the publishable key.',
    'account-needed': 'The account ID is needed with this kind of authentication.',
    'key-missing': 'To use this environment, its keys are needed.',
    'second-factor-missing':
      'Live mode needs a second factor, set up under “Your access”, or a list of allowed IP addresses.',
    'amount-missing': 'Write {amount} where the amount goes.',
  },
};

/** `what` and whose or which one it is. */
export const named = (lang: Language, what: string, name: string): string =>
  `${what}${{ ja: '：', en: ': ' }[lang]}${name}`;

export type Words = typeof ja;
export const words: Record<Language, Words> = { ja, en };

/** In words, why the value at `path` was refused. */
export function reasonOf({ issues }: Words, path: string, code: IssueCode): string {
  const reason: Reason = issues[code];
  return typeof reason === 'string' ? reason : reason(textLimit(path));
}
