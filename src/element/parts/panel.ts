import { html, nothing, type TemplateResult } from 'lit';
import type { Panel, PanelAction } from '../../checkout/panel.ts';

/** A state's words with the ways on from it. */
export function renderPanel(
  { text, notes, ways }: Panel,
  act: (action: PanelAction) => void,
): TemplateResult {
  return html`<div class="panel" part="conflict">
    <p>${text}</p>
    ${notes?.map((note) => html`<p class="secondary">${note}</p>`)}
    ${
      ways.length > 0
        ? html`<div class="actions">
            ${ways.map((way) =>
              'href' in way
                ? html`<a class="button" href=${way.href}>${way.label}</a>`
                : html`<button
                    type="button"
                    class=${way.primary ? 'primary' : ''}
                    @click=${() => act(way.act)}
                  >
                    ${way.label}
                  </button>`,
            )}
          </div>`
        : nothing
    }
  </div>`;
}
