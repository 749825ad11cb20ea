/** The words of the webhook page and of the consent ledger. */
import type { Language } from './common.ts';

const ja = {
  webhooks: {
    intro:
      'Stripeからの通知が届いているかを確認できます。届かなかった通知は、10秒ごとの問い合わせで補います。',
    url: '送り先URL',
    problems: {
      'not-https': 'httpsで始まっていません。Stripeは送れません。PUBLIC_URLを確認してください。',
      loopback:
        'このサーバーの中だけで使えるURLのため、Stripeからは届きません。PUBLIC_URLを確認してください。',
    },
    last: '最後に届いた日時',
    never: 'まだ届いていません。',
    day: '直近24時間',
    outcomes: { checked: '処理した', ignored: '対象外' } as Record<string, string>,
    searches: '自動の確認',
    noSearches: 'まだ始まっていません。キーを保存すると、10秒以内に始まります。',
    kinds: {
      events: '通知の問い合わせ（10秒ごと）',
      recent: '直近の突き合わせ（10分ごと）',
      daily: '毎日の突き合わせ',
    } as Record<string, string>,
    reached: (at: string) => `${at} まで確認済み`,
    next: (at: string) => `次回 ${at}`,
    events: '最近の通知',
  },
  consents: {
    intro: 'カードを保存したときにお客さまが読んだ文です。取り下げると、Stripeに保存したカードも外れます。',
    search: '検索',
    searchHelp: '注文番号、Customer（cus_…）、メールアドレス',
    apply: '検索する',
    empty: '同意の記録はまだありません。カードが保存されると、ここに表示されます。',
    none: '条件に合う同意の記録はありません。',
    policies: { optional: 'お客さまが同意', required: '説明文を表示' } as Record<string, string>,
    version: '版',
    withdrawn: (at: string) => `取り下げ ${at}`,
    withdraw: '取り下げる',
    withdrawTitle: 'この同意を取り下げますか',
    withdrawText:
      'Stripeに保存したカードを外します。お客さまは次回、カードを入力し直します。元に戻せません。',
    withdrawDone: '取り下げました。カードも外れています。',
    older: '次の50件',
    newer: '前へ',
  },
};

const en: typeof ja = {
  webhooks: {
    intro: 'Whether Stripe’s events arrive. What does not is caught up with by asking every ten seconds.',
    url: 'Address',
    problems: {
      'not-https': 'It does not begin with https, so Stripe can’t send there. Check PUBLIC_URL.',
      loopback: 'It is reached from this machine only, so nothing from Stripe arrives. Check PUBLIC_URL.',
    },
    last: 'Last one received',
    never: 'None yet.',
    day: 'The last 24 hours',
    outcomes: { checked: 'Looked into', ignored: 'Not about us' },
    searches: 'Automatic checks',
    noSearches: 'Not begun yet. They begin within ten seconds once keys are stored.',
    kinds: {
      events: 'Events (every 10 seconds)',
      recent: 'Recent payments (every 10 minutes)',
      daily: 'All that is held (daily)',
    },
    reached: (at) => `read up to ${at}`,
    next: (at) => `next ${at}`,
    events: 'Latest events',
  },
  consents: {
    intro: 'What shoppers read when a card was stored. Withdrawing one removes the card at Stripe too.',
    search: 'Search',
    searchHelp: 'Order number, Customer (cus_…) or e-mail address',
    apply: 'Search',
    empty: 'No consent yet. One is kept for each card that is saved.',
    none: 'No consent fits.',
    policies: { optional: 'The shopper ticked it', required: 'The notice was shown' },
    version: 'Version',
    withdrawn: (at) => `Withdrawn ${at}`,
    withdraw: 'Withdraw',
    withdrawTitle: 'Withdraw this consent?',
    withdrawText:
      'The card is removed at Stripe, and the shopper types it again next time. It can’t be undone.',
    withdrawDone: 'Withdrawn, and the card is removed.',
    older: 'Next 50',
    newer: 'Back',
  },
};

export const ledgerWords: Record<Language, typeof ja> = { ja, en };
