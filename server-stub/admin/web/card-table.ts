/** A table whose rows a narrow screen lays out as cards. Roles are said, since the layout would lose them. */
import { html, type TemplateResult } from 'lit';

export interface Column<Row> {
  label: string;
  /** Numbers are set to the right. */
  number?: boolean;
  cell(row: Row): unknown;
}

export function cardTable<Row>(
  caption: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
): TemplateResult {
  const kind = ({ number }: Column<Row>) => (number ? 'number' : '');
  return html`<table class="cards" role="table">
    <caption>
      ${caption}
    </caption>
    <thead role="rowgroup">
      <tr role="row">
        ${columns.map(
          (column) => html`<th role="columnheader" scope="col" class=${kind(column)}>${column.label}</th>`,
        )}
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${rows.map(
        (row) =>
          html`<tr role="row">
            ${columns.map(
              (column) =>
                html`<td role="cell" data-label=${column.label} class=${kind(column)}>
                  ${column.cell(row)}
                </td>`,
            )}
          </tr>`,
      )}
    </tbody>
  </table>`;
}
