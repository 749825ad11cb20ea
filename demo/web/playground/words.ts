/** Words of the playground. Stripe's own names stay as they are. */
import type { Locale } from '../../../src/shared/money.ts';
import type { Healing } from './healing.ts';
import type { SceneName } from './model.ts';
import type { Step } from './scenes.ts';

interface Words {
  scenesTitle: string;
  scenes: Record<SceneName, { title: string; text: string }>;
  steps: Record<Step, string>;
  /** Refused, or waited for in vain. */
  missing: (step: string) => string;
  missingHint: string;
  progress: (at: number, of: number) => string;
  idle: string;
  done: string;
  start: string;
  again: string;
  stop: string;
  panes: { shopper: string; shop: string; stripe: string };
  tab: (n: number) => string;
  closed: string;
  noTab: string;
  gone: string;
  process: (id: number) => string;
  shelf: (stock: number, held: number) => string;
  noAttempt: string;
  order: (number: string) => string;
  noOrder: string;
  noIntent: string;
  events: string;
  delivered: string;
  lost: string;
  waiting: string;
  muted: string;
  dashboard: string;
  console: string;
  timeline: string;
  sides: Record<'you' | 'shop' | 'stripe', string>;
  heard: string;
  seconds: (s: string) => string;
  healedTitle: string;
  healed: (healing: Healing, seconds: string) => string;
  green: string;
  red: string;
  stripeEvents: Record<string, string>;
}

const ja: Words = {
  scenesTitle: '出来事を選ぶ',
  scenes: {
    'close-tab': {
      title: '3Dセキュアの途中でタブを閉じる',
      text: '認証画面を開いたままタブを閉じ、あとからカード会社のアプリで認証を済ませます。お金は押さえられたのに、それを伝える画面はもうありません。',
    },
    'last-item': {
      title: '最後の1点が売れる',
      text: '認証を待つあいだに、最後の1点が店頭で売れます。お金を押さえたときには、お届けする品がありません。',
    },
    'second-tab': {
      title: '2つ目のタブで支払う',
      text: '認証画面を開いたまま、別のタブで同じカートの支払いを始めます。二重払いになりそうな場面です。',
    },
    'lost-webhook': {
      title: 'Webhookが届かない',
      text: 'タブを閉じたうえに、Stripeからの通知もすべて失われます。お金を押さえたことを、お店に知らせるものがありません。',
    },
    'killed-server': {
      title: 'サーバーを落とす',
      text: 'カード会社の答えを待っているサーバーのプロセスを、強制終了（SIGKILL）します。',
    },
  },
  steps: {
    cart: '新しいカートで、お客さまがお支払い画面を開く',
    pay: 'カード番号を入れ、「注文を確定する」を押す',
    bank: 'カード会社が本人認証を求める',
    close: 'お客さまがタブを閉じる',
    approve: 'お客さまがカード会社のアプリで認証する',
    sell: '最後の1点を店頭で売る（在庫を0に）',
    answer: 'お客さまが認証を済ませる',
    second: '同じカートを別のタブで開く',
    'take-over': '2つ目のタブで「この画面で支払う」を選ぶ',
    'pay-second': '2つ目のタブで別のカードで支払う',
    mute: 'Webhookをすべて失わせる',
    slow: 'カード会社の答えを3秒遅らせる',
    kill: 'サーバーのプロセスを強制終了する',
    back: 'サーバーが起動し直すのを待つ',
    heal: '直るのを待つ',
    check: '両側をつき合わせて確かめる',
  },
  missing: (step) => `「${step}」がうまくいきませんでした。`,
  missingHint: 'もう一度お試しください。続くときは、サーバーのログとStripe側の画面をご覧ください。',
  progress: (at, of) => `${of}段階のうち${at}`,
  idle: 'ボタンを押すと、ここで始まります。お客さまの画面は実物なので、途中でご自分で操作することもできます。',
  done: '終わりました。',
  start: '始める',
  again: 'もう一度',
  stop: '片づける',
  panes: { shopper: 'お客さま', shop: 'お店', stripe: 'Stripe' },
  tab: (n) => `タブ${n}`,
  closed: 'タブは閉じられました。',
  noTab: 'まだ画面は開いていません。',
  gone: 'サーバーが答えません。つながり次第、続けます。',
  process: (id) => `サーバーのプロセス ${id}`,
  shelf: (stock, held) => `在庫 ${stock}点${held > 0 ? `（うち${held}点はお支払い手続き中）` : ''}`,
  noAttempt: 'お支払いの手続きはまだありません。',
  order: (number) => `注文 ${number}`,
  noOrder: '注文なし',
  noIntent: 'PaymentIntent はまだありません。',
  events: 'イベントとWebhook',
  delivered: '届いた',
  lost: '届かない',
  waiting: 'まだ届いていない',
  muted: 'Webhookはすべて失われています。',
  dashboard: 'Stripe側の画面を開く',
  console: '管理画面を開く',
  timeline: '起きたこと',
  sides: { you: '出来事', shop: 'お店', stripe: 'Stripe' },
  heard: 'お店が知った：',
  seconds: (s) => `${s}秒`,
  healedTitle: '何が直したか',
  healed: (healing, s) => {
    switch (healing.kind) {
      case 'ordered-without-page':
        return healing.by === 'webhook'
          ? `認証の${s}秒後、StripeのWebhookを受けたお店が、自分でStripeに問い合わせて与信を確かめ、注文 ${healing.order} を作りました。画面は要りませんでした。`
          : `認証の${s}秒後、見回り役（sweeper）がStripeに問い合わせて与信を見つけ、注文 ${healing.order} を作りました。画面は要りませんでした。`;
      case 'ordered-without-word':
        return healing.by === 'event-list'
          ? `Webhookは1通も届きませんでした。認証の${s}秒後、お店がStripeのイベント一覧を読んで与信に気づき、注文 ${healing.order} を作りました。`
          : `Webhookは1通も届きませんでした。認証の${s}秒後、見回り役（sweeper）が自分でStripeに問い合わせて与信を見つけ、注文 ${healing.order} を作りました。`;
      case 'cancelled-for-want':
        return `品がなかったので、お店は注文を作らず、認証の${s}秒後までにStripeで与信を取り消しました。代金はかからず、お客さまのカートにそう書いてあります。`;
      case 'taken-over':
        return `お店はまず1つ目のお支払いをStripeで取り消し、それから2つ目を受けました。引き継ぎから${s}秒で、お支払いは1件、注文も ${healing.order} の1件です。1つ目のタブは押さえた金額を残していません。`;
      case 'ordered-after-restart':
        return `サーバーは起動し直し（プロセス ${healing.before} → ${healing.after}）、データベースに残った手続きの続きから始めました。Stripeに問い合わせて与信を見つけ、停止の${s}秒後に注文 ${healing.order} を1件だけ作りました。`;
    }
  },
  green: '両側をつき合わせました。決まりごと（不変条件）はすべて守られています。',
  red: '決まりごと（不変条件）が守られていません。',
  stripeEvents: {
    'payment_intent.created': 'お支払いが作られた',
    'payment_intent.requires_action': '本人認証を待っている',
    'payment_intent.amount_capturable_updated': '与信を押さえた',
    'payment_intent.succeeded': '売上が確定した',
    'payment_intent.canceled': '取り消した。代金はかからない',
    'payment_intent.payment_failed': '承認されなかった',
  },
};

const en: Words = {
  scenesTitle: 'Choose what happens',
  scenes: {
    'close-tab': {
      title: 'Close the tab during 3-D Secure',
      text: 'The tab is closed while the bank asks, and the shopper then approves in the bank’s app. The money is held, and no page is left to say so.',
    },
    'last-item': {
      title: 'Sell the last item',
      text: 'While the bank asks, the last piece is sold over the counter. When the money is held there is nothing to ship.',
    },
    'second-tab': {
      title: 'Second tab',
      text: 'While the bank asks in one tab, the same cart is paid in another. It has the makings of a double payment.',
    },
    'lost-webhook': {
      title: 'Drop the webhook',
      text: 'The tab is closed, and every webhook is lost as well. Nothing tells the shop that the money is held.',
    },
    'killed-server': {
      title: 'Kill the server',
      text: 'The server’s process is killed (SIGKILL) while it waits for the bank’s answer.',
    },
  },
  steps: {
    cart: 'With a fresh cart, the shopper opens the checkout',
    pay: 'The shopper types a card and presses “Place order”',
    bank: 'The bank asks for authentication',
    close: 'The shopper closes the tab',
    approve: 'The shopper approves in the bank’s app',
    sell: 'The last piece is sold over the counter (stock 0)',
    answer: 'The shopper completes the authentication',
    second: 'The same cart is opened in another tab',
    'take-over': 'The second tab chooses “Pay here”',
    'pay-second': 'The second tab pays with another card',
    mute: 'Every webhook is lost from now on',
    slow: 'The bank’s answer is made three seconds late',
    kill: 'The server’s process is killed',
    back: 'The server starts again',
    heal: 'Until it is healed',
    check: 'Both sides are compared',
  },
  missing: (step) => `This did not work: ${step}.`,
  missingHint: 'Please try again. If it goes on, look at the server’s log and at Stripe’s side.',
  progress: (at, of) => `Step ${at} of ${of}`,
  idle: 'Press a button and it begins here. The shopper’s page is the real one, so you can also use it yourself.',
  done: 'Finished.',
  start: 'Start',
  again: 'Again',
  stop: 'Clear away',
  panes: { shopper: 'Shopper', shop: 'Shop', stripe: 'Stripe' },
  tab: (n) => `Tab ${n}`,
  closed: 'The tab has been closed.',
  noTab: 'No page is open yet.',
  gone: 'The server does not answer. This goes on as soon as it does.',
  process: (id) => `Server process ${id}`,
  shelf: (stock, held) => `${stock} in stock${held > 0 ? `, ${held} of them being paid for` : ''}`,
  noAttempt: 'No payment has begun yet.',
  order: (number) => `Order ${number}`,
  noOrder: 'No order',
  noIntent: 'There is no PaymentIntent yet.',
  events: 'Events and webhooks',
  delivered: 'delivered',
  lost: 'lost',
  waiting: 'not delivered yet',
  muted: 'Every webhook is being lost.',
  dashboard: 'Open Stripe’s side',
  console: 'Open the console',
  timeline: 'What happened',
  sides: { you: 'Scene', shop: 'Shop', stripe: 'Stripe' },
  heard: 'The shop learnt of ',
  seconds: (s) => `${s} s`,
  healedTitle: 'What healed it',
  healed: (healing, s) => {
    switch (healing.kind) {
      case 'ordered-without-page':
        return healing.by === 'webhook'
          ? `${s} s after the approval, Stripe’s webhook had made the shop ask Stripe itself; it found the money authorised and made order ${healing.order}. No page was needed.`
          : `The sweeper asked Stripe, found the money authorised and made order ${healing.order}, ${s} s after the approval. No page was needed.`;
      case 'ordered-without-word':
        return healing.by === 'event-list'
          ? `Not one webhook came. ${s} s after the approval the shop had read Stripe’s own list of events, found the money authorised and made order ${healing.order}.`
          : `Not one webhook came. The sweeper asked Stripe by itself, found the money authorised and made order ${healing.order}, ${s} s after the approval.`;
      case 'cancelled-for-want':
        return `With nothing to ship, the shop made no order and had cancelled the hold at Stripe ${s} s after the authentication. Nothing is charged, and the shopper’s cart says so.`;
      case 'taken-over':
        return `The shop first cancelled the first payment at Stripe and only then took the second. ${s} s after the takeover there is one payment and one order, ${healing.order}, and nothing is left on hold for the first tab.`;
      case 'ordered-after-restart':
        return `The server came back (process ${healing.before} → ${healing.after}) and went on from what its database says. It asked Stripe, found the money authorised and made order ${healing.order}, once, ${s} s after it was killed.`;
    }
  },
  green: 'Both sides were compared, and every invariant holds.',
  red: 'An invariant is broken.',
  stripeEvents: {
    'payment_intent.created': 'The payment was created',
    'payment_intent.requires_action': 'It waits for authentication',
    'payment_intent.amount_capturable_updated': 'The money is authorised',
    'payment_intent.succeeded': 'The money was captured',
    'payment_intent.canceled': 'It was cancelled; nothing is charged',
    'payment_intent.payment_failed': 'It was declined',
  },
};

export const playgroundWords: Record<Locale, Words> = { ja, en };
