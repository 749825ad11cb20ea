/** The list of orders as a file: all filtered rows, newest first. */
import type { Locale } from '../../src/shared/money.ts';
import type { Database } from '../store/database.ts';
import type { OrderFilter } from './filter.ts';
import { csvStream, major } from './csv.ts';
import { listOrders, type OrderRow } from './list.ts';

const pageRows = 2000;

const columns: [Record<Locale, string>, (row: OrderRow) => string | number | boolean | Date | null][] = [
  [{ ja: '注文番号', en: 'Order number' }, (row) => row.order],
  [{ ja: '注文日時', en: 'Ordered at' }, (row) => row.createdAt],
  [{ ja: '入金の状態', en: 'Money' }, (row) => row.money],
  [{ ja: '注文状態', en: 'Order status' }, (row) => row.status],
  [{ ja: '金額', en: 'Amount' }, (row) => major(row.amount, row.currency)],
  [{ ja: '売上確定額', en: 'Captured' }, (row) => major(row.captured, row.currency)],
  [{ ja: '返金額', en: 'Refunded' }, (row) => major(row.refunded, row.currency)],
  [{ ja: '通貨', en: 'Currency' }, (row) => row.currency.toUpperCase()],
  [{ ja: '決済方法', en: 'Method' }, (row) => row.method],
  [{ ja: 'カード会社', en: 'Card brand' }, (row) => row.brand],
  [{ ja: '下4桁', en: 'Last four' }, (row) => row.last4],
  [{ ja: 'カード保存', en: 'Card saved' }, (row) => row.saved],
  [{ ja: '売上確定の期限', en: 'Capture before' }, (row) => row.captureBefore],
  [{ ja: 'お問い合わせ番号', en: 'Reference' }, (row) => row.reference],
  [{ ja: 'PaymentIntent', en: 'PaymentIntent' }, (row) => row.intent],
  [{ ja: '環境', en: 'Mode' }, (row) => row.mode],
  [{ ja: 'アカウント', en: 'Account' }, (row) => row.account],
];

export function ordersCsv(
  db: Database,
  { filter, zone, locale }: { filter: OrderFilter; zone: string; locale: Locale },
): ReadableStream<Uint8Array> {
  let after: string | undefined;
  let last = false;
  const header = columns.map(([name]) => name[locale]);
  return csvStream(header, zone, async () => {
    if (last) return undefined;
    const page = await listOrders(db, { filter, zone, limit: pageRows, after });
    after = page.next;
    last = !page.next;
    return page.orders.map((row) => columns.map(([, cell]) => cell(row)));
  });
}
