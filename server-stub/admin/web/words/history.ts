const ja = {
  intro: '直近100件です。値は記録しません。',
  none: 'まだ記録はありません。',
  events: {
    'settings-saved': '設定を保存',
    'signed-in': 'ログイン',
    'sign-in-refused': 'ログインの失敗',
    'keys-from-environment': '環境変数のキーを保存',
    'owner-from-environment': '環境変数のオーナーを登録',
    'connection-tested': 'Stripe接続を確認',
    'method-changed': 'お支払い方法を変更',
    'staff-added': 'スタッフを追加',
    'staff-role-changed': '役割を変更',
    'staff-removed': 'スタッフを削除',
    'second-factor-enrolled': '二段階認証を設定',
    'second-factor-reset': '二段階認証を解除',
    'recovery-code-used': 'リカバリーコードでログイン',
    'password-changed': 'パスワードを変更',
    'password-reset': 'パスワードを作り直し',
  } as Record<string, string>,
  reasons: {
    wrong: 'ログイン名またはパスワードの誤り',
    'code-needed': '確認コードの誤り',
    locked: '停止中',
  } as Record<string, string>,
  version: (version: number) => `第${version}版`,
};

const en: typeof ja = {
  intro: 'The latest 100. Values are not kept.',
  none: 'Nothing yet.',
  events: {
    'settings-saved': 'Settings saved',
    'signed-in': 'Signed in',
    'sign-in-refused': 'Sign-in refused',
    'keys-from-environment': 'Keys stored from the environment',
    'owner-from-environment': 'Owner set from the environment',
    'connection-tested': 'Stripe connection tested',
    'method-changed': 'Payment method changed',
    'staff-added': 'Staff added',
    'staff-role-changed': 'Role changed',
    'staff-removed': 'Staff removed',
    'second-factor-enrolled': 'Second factor set up',
    'second-factor-reset': 'Second factor reset',
    'recovery-code-used': 'Signed in with a recovery code',
    'password-changed': 'Password changed',
    'password-reset': 'Password made anew',
  },
  reasons: { wrong: 'wrong name or password', 'code-needed': 'wrong code', locked: 'locked' },
  version: (version) => `version ${version}`,
};

export const historyWords = { ja, en };
