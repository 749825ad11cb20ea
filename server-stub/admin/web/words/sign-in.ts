const ja = {
  title: 'ログイン',
  password: 'パスワード',
  code: '確認コード（6桁）',
  codeHelp: '認証アプリに表示される数字です。',
  submit: 'ログインする',
  wrong: 'パスワードまたは確認コードが違います。',
  locked: (minutes: number) =>
    `続けて間違えたため、ログインを止めています。${minutes}分ほど待ってからお試しください。`,
  demo: 'お試し版では、起動したときの画面に表示されたパスワードを入力してください。',
};

const en: typeof ja = {
  title: 'Sign in',
  password: 'Password',
  code: 'Code (6 digits)',
  codeHelp: 'From your authenticator app.',
  submit: 'Sign in',
  wrong: 'The password or the code is wrong.',
  locked: (minutes) => `Too many wrong tries. Please wait about ${minutes} minutes.`,
  demo: 'In the demo, use the password that was printed when it started.',
};

export const signInWords = { ja, en };
