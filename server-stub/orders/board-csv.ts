import type { Locale } from '../../src/shared/money.ts';
import type { Database } from '../store/database.ts';
import { listBoard, type BoardFilter, type BoardRow } from './board-rows.ts';
import { csvStream, major, type Cell } from './csv.ts';

const pageRows = 1000;

const columns: [Record<Locale, string>, (row: BoardRow) => Cell][] = [
  [{ ja: '分類', en: 'Bucket' }, (row) => row.bucket],
  [{ ja: '状態', en: 'Status' }, (row) => row.status],
  [{ ja: '対応', en: 'Remedy' }, (row) => row.remedy],
  [{ ja: '対応の日時', en: 'Remedy at' }, (row) => row.due],
  [{ ja: '発生日時', en: 'Since' }, (row) => row.at],
  [{ ja: '金額', en: 'Amount' }, ({ amount, currency }) => major(amount, currency)],
  [{ ja: '通貨', en: 'Currency' }, (row) => row.currency.toUpperCase()],
  [{ ja: '注文番号', en: 'Order number' }, (row) => row.order],
  [{ ja: 'お問い合わせ番号', en: 'Reference' }, (row) => row.reference],
  [{ ja: 'PaymentIntent', en: 'PaymentIntent' }, (row) => row.intent],
  [{ ja: '環境', en: 'Mode' }, (row) => row.mode],
  [{ ja: '保留の理由', en: 'Snoozed because' }, (row) => row.snoozeReason],
];

export function boardCsv(
  db: Database,
  filter: BoardFilter,
  { zone, locale }: { zone: string; locale: Locale },
): ReadableStream<Uint8Array> {
  let offset = 0;
  let last = false;
  const totals = new Map<string, { rows: number; amount: number }>();
  const header = columns.map(([name]) => name[locale]);
  return csvStream(header, zone, async () => {
    if (last) return undefined;
    const rows = await listBoard(db, filter, { limit: pageRows, offset });
    offset += rows.length;
    last = rows.length < pageRows;
    for (const { currency, amount } of rows) {
      const sum = totals.get(currency) ?? { rows: 0, amount: 0 };
      totals.set(currency, { rows: sum.rows + 1, amount: sum.amount + amount });
    }
    const cells = rows.map((row) => columns.map(([, cell]) => cell(row)));
    return last ? [...cells, ...totalRows(totals, locale)] : cells;
  });
}

/** One for each currency, last: they add up to what the page says of the same rows. */
function totalRows(totals: ReadonlyMap<string, { rows: number; amount: number }>, locale: Locale): Cell[][] {
  return [...totals].map(([currency, { rows, amount }]) => {
    const cells: Cell[] = columns.map(() => null);
    cells[0] = locale === 'ja' ? `合計 ${rows}件` : `Total of ${rows}`;
    cells[columns.findIndex(([name]) => name.en === 'Amount')] = major(amount, currency);
    cells[columns.findIndex(([name]) => name.en === 'Currency')] = currency.toUpperCase();
    return cells;
  });
}
