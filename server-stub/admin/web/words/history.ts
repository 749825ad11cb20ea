const ja = {
  intro: '直近100件です。値は記録しません。',
  none: 'まだ記録はありません。',
  events: {
    'settings-saved': '設定を保存',
    'signed-in': 'ログイン',
    'sign-in-refused': 'ログインの失敗',
  } as Record<string, string>,
  reasons: { wrong: 'パスワードまたは確認コードの誤り', locked: '停止中' } as Record<string, string>,
  version: (version: number) => `第${version}版`,
};

const en: typeof ja = {
  intro: 'The latest 100. Values are not kept.',
  none: 'Nothing yet.',
  events: {
    'settings-saved': 'Settings saved',
    'signed-in': 'Signed in',
    'sign-in-refused': 'Sign-in refused',
  },
  reasons: { wrong: 'wrong password or code', locked: 'locked' },
  version: (version) => `version ${version}`,
};

export const historyWords = { ja, en };
