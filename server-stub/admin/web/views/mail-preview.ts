/** The order mail as the shopper gets it, with the words that stand in the fields. */
import { html, nothing, type TemplateResult } from 'lit';
import { api } from '../api.ts';
import { ApiProblem } from '../call.ts';
import { isOld, showing } from '../frame.ts';
import type { Model, PreviewState } from '../model.ts';
import { previewWords } from '../words/preview.ts';
import { wordingsWords } from '../words/wordings.ts';

export function mailPreview(model: Model): TemplateResult {
  const words = wordingsWords[model.lang];
  const { t, preview, current } = model;
  const { mail: shown } = preview;
  queueMicrotask(() => refresh(model));
  const pressed = <K extends 'mailForm' | 'mailLocale'>(name: K, value: PreviewState[K], label: string) =>
    html`<button
      aria-pressed=${preview[name] === value ? 'true' : 'false'}
      @click=${() => {
        preview[name] = value;
        model.draw();
      }}
    >
      ${label}
    </button>`;
  return html`<section class="panel" aria-labelledby="mail-title">
    <h3 id="mail-title">${words.mailTitle}</h3>
    <p class="help">${words.mailNote}</p>
    ${current.shop.writesMail ? html`<p class="help">${words.shopMails}</p>` : nothing}
    <div class="buttons">
      <div role="group" class="joined" aria-label=${words.mailForm}>
        ${pressed('mailForm', 'html', words.forms.html)} ${pressed('mailForm', 'text', words.forms.text)}
      </div>
      <div role="group" class="joined" aria-label=${words.mailLocale}>
        ${pressed('mailLocale', 'ja', t.languages.ja)} ${pressed('mailLocale', 'en', t.languages.en)}
      </div>
    </div>
    ${
      shown
        ? html`<p>
              <span class="quiet">${words.subject}</span> <span lang=${shown.locale}>${shown.subject}</span>
            </p>
            ${
              preview.mailForm === 'text'
                ? html`<pre
                    tabindex="0"
                    aria-label=${words.mailTitle}
                    lang=${shown.locale}
                    .textContent=${shown.text}
                  ></pre>`
                : html`<iframe
                    class="mail"
                    sandbox=""
                    title=${words.mailTitle}
                    ${showing(`/admin/mail?token=${shown.token}`)}
                  ></iframe>`
            }`
        : nothing
    }
    ${preview.mailProblem === 'refused' ? html`<p class="quiet">${previewWords[model.lang].refused}</p>` : nothing}
    ${
      preview.mailProblem === 'lost'
        ? html`<p class="buttons"><button @click=${() => askAgain(model)}>${t.again}</button></p>`
        : nothing
    }
  </section>`;
}

const pause = 250; // ms; a mail is asked for when the typing rests
let asking = '';
let waiting: ReturnType<typeof setTimeout> | undefined;

/** What was asked for before is asked for once more. */
export function askAgain(model: Model): void {
  asking = '';
  model.draw();
}

/** Asked for anew when what it is made of has changed; the newest question wins. */
function refresh(model: Model): void {
  const { draft, preview } = model;
  const locale = preview.mailLocale;
  const of = JSON.stringify([draft, locale]);
  if (asking === of) return;
  asking = of;
  clearTimeout(waiting);
  if (preview.mail?.of === of && !isOld(preview.mail)) return;
  const ask = () =>
    model.look(async () => {
      try {
        const made = await api.mail(draft, locale);
        if (asking !== of) return;
        preview.mail = { ...made, locale, of, at: Date.now() };
        delete preview.mailProblem;
      } catch (error) {
        if (asking !== of) return;
        delete preview.mail;
        const refused = error instanceof ApiProblem && error.status === 400;
        preview.mailProblem = refused ? 'refused' : 'lost';
        if (!refused) throw error;
      }
    });
  waiting = setTimeout(() => void ask(), preview.mail?.locale === locale ? pause : 0);
}
