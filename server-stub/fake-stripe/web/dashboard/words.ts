/** The dashboard's words. Stripe's own names (statuses, event types, codes) stay as they are, beside a plain word. */
import type Stripe from 'stripe';
import type { FaultKind } from '../../faults.ts';

export type Language = 'ja' | 'en';
export type View = 'payments' | 'events' | 'customers' | 'requests' | 'faults';

interface Words {
  title: string;
  note: string;
  views: Record<View, string>;
  menu: string;
  skip: string;
  otherLanguage: string;
  now: string;
  moved(hours: string): string;
  unreachable: string;
  search: string;
  allStatuses: string;
  status: string;
  found(count: number, all: number): string;
  none: Record<View, string>;
  noMatch: string;
  statuses: Record<Stripe.PaymentIntent.Status, string>;
  declined: string;
  undelivered: string;
  back: string;
  gone: string;
  facts: Record<
    | 'id'
    | 'amount'
    | 'capturable'
    | 'received'
    | 'refunded'
    | 'captureMethod'
    | 'captureBefore'
    | 'created'
    | 'customer'
    | 'description'
    | 'card'
    | 'threeDSecure'
    | 'checks'
    | 'error'
    | 'futureUsage'
    | 'cancellation',
    string
  >;
  metadata: string;
  charges: string;
  chargeFailed: string;
  chargeCaptured: string;
  chargeHeld: string;
  refunds: string;
  disputes: string;
  history: string;
  asJson: string;
  act: Record<'capture' | 'cancel' | 'refund' | 'dispute' | 'won' | 'lost', string>;
  ask: Record<'capture' | 'cancel' | 'refund' | 'dispute' | 'reset', string>;
  amountToMove: string;
  badAmount(max: string): string;
  notNow: string;
  done: string;
  refused(message: string): string;
  waiting(count: number): string;
  tries(count: number, why: string): string;
  connected: string;
  endpoints: string;
  allEvents: string;
  savedCards: string;
  noCards: string;
  deleted: string;
  replayed: string;
  key: string;
  dropped: string;
  inFlight: string;
  clock: string;
  clockNote: string;
  hour: string;
  day: string;
  week: string;
  month: string;
  realTime: string;
  faults: string;
  faultsNote: string;
  kind: string;
  call: string;
  anyCall: string;
  calls: { method: 'GET' | 'POST'; path: string; label: string }[];
  nth: string;
  times: string;
  timesNote: string;
  chance: string;
  chanceNote: string;
  delay: string;
  delayNote: string;
  add: string;
  remove: string;
  noFaults: string;
  counted(seen: number, struck: number): string;
  kinds: Record<FaultKind, string>;
  processing: string;
  processingNote: string;
  confirmations: string;
  seconds: string;
  webhooks: string;
  webhooksNote: string;
  switches: Record<'lose' | 'duplicate' | 'reorder' | 'delay_ms', string>;
  paused: string;
  pause: string;
  resume: string;
  save: string;
  saved: string;
  reset: string;
  resetNote: string;
}

const paths = {
  create: { method: 'POST', path: '/v1/payment_intents' },
  confirm: { method: 'POST', path: '/v1/payment_intents/*/confirm' },
  retrieve: { method: 'GET', path: '/v1/payment_intents/*' },
  capture: { method: 'POST', path: '/v1/payment_intents/*/capture' },
  cancel: { method: 'POST', path: '/v1/payment_intents/*/cancel' },
  refund: { method: 'POST', path: '/v1/refunds' },
  list: { method: 'GET', path: '/v1/payment_intents' },
  customer: { method: 'POST', path: '/v1/customers' },
  session: { method: 'POST', path: '/v1/customer_sessions' },
  token: { method: 'POST', path: '/v1/confirmation_tokens' },
  readToken: { method: 'GET', path: '/v1/confirmation_tokens/*' },
  authenticate: { method: 'POST', path: '/v1/3ds2/authenticate' },
  events: { method: 'GET', path: '/v1/events' },
} as const;

export const words: Record<Language, Words> = {
  ja: {
    title: 'テスト用Stripeの管理画面',
    note: 'Stripeの代わりをするテスト用のサーバーです。実際のお金は動きません。',
    views: {
      payments: '支払い',
      events: 'イベント',
      customers: '顧客',
      requests: 'リクエスト',
      faults: '障害と時刻',
    },
    menu: 'メニュー',
    skip: '本文へ',
    otherLanguage: 'English',
    now: 'Stripeの時刻',
    moved: (hours) => `実際より${hours}進んでいます`,
    unreachable: 'サーバーにつながりません。起動しているか確認してください。つながり次第、自動で更新します。',
    search: 'ID、説明、注文番号、メールで探す',
    allStatuses: 'すべての状態',
    status: '状態',
    found: (count, all) => (count === all ? `${all}件` : `${all}件中${count}件`),
    none: {
      payments: 'まだ支払いはありません。お店で何か購入すると、ここに表示されます。',
      events: 'まだイベントはありません。',
      customers: 'まだ顧客はいません。',
      requests: 'まだリクエストはありません。',
      faults: '',
    },
    noMatch: '条件に合う支払いはありません。',
    statuses: {
      requires_payment_method: 'カード待ち',
      requires_confirmation: '確定待ち',
      requires_action: '本人認証待ち',
      processing: '処理中',
      requires_capture: '与信済み（未売上）',
      canceled: 'キャンセル済み',
      succeeded: '売上済み',
    },
    declined: '拒否されました',
    undelivered: '未配信',
    back: '支払いの一覧へ',
    gone: 'この支払いは見つかりません。',
    facts: {
      id: 'ID',
      amount: '金額',
      capturable: '売上にできる金額',
      received: '売上金額',
      refunded: '返金額',
      captureMethod: '売上の方法',
      captureBefore: '売上の期限',
      created: '作成',
      customer: '顧客',
      description: '説明',
      card: 'カード',
      threeDSecure: '3Dセキュア',
      checks: 'カードの確認',
      error: '直近のエラー',
      futureUsage: '保存後の利用',
      cancellation: 'キャンセルの理由',
    },
    metadata: 'メタデータ',
    charges: '課金',
    chargeFailed: '失敗',
    chargeCaptured: '売上済み',
    chargeHeld: '与信済み',
    refunds: '返金',
    disputes: '不審請求の申請',
    history: '経過',
    asJson: 'JSON',
    act: {
      capture: '売上にする',
      cancel: 'キャンセルする',
      refund: '返金する',
      dispute: '不審請求を申請する',
      won: '店舗の勝ちで終える',
      lost: '店舗の負けで終える',
    },
    ask: {
      capture: 'Stripeの管理画面で売上にしたときと同じことが起こります。',
      cancel: '与信を取り消します。元に戻せません。',
      refund: '売上を返金します。元に戻せません。',
      dispute: 'カードの持ち主が身に覚えのない請求だと申し立てた、という状況を作ります。',
      reset: '支払い、顧客、イベント、障害の設定がすべて消えます。元に戻せません。',
    },
    amountToMove: '金額',
    badAmount: (max) => `1以上${max}以下の数を入力してください。`,
    notNow: 'やめる',
    done: '完了しました。',
    refused: (message) => `できませんでした：${message}`,
    waiting: (count) => `未配信のWebhook ${count}件`,
    tries: (count, why) => `${count}回失敗：${why}`,
    connected: '連結アカウントのイベント',
    endpoints: 'Webhookの送り先',
    allEvents: 'すべてのイベント',
    savedCards: '保存済みカード',
    noCards: '保存済みカードはありません',
    deleted: '削除済み',
    replayed: '再送',
    key: '冪等キー',
    dropped: '切断',
    inFlight: '処理中',
    clock: '時刻',
    clockNote: '進めると、与信の期限切れやWebhookの再送など、時間で起こることがすぐに起こります。',
    hour: '1時間進める',
    day: '1日進める',
    week: '7日進める',
    month: '30日進める',
    realTime: '実際の時刻に戻す',
    faults: 'APIの障害',
    faultsNote: '通信の切断やStripe側のエラーを、決まったリクエストで起こします。',
    kind: '起こすこと',
    call: '対象のリクエスト',
    anyCall: 'すべて',
    calls: [
      { ...paths.create, label: '支払いの作成' },
      { ...paths.confirm, label: '支払いの確定' },
      { ...paths.retrieve, label: '支払いの照会' },
      { ...paths.capture, label: '売上' },
      { ...paths.cancel, label: 'キャンセル' },
      { ...paths.refund, label: '返金' },
      { ...paths.list, label: '支払いの一覧' },
      { ...paths.customer, label: '顧客の作成' },
      { ...paths.session, label: '保存済みカードの表示許可（CustomerSession）' },
      { ...paths.token, label: 'カード情報の送信（ブラウザーから）' },
      { ...paths.readToken, label: 'カード情報の照会（ConfirmationToken）' },
      { ...paths.authenticate, label: '本人認証の結果（ブラウザーから）' },
      { ...paths.events, label: 'イベントの一覧' },
    ],
    nth: '何回目から',
    times: '回数',
    timesNote: '0なら取り消すまで続きます。',
    chance: '起こる確率（%）',
    chanceNote: '100なら毎回起こります。',
    delay: '遅らせる時間（ミリ秒）',
    delayNote: '「返事を遅らせる」のときだけ使います。',
    add: '障害を起こす',
    remove: '取り消す',
    noFaults: '起こしている障害はありません。',
    counted: (seen, struck) => `対象${seen}回・発生${struck}回`,
    kinds: {
      drop_before: '届く前に切断（実行されない）',
      drop_after: '実行後、返事の前に切断',
      cut: '実行後、返事の途中で切断',
      delay: '返事を遅らせる',
      conflict: '409 同じキーを処理中',
      rate_limit: '429 リクエストが多すぎる',
      lock_timeout: '429 ほかの処理がロック中',
      error: '500 実行されない',
      error_after: '500 実行されている',
    },
    processing: '銀行の返事待ち',
    processingNote: '次の確定は、指定した秒数だけ「処理中」（processing）のままになります。',
    confirmations: '対象にする確定の数',
    seconds: '待つ秒数',
    webhooks: 'Webhookの障害',
    webhooksNote: '数は残り回数で、-1ならずっと続きます。',
    switches: {
      lose: '失う数',
      duplicate: '二重に送る数',
      reorder: '逆順にする数',
      delay_ms: '遅らせる時間（ミリ秒）',
    },
    paused: '配信を止めています。',
    pause: '配信を止める',
    resume: '配信を再開する',
    save: '保存する',
    saved: '保存しました。',
    reset: 'すべて消す',
    resetNote: 'テスト用Stripeを最初の状態に戻します。お店のデータは消えません。',
  },
  en: {
    title: 'Test Stripe dashboard',
    note: 'This server stands in for Stripe. No real money moves.',
    views: {
      payments: 'Payments',
      events: 'Events',
      customers: 'Customers',
      requests: 'Requests',
      faults: 'Faults and time',
    },
    menu: 'Menu',
    skip: 'Skip to content',
    otherLanguage: '日本語',
    now: 'Time at Stripe',
    moved: (hours) => `${hours} ahead of the real time`,
    unreachable: 'The server can’t be reached. Check that it is running; this page goes on by itself.',
    search: 'Find by ID, description, order or e-mail',
    allStatuses: 'Every status',
    status: 'Status',
    found: (count, all) => (count === all ? `${all} in all` : `${count} of ${all}`),
    none: {
      payments: 'No payments yet. Buy something in the shop, and it shows here.',
      events: 'No events yet.',
      customers: 'No customers yet.',
      requests: 'No requests yet.',
      faults: '',
    },
    noMatch: 'No payment is like that.',
    statuses: {
      requires_payment_method: 'Waits for a card',
      requires_confirmation: 'To be confirmed',
      requires_action: 'Authenticating',
      processing: 'Processing',
      requires_capture: 'Authorised',
      canceled: 'Cancelled',
      succeeded: 'Captured',
    },
    declined: 'Declined',
    undelivered: 'not delivered',
    back: 'All payments',
    gone: 'There is no such payment.',
    facts: {
      id: 'ID',
      amount: 'Amount',
      capturable: 'Can be captured',
      received: 'Captured',
      refunded: 'Refunded',
      captureMethod: 'Capture',
      captureBefore: 'Capture before',
      created: 'Created',
      customer: 'Customer',
      description: 'Description',
      card: 'Card',
      threeDSecure: '3-D Secure',
      checks: 'Card checks',
      error: 'Last error',
      futureUsage: 'Saved for',
      cancellation: 'Cancelled because',
    },
    metadata: 'Metadata',
    charges: 'Charges',
    chargeFailed: 'Failed',
    chargeCaptured: 'Captured',
    chargeHeld: 'Authorised',
    refunds: 'Refunds',
    disputes: 'Disputes',
    history: 'What happened',
    asJson: 'JSON',
    act: {
      capture: 'Capture',
      cancel: 'Cancel',
      refund: 'Refund',
      dispute: 'Dispute',
      won: 'End it as won',
      lost: 'End it as lost',
    },
    ask: {
      capture: 'The same happens as when it is captured in Stripe’s dashboard.',
      cancel: 'The authorisation is released. This can’t be undone.',
      refund: 'Captured money goes back. This can’t be undone.',
      dispute: 'As if the cardholder said that this payment was not theirs.',
      reset: 'Payments, customers, events and faults are all gone. This can’t be undone.',
    },
    amountToMove: 'Amount',
    badAmount: (max) => `Give a number from 1 to ${max}.`,
    notNow: 'Not now',
    done: 'Done.',
    refused: (message) => `Refused: ${message}`,
    waiting: (count) => `${count} webhook${count === 1 ? '' : 's'} not delivered`,
    tries: (count, why) => `failed ${count} time${count === 1 ? '' : 's'}: ${why}`,
    connected: 'of connected accounts',
    endpoints: 'Webhook endpoints',
    allEvents: 'every event',
    savedCards: 'Saved cards',
    noCards: 'No saved card',
    deleted: 'deleted',
    replayed: 'replayed',
    key: 'idempotency key',
    dropped: 'dropped',
    inFlight: 'under way',
    clock: 'Time',
    clockNote: 'What time brings comes at once: holds expire, webhooks are sent again.',
    hour: '1 hour on',
    day: '1 day on',
    week: '7 days on',
    month: '30 days on',
    realTime: 'Back to the real time',
    faults: 'API faults',
    faultsNote: 'Lost connections and Stripe’s own errors, at the call that you choose.',
    kind: 'What happens',
    call: 'To which request',
    anyCall: 'Any',
    calls: [
      { ...paths.create, label: 'Create a payment' },
      { ...paths.confirm, label: 'Confirm' },
      { ...paths.retrieve, label: 'Retrieve' },
      { ...paths.capture, label: 'Capture' },
      { ...paths.cancel, label: 'Cancel' },
      { ...paths.refund, label: 'Refund' },
      { ...paths.list, label: 'List payments' },
      { ...paths.customer, label: 'Create a customer' },
      { ...paths.session, label: 'Show saved cards (CustomerSession)' },
      { ...paths.token, label: 'Send the card (from the browser)' },
      { ...paths.readToken, label: 'Look at the card (ConfirmationToken)' },
      { ...paths.authenticate, label: 'End of 3-D Secure (from the browser)' },
      { ...paths.events, label: 'List events' },
    ],
    nth: 'From call no.',
    times: 'How often',
    timesNote: '0 goes on until you remove it.',
    chance: 'Chance (%)',
    chanceNote: '100 strikes every time.',
    delay: 'Delay (milliseconds)',
    delayNote: 'Only for a slow answer.',
    add: 'Add the fault',
    remove: 'Remove',
    noFaults: 'No fault is set.',
    counted: (seen, struck) => `${seen} matched, ${struck} struck`,
    kinds: {
      drop_before: 'Connection lost before (not executed)',
      drop_after: 'Executed, connection lost before the answer',
      cut: 'Executed, answer cut off',
      delay: 'Slow answer',
      conflict: '409 key in use',
      rate_limit: '429 too many requests',
      lock_timeout: '429 locked by another request',
      error: '500, not executed',
      error_after: '500, executed',
    },
    processing: 'A slow bank',
    processingNote: 'The next confirmations stay in “processing” for so many seconds.',
    confirmations: 'How many confirmations',
    seconds: 'Seconds to wait',
    webhooks: 'Webhook faults',
    webhooksNote: 'Numbers count down as they are used; -1 goes on for ever.',
    switches: {
      lose: 'Lose',
      duplicate: 'Send twice',
      reorder: 'Send in reverse order',
      delay_ms: 'Delay (milliseconds)',
    },
    paused: 'Delivery is paused.',
    pause: 'Pause delivery',
    resume: 'Resume delivery',
    save: 'Save',
    saved: 'Saved.',
    reset: 'Forget everything',
    resetNote: 'Puts the test Stripe back to its beginning. The shop keeps its own data.',
  },
};
