/** The order mail as the shopper gets it, with the words that stand in the fields. */
import { html, nothing, type TemplateResult } from 'lit';
import { api } from '../api.ts';
import { drafted } from '../drafted.ts';
import { showing } from '../frame.ts';
import type { Model, PreviewState } from '../model.ts';
import { previewWords } from '../words/preview.ts';
import { wordingsWords } from '../words/wordings.ts';

export function mailPreview(model: Model): TemplateResult {
  const words = wordingsWords[model.lang];
  const { t, preview, current } = model;
  const { shown, problem } = mail;
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
    ${problem === 'refused' ? html`<p class="quiet">${previewWords[model.lang].refused}</p>` : nothing}
    ${
      problem === 'lost'
        ? html`<p class="buttons"><button @click=${() => askAgain(model)}>${t.again}</button></p>`
        : nothing
    }
  </section>`;
}

const pause = 250; // ms; a mail is asked for when the typing rests
const mail = drafted<{ subject: string; text: string; token: string; locale: 'ja' | 'en' }>();

/** What was asked for before is asked for once more. */
export function askAgain(model: Model): void {
  mail.forget();
  model.draw();
}

function refresh(model: Model): void {
  const { draft, preview } = model;
  const locale = preview.mailLocale;
  const make = async () => ({ ...(await api.mail(draft, locale)), locale });
  mail.ask(model, JSON.stringify([draft, locale]), make, mail.shown?.locale === locale ? pause : 0);
}
