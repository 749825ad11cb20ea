/** Every state of the element and every cell of the display matrix, and what brings each about. */
import type { CheckoutStatus } from '../../src/checkout/state.ts';
import { declineMessage } from '../../src/locales/declines.ts';
import { pageWords } from '../../src/locales/page-words.ts';
import type { AttemptView } from '../../src/shared/contract.ts';
import type { Locale } from '../../src/shared/money.ts';
import { cardSavingPolicies, shopperKinds } from '../../src/shared/policy.ts';
import { openOtherTab } from './other-tab.ts';
import * as sample from './samples.ts';
import type { ServerScript } from './scripted-server.ts';
import type { DrawnStripe } from './scripted-stripe.ts';

export interface CellSetup extends sample.Setup {
  /** The decline code of the cell that is refused. */
  error: string;
}

export interface Cell {
  id: string;
  title: Record<Locale, string>;
  server: (setup: CellSetup) => ServerScript;
  stripe?: (stripe: DrawnStripe, setup: CellSetup) => void;
  /** The button is pressed as soon as it is there. */
  press?: true;
  /** Where it comes to rest. */
  status: CheckoutStatus;
  /** And what it says there, where the state alone does not tell. */
  says?: Record<Locale, string>;
}

const names = {
  off: { ja: '保存しない', en: 'Never saved' },
  optional: { ja: '任意で保存', en: 'Saved if agreed' },
  required: { ja: '必ず保存', en: 'Always saved' },
  guest: { ja: 'ゲスト', en: 'guest' },
  member: { ja: '会員', en: 'member' },
  saved: { ja: '会員・保存済みカード', en: 'member, saved card' },
} satisfies Record<string, Record<Locale, string>>;

const joined = (a: Record<Locale, string>, b: Record<Locale, string>) => ({
  ja: `${a.ja} × ${b.ja}`,
  en: `${a.en} × ${b.en}`,
});

export const matrixCells: Cell[] = cardSavingPolicies.flatMap((policy) => [
  ...shopperKinds.toSorted().map((shopper): Cell => ({
    id: `${policy}-${shopper}`,
    title: joined(names[policy], names[shopper]),
    server: (setup) => ({ view: sample.sampleView({ ...setup, policy, shopper }) }),
    status: 'ready',
  })),
  {
    id: `${policy}-saved`,
    title: joined(names[policy], names.saved),
    server: (setup) => ({
      view: sample.sampleView({ ...setup, policy, shopper: 'member' }, { savedCards: 'cuss_preview' }),
    }),
    status: 'ready',
  },
]);

/** As Stripe's form words it. */
const incomplete = { ja: 'カード番号に不備があります。', en: 'Your card number is incomplete.' };

/** A state that the page is opened in: the payment was begun before. */
const reopened =
  (attempt: () => AttemptView) =>
  (setup: CellSetup): ServerScript => ({
    view: sample.sampleView(setup, { attempt: attempt() }),
  });

/** A state that the press of the button leads to. */
const pressed =
  (answer: (setup: CellSetup) => ServerScript['attempt']) =>
  (setup: CellSetup): ServerScript => {
    const attempt = answer(setup);
    return { view: sample.sampleView(setup), ...(attempt && { attempt }) };
  };

export const stateCells: Cell[] = [
  {
    id: 'loading',
    title: { ja: '読み込み中', en: 'Loading' },
    server: () => ({ view: 'never' }),
    status: 'loading',
  },
  {
    id: 'ready',
    title: { ja: '入力できる', en: 'Ready' },
    server: (setup) => ({ view: sample.sampleView(setup) }),
    status: 'ready',
  },
  {
    id: 'asks-email',
    title: { ja: 'メールも電話もわからない', en: 'Neither e-mail nor phone is known' },
    server: (setup) => ({ view: sample.sampleView(setup, { billing: { country: 'JP' } }) }),
    status: 'ready',
  },
  {
    id: 'invalid',
    title: { ja: '入力に誤りがある', en: 'Something is wrong or missing' },
    server: (setup) => ({
      view: sample.sampleView(setup, { threeDSecureData: 'checkbox', billing: { country: 'JP' } }),
    }),
    stripe: (stripe, { locale }) => stripe.rejectCardOnce(incomplete[locale]),
    press: true,
    status: 'failed',
  },
  {
    id: 'processing',
    title: { ja: '手続き中', en: 'Processing' },
    server: pressed(() => 'never'),
    press: true,
    status: 'processing',
  },
  {
    id: 'asking',
    title: { ja: '本人認証の画面を表示中', en: 'The issuer’s own screen is open' },
    server: pressed(sample.actionRequired),
    stripe: (stripe) => stripe.holdActions(),
    press: true,
    status: 'action-required',
  },
  {
    id: 'waiting',
    title: { ja: '本人認証を待っている（再開・中止）', en: 'Waiting for the issuer: resume or cancel' },
    server: reopened(sample.actionRequired),
    status: 'action-required',
  },
  {
    id: 'pending',
    title: { ja: '結果を確認中', en: 'Checking the result' },
    server: reopened(sample.pending),
    status: 'pending',
  },
  {
    id: 'offline',
    title: { ja: '通信が途切れた', en: 'The line broke' },
    server: pressed(() => 'offline'),
    press: true,
    status: 'pending',
  },
  {
    id: 'cancelling',
    title: { ja: '取り消し中', en: 'Cancelling' },
    server: reopened(sample.cancelling),
    status: 'pending',
  },
  {
    id: 'succeeded',
    title: { ja: '注文成立', en: 'Ordered' },
    server: pressed(sample.succeeded),
    press: true,
    status: 'succeeded',
  },
  {
    id: 'declined',
    title: { ja: '承認されなかった', en: 'Declined' },
    server: pressed(({ locale, error }) => declined(error, locale)),
    press: true,
    status: 'failed',
  },
  {
    id: 'closed',
    title: { ja: '取り消された（確保は解放済み）', en: 'Cancelled, hold released' },
    server: pressed(({ locale }) => sample.closed('abandoned', locale)),
    press: true,
    status: 'failed',
  },
  {
    id: 'settings-changed',
    title: { ja: '表示内容が変わった', en: 'Settings changed meanwhile' },
    server: pressed(({ locale }) => sample.refusal('settings-changed', 409, locale)),
    press: true,
    status: 'failed',
  },
  {
    id: 'rate-limited',
    title: { ja: '続けて承認されなかった', en: 'Too many declines' },
    server: pressed(({ locale }) => sample.refusal('rate-limited', 429, locale)),
    press: true,
    status: 'failed',
  },
  {
    id: 'other-tab',
    title: { ja: '別の画面で支払い中', en: 'Being paid on another screen' },
    server: reopened(() => ({ ...sample.actionRequired(), own: false })),
    status: 'conflict',
  },
  {
    id: 'other-tab-gone',
    title: { ja: '支払い中だった画面が閉じられた', en: 'The screen that was paying is closed' },
    server(setup) {
      const attempt = { ...sample.actionRequired(), own: false };
      const other = openOtherTab(attempt.id);
      return { ...reopened(() => attempt)(setup), onAttempt: other.close };
    },
    status: 'conflict',
    says: { ja: pageWords.ja.otherTabGone ?? '', en: pageWords.en.otherTabGone ?? '' },
  },
  {
    id: 'taken-over',
    title: { ja: '別の画面に引き継がれた', en: 'Taken over by another screen' },
    server: pressed(({ locale }) => sample.closed('taken-over', locale)),
    press: true,
    status: 'conflict',
  },
  {
    id: 'cart-changed',
    title: { ja: 'カートが変わった', en: 'The cart changed' },
    server: pressed(({ locale }) => sample.refusal('cart-changed', 409, locale)),
    press: true,
    status: 'conflict',
  },
  {
    id: 'already-ordered',
    title: { ja: '注文済み', en: 'Ordered already' },
    server: ({ locale }) => ({ view: sample.refusal('already-ordered', 409, locale) }),
    status: 'conflict',
  },
  {
    id: 'sold-out',
    title: { ja: '在庫切れ（確保なし）', en: 'Sold out, nothing held' },
    server: pressed(({ locale }) =>
      sample.refusal('sold-out', 409, locale, { items: sample.soldOutItems(locale) }),
    ),
    press: true,
    status: 'conflict',
  },
  {
    id: 'sold-out-released',
    title: { ja: '在庫切れ（確保は取り消し済み）', en: 'Sold out, hold cancelled' },
    server: pressed(({ locale }) => sample.closed('sold-out', locale)),
    press: true,
    status: 'conflict',
  },
  {
    id: 'no-net',
    title: { ja: 'オフライン', en: 'Offline' },
    server: () => ({ view: 'no-net' }),
    status: 'loading',
  },
  {
    id: 'timeout',
    title: { ja: '時間内に応答がない', en: 'No answer in time' },
    server: () => ({ view: 'timeout' }),
    status: 'loading',
  },
  {
    id: 'unreachable',
    title: { ja: 'サーバーにつながらない', en: 'Server unreachable' },
    server: () => ({ view: 'offline' }),
    status: 'loading',
  },
  {
    id: 'stripe-blocked',
    title: { ja: 'カード入力欄が遮られた', en: 'Card form blocked' },
    server: (setup) => ({ view: sample.sampleView(setup) }),
    stripe: (stripe) => stripe.failLoading(true),
    status: 'loading',
  },
  {
    id: 'busy',
    title: { ja: '混み合っている', en: 'Server busy' },
    server: ({ locale }) => ({ view: sample.refusal('unavailable', 503, locale) }),
    status: 'loading',
  },
  {
    id: 'expired',
    title: { ja: '有効期限切れ', en: 'Token expired' },
    server: ({ locale }) => ({ view: sample.refusal('token-expired', 401, locale) }),
    status: 'loading',
  },
  {
    id: 'region',
    title: { ja: '対象外の国', en: 'Country not served' },
    server: ({ locale }) => ({ view: sample.refusal('region-not-served', 403, locale) }),
    status: 'loading',
  },
  {
    id: 'unavailable',
    title: { ja: '無効にされている', en: 'Switched off' },
    server: ({ locale }) => ({ view: sample.refusal('method-unavailable', 403, locale) }),
    status: 'loading',
  },
];

function declined(code: string, locale: Locale): AttemptView {
  const message = declineMessage({ code: 'card_declined', declineCode: code }, locale);
  return sample.attempt({
    status: 'declined',
    decline: { code: 'card_declined', declineCode: code, message },
  });
}
