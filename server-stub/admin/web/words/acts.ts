/** What can be done with an order's money, in words. */
import type { ActKind } from '../../../checkout/acts.ts';
import type { Language } from './common.ts';

const ja = {
  title: '操作',
  none: 'いまできる操作はありません。',
  readOnly: '閲覧のみの権限のため、操作はできません。',
  kinds: { capture: '売上を確定する', cancel: 'お支払いを取り消す', refund: '返金する' } satisfies Record<
    ActKind,
    string
  >,
  help: {
    capture:
      '与信した金額を受け取ります。少ない金額でも確定できますが、確定は一度だけで、残りはお客さまに戻ります。',
    cancel: '与信を解放します。お客さまへの請求はなくなり、元に戻せません。注文そのものは取り消されません。',
    refund: '受け取った金額をお客さまのカードへ戻します。何回かに分けられます。元に戻せません。',
  } satisfies Record<ActKind, string>,
  amount: '金額',
  most: (money: string) => `${money} まで`,
  reason: '理由（記録に残ります）',
  reasonMissing: '理由を入力してください。',
  amountWrong: (money: string) => `1以上、${money} までの数字を入力してください。`,
  confirm: (money: string) => `金額：${money}。Stripeに送ります。`,
  agree: '実行する',
  back: 'やめる',
  running: '送信しています',
  states: {
    done: '完了しました。',
    pending: 'Stripeの返事を待っています。自動で続けるので、もう一度押す必要はありません。',
    refused: (code: string) => `Stripeが受け付けませんでした（${code}）。`,
  },
  refusals: {
    'not-capturable': 'いまの状態では売上を確定できません。画面を最新にしました。',
    'not-cancelable': 'いまの状態では取り消せません。画面を最新にしました。',
    'not-refundable': 'いまの状態では返金できません。画面を最新にしました。',
    'amount-too-large': '金額が上限を超えています。画面を最新にしました。',
    'not-allowed': 'この操作をする権限がありません。',
  } as Record<string, string>,
  refused: 'この操作はできませんでした。',
};

const en: typeof ja = {
  title: 'What you can do',
  none: 'Nothing can be done with this payment now.',
  readOnly: 'Your role can look, and change nothing.',
  kinds: { capture: 'Capture', cancel: 'Cancel the payment', refund: 'Refund' },
  help: {
    capture:
      'Takes the money that is held. Less is possible, but only once: the rest goes back to the shopper.',
    cancel: 'Lets the hold go. The shopper is not charged, and it can’t be undone. The order itself stays.',
    refund: 'Gives captured money back to the card, in several parts if need be. It can’t be undone.',
  },
  amount: 'Amount',
  most: (money) => `${money} at most`,
  reason: 'Reason (kept in the record)',
  reasonMissing: 'Please give a reason.',
  amountWrong: (money) => `A number from 1 to ${money}, please.`,
  confirm: (money) => `${money}. This goes to Stripe.`,
  agree: 'Do it',
  back: 'Not now',
  running: 'Sending',
  states: {
    done: 'Done.',
    pending: 'Stripe has not answered yet. It goes on by itself: there is no need to press again.',
    refused: (code) => `Stripe refused it (${code}).`,
  },
  refusals: {
    'not-capturable': 'It can’t be captured as it is now. The page is up to date again.',
    'not-cancelable': 'It can’t be cancelled as it is now. The page is up to date again.',
    'not-refundable': 'It can’t be refunded as it is now. The page is up to date again.',
    'amount-too-large': 'That is more than there is. The page is up to date again.',
    'not-allowed': 'Your role does not allow this.',
  },
  refused: 'This could not be done.',
};

export const actsWords: Record<Language, typeof ja> = { ja, en };
