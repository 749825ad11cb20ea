const ja = {
  intro: 'お支払い画面には、並び順の小さいものから表示されます。ほかの方法はお店の設定で変更します。',
  order: '並び順',
  ours: 'このプラグイン',
  theirs: 'お店の方法',
  on: '使用する',
  help: '使用をやめても、手続き中のお支払いは最後まで処理されます。',
};

const en: typeof ja = {
  intro: 'At checkout the smallest sort order comes first. The shop’s own settings change the other methods.',
  order: 'Sort order',
  ours: 'This plugin',
  theirs: 'The shop’s',
  on: 'In use',
  help: 'Payments under way are finished even after it is switched off.',
};

export const methodsWords = { ja, en };
