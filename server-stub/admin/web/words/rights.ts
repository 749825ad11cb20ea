/** What each right of a restricted key is for, in the order and by the names of "Test connection". */
export const rightsWords = {
  ja: {
    title: '制限付きキーに必要な権限',
    resource: '項目',
    right: '権限',
    purpose: '用途',
    rights: { read: '読み取り', write: '書き込み' },
  },
  en: {
    title: 'The rights that a restricted key needs',
    resource: 'Resource',
    right: 'Right',
    purpose: 'What for',
    rights: { read: 'read', write: 'write' },
  },
};

export interface NeededRight {
  resource: string;
  right: 'read' | 'write';
  ja: string;
  en: string;
}

export const neededRights: readonly NeededRight[] = [
  { resource: 'PaymentIntents', right: 'write', ja: '与信、売上、キャンセル', en: 'hold, capture, cancel' },
  {
    resource: 'Customers',
    right: 'write',
    ja: '会員ごと、ゲストの注文ごとに作ります',
    en: "one for each member, one for each guest's order",
  },
  {
    resource: 'PaymentMethods',
    right: 'write',
    ja: '保存済みカードとその削除',
    en: 'saved cards, and removing them',
  },
  {
    resource: 'Customer Sessions',
    right: 'write',
    ja: '会員の保存済みカードの表示',
    en: "showing a member's saved cards in the card form",
  },
  {
    resource: 'Charges',
    right: 'read',
    ja: '3Dセキュアの結果、売上の期限',
    en: '3-D Secure result, until when a hold can be captured',
  },
  { resource: 'Refunds', right: 'write', ja: '返金', en: 'refunds' },
  { resource: 'Disputes', right: 'read', ja: '異議申し立ての結果', en: 'how a dispute ended' },
  {
    resource: 'Confirmation Tokens',
    right: 'read',
    ja: '同意の内容とカードが一致するかの確認',
    en: 'checking that the card answers to what was consented to',
  },
  {
    resource: 'Events',
    right: 'read',
    ja: '届かなかったWebhookの補い',
    en: 'catching up with webhooks that were lost',
  },
];
