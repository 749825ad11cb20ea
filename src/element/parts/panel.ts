import { html, nothing, type TemplateResult } from 'lit';
import type { Panel, PanelAction } from '../../checkout/panel.ts';
import { isRecoverable, type LoadProblem } from '../../checkout/load-problem.ts';
import type { Messages } from '../../locales/messages.ts';

/** A state's words with the ways on from it. */
export function renderPanel({ text, note, ways }: Panel, act: (action: PanelAction) => void): TemplateResult {
  return html`<div class="panel" part="conflict" role="status">
    <p>${text}</p>
    ${note ? html`<p class="secondary">${note}</p>` : nothing}
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

/** Why there is no form. It has to be said without the second file, which may be what could not be fetched. */
export function loadPanel(problem: LoadProblem, message: string | undefined, words: Messages): Panel {
  const own: Partial<Record<LoadProblem, string>> = {
    offline: words.offlineNow,
    timeout: words.timedOut,
    server: words.serverDown,
    stripe: words.stripeBlocked,
    'token-expired': words.expired,
  };
  return {
    text: message || own[problem] || words.loadFailed,
    ways: isRecoverable(problem) ? [{ act: 'retryLoad', label: words.tryAgain }] : [],
  };
}
