import type { Role } from '../../roles.ts';

const ja = {
  intro: '名前ごとにログインを分けると、誰が何を変更したかが履歴に残ります。',
  roles: { owner: 'オーナー', staff: 'スタッフ', 'read-only': '閲覧のみ' } satisfies Record<Role, string>,
  roleHelp: {
    owner: 'すべての操作ができます。キー、稼働環境、スタッフの管理はオーナーだけができます。',
    staff: '注文の操作と、設定・文言の変更ができます。',
    'read-only': '見るだけで、何も変更できません。',
  } satisfies Record<Role, string>,
  role: '役割',
  name: 'ログイン名',
  nameHelp: '半角の英小文字・数字と . _ @ - が使えます。',
  you: 'あなた',
  factorOn: '二段階認証あり',
  factorOff: '二段階認証なし',
  add: 'スタッフを追加する',
  addButton: '追加する',
  added: (name: string) => `${name} を追加しました。`,
  password: (name: string) => `${name} のパスワード`,
  passwordOnce: 'いまだけ表示します。本人に伝えて、ログインしたあとに変更してもらってください。',
  newPassword: 'パスワードを作り直す',
  newPasswordText: 'いまのパスワードは使えなくなり、ログイン中の画面も閉じられます。',
  resetFactor: '二段階認証を解除する',
  resetFactorText:
    '端末をなくした方のための操作です。次のログインはパスワードだけで行い、設定し直してもらいます。',
  remove: '削除する',
  removeTitle: (name: string) => `${name} を削除しますか`,
  removeText: 'すぐにログアウトされ、二度とログインできなくなります。履歴の記録は残ります。',
  done: '変更しました。',
  problems: {
    'last-owner': '最後のオーナーは、削除も変更もできません。先に別のオーナーを追加してください。',
    'name-taken': 'このログイン名は使われています。',
    'name-invalid': '使えない文字が含まれています。',
    'unknown-staff': 'このスタッフはすでに削除されています。',
  } as Record<string, string>,
};

const en: typeof ja = {
  intro: 'With a name for each person, the history says who changed what.',
  roles: { owner: 'Owner', staff: 'Staff', 'read-only': 'Read only' },
  roleHelp: {
    owner: 'May do everything. Keys, environment and staff are for owners only.',
    staff: 'May work on orders, and change settings and wordings.',
    'read-only': 'Sees everything and changes nothing.',
  },
  role: 'Role',
  name: 'Name',
  nameHelp: 'Lower-case letters, digits and . _ @ -',
  you: 'You',
  factorOn: 'Second factor',
  factorOff: 'No second factor',
  add: 'Add somebody',
  addButton: 'Add',
  added: (name) => `${name} was added.`,
  password: (name) => `Password of ${name}`,
  passwordOnce: 'Shown this once. Hand it over, and let them change it after signing in.',
  newPassword: 'New password',
  newPasswordText: 'The present password stops working, and open sessions end.',
  resetFactor: 'Reset the second factor',
  resetFactorText:
    'For somebody who lost their device: they sign in with the password alone and set it up anew.',
  remove: 'Remove',
  removeTitle: (name) => `Remove ${name}?`,
  removeText: 'They are signed out at once and can’t sign in again. The history keeps what they did.',
  done: 'Changed.',
  problems: {
    'last-owner': 'The last owner can be neither removed nor changed. Add another owner first.',
    'name-taken': 'This name is taken.',
    'name-invalid': 'It has characters that can’t be used.',
    'unknown-staff': 'They were removed already.',
  },
};

export const staffWords = { ja, en };
