const ja = {
  intro: 'お支払い画面には、並び順の小さいものから表示されます。',
  order: '並び順',
  ours: 'このプラグイン',
  theirs: 'お店の方法',
  elsewhere: 'ほかの方法は、お店の設定で変更します。',
  saved: '変更しました。次のお客さまから反映されます。',
  orderOf: (name: string) => `並び順：${name}`,
  useOf: (name: string) => `使用する：${name}`,
  save: (name: string) => `保存する：${name}`,
  notWhole: '並び順には整数を入力してください。',
  on: '使用する',
  help: '使用をやめても、手続き中のお支払いは最後まで処理されます。',
};

const en: typeof ja = {
  intro: 'At checkout the smallest sort order comes first.',
  order: 'Sort order',
  ours: 'This plugin',
  theirs: 'The shop’s',
  elsewhere: 'The shop’s own settings change the other methods.',
  saved: 'Changed. It holds from the next shopper on.',
  orderOf: (name) => `Sort order: ${name}`,
  useOf: (name) => `In use: ${name}`,
  save: (name) => `Save: ${name}`,
  notWhole: 'The sort order is a whole number.',
  on: 'In use',
  help: 'Payments under way are finished even after it is switched off.',
};

export const methodsWords = { ja, en };
