import type { TemplateResult } from 'lit';
import { testCards } from '../../checkout/test-cards.ts';
import type { Locale } from '../../shared/money.ts';
import type { Html } from './html.ts';

/** For whoever tries the shop with a test key. */
export function renderTestCards(html: Html, locale: Locale): TemplateResult {
  const { title, cards } = testCards(locale);
  return html`<details part="test-cards">
    <summary>${title}</summary>
    <div class="actions">
      ${cards.map(
        ([label, number]) =>
          html`<button type="button" @click=${() => void navigator.clipboard?.writeText(number)}>
            ${label}<br />${number}
          </button>`,
      )}
    </div>
  </details>`;
}
