import { minorUnitDigits, type Locale } from '../../src/shared/money.ts';
import type { Database } from '../store/database.ts';
import { listBoard, type BoardFilter, type BoardRow } from './board-rows.ts';
import { csvStream } from './csv.ts';

const pageRows = 1000;

type Cell = string | number | boolean | Date | null;
const columns: [Record<Locale, string>, (row: BoardRow) => Cell][] = [
  [{ ja: '分類', en: 'Bucket' }, (row) => row.bucket],
  [{ ja: '状態', en: 'Status' }, (row) => row.status],
  [{ ja: '対応', en: 'Remedy' }, (row) => row.remedy],
  [{ ja: '対応の日時', en: 'Remedy at' }, (row) => row.due],
  [{ ja: '発生日時', en: 'Since' }, (row) => row.at],
  [
    { ja: '金額', en: 'Amount' },
    ({ amount, currency }) => {
      const digits = minorUnitDigits(currency);
      return (amount / 10 ** digits).toFixed(digits);
    },
  ],
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
  const header = columns.map(([name]) => name[locale]);
  return csvStream(header, zone, async () => {
    if (last) return undefined;
    const rows = await listBoard(db, filter, { limit: pageRows, offset });
    offset += rows.length;
    last = rows.length < pageRows;
    return rows.map((row) => columns.map(([, cell]) => cell(row)));
  });
}
