const ja = {
  signedInAs: (name: string, role: string) => `${name}（${role}）としてログインしています。`,
  factor: '二段階認証',
  factorOn: '設定済みです。ログインのたびに確認コードを入力します。',
  factorOff:
    '設定すると、パスワードが漏れてもログインされません。本番環境では、これかIPアドレスの制限が必要です。',
  needed: '本番環境の管理画面を開くには、先に二段階認証を設定してください。',
  begin: '設定を始める',
  beginAgain: '設定し直す',
  step1:
    '認証アプリでQRコードを読み取るか、セットアップキーを入力してください。この端末のアプリなら、リンクを開くだけで登録できます。',
  qrCode: '認証アプリに登録するQRコード',
  openApp: '認証アプリで開く',
  secret: 'セットアップキー',
  step2: 'アプリに表示された6桁の数字を入力してください。',
  code: '確認コード',
  finish: '設定を終える',
  wrongCode: '確認コードが違います。アプリの時刻が合っているか確認してください。',
  recovery: 'リカバリーコード',
  recoveryText:
    'いまだけ表示します。端末をなくしたときに、確認コードの代わりに1回ずつ使えます。安全な場所に保管してください。',
  recoveryDone: '保管しました',
  password: 'パスワードの変更',
  current: 'いまのパスワード',
  next: '新しいパスワード',
  nextHelp: '12文字以上。変更すると、すべての画面でログインし直しになります。',
  change: '変更する',
  problems: {
    'wrong-credentials': 'いまのパスワードが違います。',
    'password-too-short': '12文字以上にしてください。',
  } as Record<string, string>,
};

const en: typeof ja = {
  signedInAs: (name, role) => `Signed in as ${name} (${role}).`,
  factor: 'Second factor',
  factorOn: 'It is set up. A code is asked for at each sign-in.',
  factorOff:
    'With it, a password that leaks opens nothing. Live mode needs it, or a list of allowed IP addresses.',
  needed: 'To open the console in live mode, please set up a second factor first.',
  begin: 'Set it up',
  beginAgain: 'Set it up anew',
  step1:
    'Scan the QR code with your authenticator app, or type the set-up key. If the app is on this device, the link does it.',
  qrCode: 'QR code for the authenticator app',
  openApp: 'Open in the app',
  secret: 'Set-up key',
  step2: 'Enter the 6 digits that the app shows.',
  code: 'Code',
  finish: 'Finish',
  wrongCode: 'The code is wrong. Check that the app’s clock is right.',
  recovery: 'Recovery codes',
  recoveryText:
    'Shown this once. If you lose your device, each of them stands in for a code one time. Keep them in a safe place.',
  recoveryDone: 'I have kept them',
  password: 'Change the password',
  current: 'Present password',
  next: 'New password',
  nextHelp: '12 characters or more. You will have to sign in again everywhere.',
  change: 'Change',
  problems: {
    'wrong-credentials': 'The present password is wrong.',
    'password-too-short': 'At least 12 characters, please.',
  },
};

export const meWords = { ja, en };
