/** What stands around every view: who and where one is, the menu, what went wrong, and what is not saved yet. */
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { mayActAs } from '../roles.ts';
import { fieldId } from './fields.ts';
import { menu, views, viewOfSetting } from './menu.ts';
import { changes, type Model } from './model.ts';
import { readPlace } from './view.ts';
import { named, reasonOf } from './words/common.ts';
import { labelOf } from './words/labels.ts';

/** As the sheets have it: beside the page there is room for the menu. */
export const roomy = matchMedia('(min-width: 801px)');

export interface Shell {
  saving: boolean;
  /** How the last deed ended, for a moment. */
  said: string;
  /** What takes the last deed back, as long as that can be done. */
  undo: (() => (() => void) | undefined) | undefined;
  /** What went wrong, until it is mended. */
  alarm: string;
  save(): void;
  discard(): void;
  signOut(): void;
}

export function page(model: Model, shell: Shell): TemplateResult {
  const { t, lang, place, session, current, issues } = model;
  const view = views[place.view];
  const { stripe } = session;
  const environment = stripe.fake ? 'fake' : current.settings.environment;
  const other = lang === 'ja' ? 'en' : 'ja';
  const undo = shell.said ? shell.undo?.() : undefined;
  return html`
    <a class="skip" href="#main" @click=${skip}>${t.skip}</a>
    <header>
      <h1>${t.title}</h1>
      <span class="chip" data-tone=${environment === 'live' ? 'good' : 'open'}
        >${t.environment[environment]}</span
      >
      <span class="end">
        <a href="?lang=${other}${location.hash}" lang=${other}>${t.otherLanguage}</a>
        <button class="link" @click=${shell.signOut}>${t.signOut}</button>
      </span>
    </header>
    ${navigation(model)}
    <main id="main" tabindex="-1">
      <div class=${shell.alarm || issues.size > 0 ? 'problem' : ''} id="alarm" role="alert" tabindex="-1">
        ${shell.alarm || nothing} ${issues.size > 0 ? summary(model) : nothing}
      </div>
      <h2>${view?.title[lang]}</h2>
      ${
        view?.editsSettings && !mayActAs(session.role, 'staff')
          ? html`<p class="caution">${t.readOnly}</p>`
          : nothing
      }
      ${view?.draw(model)}
    </main>
    ${view?.editsSettings ? saveBar(model, shell) : nothing}
    <div class=${shell.said ? 'said' : ''} role="status">
      ${shell.said || nothing}
      ${undo ? html`<button class="link" @click=${undo}>${t.undo}</button>` : nothing}
    </div>
  `;
}

/** On a narrow page it is folded away, under the name of where one is. */
function navigation({ t, lang, place, session }: Model): TemplateResult {
  return html`<nav aria-label=${t.menu}>
    <details .open=${live(roomy.matches)}>
      <summary>${named(lang, t.menu, views[place.view]?.title[lang] ?? '')}</summary>
      ${menu.map(
        (section) =>
          html`<div role="group" aria-label=${section.title[lang]}>
            <p aria-hidden="true">${section.title[lang]}</p>
            ${Object.entries(section.views)
              .filter(([, { needs }]) => !needs || mayActAs(session.role, needs))
              .map(
                ([name, { title }]) =>
                  html`<a href="#/${name}" aria-current=${name === place.view ? 'page' : nothing}
                    >${title[lang]}</a
                  >`,
              )}
          </div>`,
      )}
    </details>
  </nav>`;
}

/** Each refusal leads to its field, whichever view it is on. */
function summary({ issues, lang, t }: Model): TemplateResult {
  return html`${t.wrongFields(issues.size)}
  ${[...issues].map(
    ([path, code]) =>
      html`<a href="#/${viewOfSetting(path)}" @click=${() => focusThere(path)}
        ><strong>${labelOf(path, lang)}</strong> ${reasonOf(t, path, code)}</a
      >`,
  )}`;
}

/** On another page the field is there as soon as that page is; here at once. */
function focusThere(path: string): void {
  const focus = () => document.getElementById(fieldId(path))?.focus();
  if (readPlace(location.hash).view === viewOfSetting(path)) requestAnimationFrame(focus);
  else addEventListener('hashchange', focus, { once: true });
}

function saveBar(model: Model, shell: Shell): TemplateResult | typeof nothing {
  const { t } = model;
  const count = changes(model).length;
  if (count === 0) return nothing;
  return html`<div class="save" role="region" aria-label=${t.save}>
    <span>${t.unsaved(count)}</span>
    <button @click=${shell.discard} ?disabled=${shell.saving}>${t.discard}</button>
    <button class="main" @click=${shell.save} ?disabled=${shell.saving}>
      ${shell.saving ? t.saving : t.save}
    </button>
  </div>`;
}

/** The address keeps its view; a plain fragment would change it. */
function skip(event: Event): void {
  event.preventDefault();
  document.querySelector<HTMLElement>('#main')?.focus();
}
