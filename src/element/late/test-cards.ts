import type { TemplateResult } from 'lit';
import { testCards } from '../../checkout/test-cards.ts';
import type { Locale } from '../../shared/money.ts';
import type { Html } from './html.ts';

/** For whoever tries the shop with a test key. */
export function renderTestCards(
  html: Html,
  locale: Locale,
  open: boolean,
  onToggle: (open: boolean) => void,
): TemplateResult {
  const { title, cards } = testCards(locale);
  const list = () =>
    html`<div class="actions">
      ${cards.map(
        ([label, number]) =>
          html`<button type="button" @click=${() => void navigator.clipboard?.writeText(number)}>
            ${label}<br />${number}
          </button>`,
      )}
    </div>`;
  return html`<details
    part="test-cards"
    @toggle=${({ target }: Event) => onToggle((target as HTMLDetailsElement).open)}
  >
    <summary>${title}</summary>
    ${open ? list() : ''}
  </details>`;
}
