/** A name that may be broken after its dots and underlines, rather than within a word. */
import { html, type TemplateResult } from 'lit';

export const breakable = (name: string): TemplateResult =>
  html`<code>${name.split(/(?<=[._])/).map((part, n) => (n > 0 ? html`<wbr />${part}` : part))}</code>`;
