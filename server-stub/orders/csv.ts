/** Rows as CSV that spreadsheets open as they are: a BOM, quotes where they are needed, no cell that is taken for a formula. */
import { stringify } from 'csv-stringify/sync';
import { minorUnitDigits } from '../../src/shared/money.ts';

export const bom = '\uFEFF';

export type Cell = string | number | boolean | Date | null;

export function csvRows(rows: readonly (readonly Cell[])[], zone: string): string {
  return stringify(
    rows.map((row) => row.map((cell) => (cell instanceof Date ? inZone(cell, zone) : cell))),
    { escape_formulas: true, record_delimiter: 'windows', cast: { boolean: (yes) => (yes ? '1' : '0') } },
  );
}

/** In the currency's own unit, as a spreadsheet adds it up. */
export function major(amount: number, currency: string): string {
  const digits = minorUnitDigits(currency);
  return (amount / 10 ** digits).toFixed(digits);
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** `2026-11-25 09:30:00`, in the shop's zone: what a spreadsheet takes for a time. */
function inZone(at: Date, zone: string): string {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
    formats.set(zone, format);
  }
  return format.format(at);
}

/**
 * One page after another, each only when the one before was taken: memory holds a page, whatever the number of rows.
 * `next` answers nothing after the last.
 */
export function csvStream(
  header: readonly string[],
  zone: string,
  next: () => Promise<Cell[][] | undefined>,
) {
  const encoder = new TextEncoder();
  let begun = false;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (!begun) {
          begun = true;
          controller.enqueue(encoder.encode(bom + csvRows([header], zone)));
          return;
        }
        const rows = await next();
        if (rows) controller.enqueue(encoder.encode(csvRows(rows, zone)));
        else controller.close();
      },
    },
    { highWaterMark: 1 },
  );
}
