const ja = {
  intro: '上から順に進めると、テスト購入まで済ませて公開できます。',
  done: '完了',
  open: '未完了',
  steps: {
    keys: {
      title: 'Stripeのアカウントとキーを用意する',
      text: 'Stripeのアカウントを作り、管理画面で制限付きキーを作ります。公開可能キー、アカウントIDと一緒に基本設定に入力してください。',
      fake: 'いまはテスト用Stripeで動いています。このまま試せます。',
    },
    connection: { title: '接続を確かめる', text: 'キーの種類、アカウント、足りない権限を調べます。' },
    webhook: {
      title: 'Webhookを登録する',
      text: 'Stripeの管理画面で、次のURLを送り先に登録し、表示された署名シークレットを基本設定に入力します。',
      events: '送るイベント',
      last: (at: string) => `最後に届いた日時：${at}`,
    },
    settings: {
      title: '基本設定と文言を確認する',
      text: 'カード保存、売上の方法、表示する文言を決めて保存します。',
    },
    purchase: {
      title: 'テスト購入をする',
      text: 'お店で 4242 4242 4242 4242 を使って購入します。',
      last: (order: string) => `最後の注文：${order}`,
      shop: 'お店を開く',
    },
    live: {
      title: '本番環境に切り替える',
      text: '本番環境のキーを入力し、稼働環境を「本番」にして保存します。二段階認証かIPアドレスの制限が必要です。',
    },
  },
};

const en: typeof ja = {
  intro: 'From top to bottom, up to a test purchase and going live.',
  done: 'Done',
  open: 'Open',
  steps: {
    keys: {
      title: 'Stripe account and keys',
      text: 'Open an account at Stripe, and make a restricted key in its dashboard. Enter it in the basic settings, with the publishable key and the account ID.',
      fake: 'The test Stripe is in use. You can try everything with it.',
    },
    connection: {
      title: 'Test the connection',
      text: 'Which key it is, whose, and which rights it lacks.',
    },
    webhook: {
      title: 'Register the webhook',
      text: 'In Stripe’s dashboard, add an endpoint with this address, and enter its signing secret in the basic settings.',
      events: 'The events to send',
      last: (at) => `Last one received: ${at}`,
    },
    settings: {
      title: 'Look through settings and wordings',
      text: 'Choose card saving, capture and the texts, and save.',
    },
    purchase: {
      title: 'Make a test purchase',
      text: 'Buy something in the shop with 4242 4242 4242 4242.',
      last: (order) => `Last order: ${order}`,
      shop: 'Open the shop',
    },
    live: {
      title: 'Go live',
      text: 'Enter the live keys, choose the live environment and save. A second factor or a list of IP addresses is required.',
    },
  },
};

export const startWords = { ja, en };
