const ja = {
  title: 'ログイン',
  name: 'ログイン名',
  password: 'パスワード',
  code: '確認コード',
  codeHelp: '認証アプリに表示される6桁の数字です。端末をなくしたときは、リカバリーコードを入力してください。',
  submit: 'ログインする',
  wrong: 'ログイン名またはパスワードが違います。',
  wrongCode: '確認コードが違います。一度使ったコードは使えません。',
  locked: (minutes: number) =>
    `続けて間違えたため、ログインを止めています。${minutes}分ほど待ってからお試しください。`,
  demo: 'お試し版では、起動したときの画面に表示されたパスワードを入力してください。',
};

const en: typeof ja = {
  title: 'Sign in',
  name: 'Name',
  password: 'Password',
  code: 'Code',
  codeHelp: 'The 6 digits from your authenticator app. If you lost it, enter a recovery code.',
  submit: 'Sign in',
  wrong: 'The name or the password is wrong.',
  wrongCode: 'The code is wrong. A code that was used can’t be used again.',
  locked: (minutes) => `Too many wrong tries. Please wait about ${minutes} minutes.`,
  demo: 'In the demo, use the password that was printed when it started.',
};

export const signInWords = { ja, en };
