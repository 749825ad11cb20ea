import { html, type TemplateResult } from 'lit';

/** For whoever tries the shop with a test key. */
export function renderTestCards({
  title,
  cards,
}: {
  title: string;
  cards: [label: string, number: string][];
}): TemplateResult {
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
