/** The states of an order's money, in words and by how they look. */
import type { OrderMoney } from '../../../store/schema.ts';
import type { Language } from './common.ts';

export const moneyWords: Record<Language, Record<OrderMoney, string>> = {
  ja: {
    authorised: '未確定（与信済み）',
    captured: '売上確定',
    partly_refunded: '一部返金',
    refunded: '返金済み',
    voided: '取消済み',
    disputed: '異議申し立て',
    needs_attention: '要確認',
  },
  en: {
    authorised: 'Authorised',
    captured: 'Captured',
    partly_refunded: 'Partly refunded',
    refunded: 'Refunded',
    voided: 'Cancelled',
    disputed: 'Disputed',
    needs_attention: 'Needs attention',
  },
};

export const moneyTone: Record<OrderMoney, 'good' | 'open' | 'warn' | 'bad'> = {
  authorised: 'open',
  captured: 'good',
  partly_refunded: 'open',
  refunded: 'open',
  voided: 'open',
  disputed: 'bad',
  needs_attention: 'bad',
};
