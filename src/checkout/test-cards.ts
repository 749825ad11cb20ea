import type { Locale } from '../shared/money.ts';

/** For the panel that only a test key shows. Source: docs.stripe.com/testing. */
export function testCards(locale: Locale): { title: string; cards: [label: string, number: string][] } {
  const [title, ...labels] = {
    ja: ['テスト用カード（押すとコピー）', '承認', '3Dセキュアあり', '拒否', '残高不足', '期限切れ', 'JCB'],
    en: [
      'Test cards (press to copy)',
      'Approved',
      'With 3-D Secure',
      'Declined',
      'Low funds',
      'Expired',
      'JCB',
    ],
  }[locale];
  const numbers = [
    '4242 4242 4242 4242',
    '4000 0027 6000 3184',
    '4000 0000 0000 0002',
    '4000 0000 0000 9995',
    '4000 0000 0000 0069',
    '3566 0020 2036 0505',
  ];
  return { title: title ?? '', cards: numbers.map((number, index) => [labels[index] ?? '', number]) };
}
