const ja = {
  exportTitle: '書き出し',
  exportText: '保存済みの設定をJSONで書き出します。キーやパスワードは含まれません。',
  exportButton: '設定を書き出す',
  importTitle: '読み込み',
  importText: 'ファイルを選ぶと、何が変わるかを先に表示します。反映するまで設定は変わりません。',
  choose: 'ファイルを選ぶ',
  same: 'いまの設定と同じです。',
  before: '現在',
  after: '読み込み後',
  field: '項目',
  apply: '編集中の内容に反映する',
  applied: '反映しました。内容を確認して保存してください。',
  notJson: 'JSONとして読めませんでした。書き出したファイルを選んでください。',
  wrong: (fields: string) => `次の項目が正しくないため読み込めません：${fields}`,
  empty: '（なし）',
};

const en: typeof ja = {
  exportTitle: 'Export',
  exportText: 'The saved settings as JSON, without keys and passwords.',
  exportButton: 'Export the settings',
  importTitle: 'Import',
  importText: 'Choose a file to see first what it would change. Nothing changes until you apply and save.',
  choose: 'Choose a file',
  same: 'It is the same as now.',
  before: 'Now',
  after: 'Afterwards',
  field: 'Field',
  apply: 'Apply to what is being edited',
  applied: 'Applied. Please check and save.',
  notJson: 'This is not JSON. Choose a file that was exported here.',
  wrong: (fields) => `It can’t be imported, because these fields are wrong: ${fields}`,
  empty: '(none)',
};

export const transferWords = { ja, en };
