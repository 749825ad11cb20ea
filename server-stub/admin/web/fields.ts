/** The console's form fields: label, help, the reason of a refusal, and what is in the draft. */
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { edit, read, type Model } from './model.ts';
import { textLimits } from '../../settings/limits.ts';
import { reasonOf } from './words/common.ts';

export interface Choice {
  value: string;
  label: string;
  help?: string;
  caution?: string;
}

/** The id that a summary of errors leads to. */
export const fieldId = (path: string): string => `f-${path.replaceAll('.', '-')}`;

export function problemOf({ issues, t }: Model, path: string): TemplateResult | typeof nothing {
  const code = issues.get(path);
  return code ? html`<p class="wrong" id="${fieldId(path)}-wrong">${reasonOf(t, path, code)}</p>` : nothing;
}

const described = (model: Model, path: string) =>
  `${fieldId(path)}-help${model.issues.has(path) ? ` ${fieldId(path)}-wrong` : ''}`;

export function textField(
  model: Model,
  path: string,
  options: { label: string; help?: string; placeholder?: string; number?: boolean },
): TemplateResult {
  const value = read(model.draft, path);
  const onInput = (event: Event) => {
    const text = (event.target as HTMLInputElement).value;
    // What is no number yet, such as a lone minus, stays as it was typed.
    if (options.number) return edit(model, path, /^-?\d+$/.test(text.trim()) ? Number(text) : text);
    // An account that is not named has none, not an empty one.
    return edit(model, path, path === 'accountId' && text === '' ? undefined : text);
  };
  // Full-width digits are as good; while an input method is at work they are left alone.
  const onChange = (event: Event) => {
    const plain = (event.target as HTMLInputElement).value.normalize('NFKC').trim();
    if (options.number && /^-?\d+$/.test(plain)) edit(model, path, Number(plain));
  };
  return html`<div class="field">
    <label for=${fieldId(path)}>${options.label}</label>
    <input
      id=${fieldId(path)}
      class=${options.number ? 'short' : ''}
      inputmode=${options.number ? 'numeric' : 'text'}
      placeholder=${options.placeholder ?? nothing}
      .value=${live(String(value ?? ''))}
      aria-invalid=${model.issues.has(path) ? 'true' : nothing}
      aria-describedby=${described(model, path)}
      @input=${onInput}
      @change=${onChange}
    />
    <p class="help" id="${fieldId(path)}-help">${options.help ?? ''}</p>
    ${problemOf(model, path)}
  </div>`;
}

/** One wording in both languages, with what it is when left empty or put back. */
export function wordingField(
  model: Model,
  name: string,
  options: {
    label: string;
    help: string;
    defaults: Record<'ja' | 'en', string>;
    optional?: boolean;
    rows?: number;
  },
): TemplateResult {
  const { t } = model;
  const one = (locale: 'ja' | 'en') => {
    const path = `wordings.${name}.${locale}`;
    const value = String(read(model.draft, path) ?? '');
    const onInput = (event: Event) => {
      edit(model, path, (event.target as HTMLTextAreaElement).value);
      const other = read(model.draft, `wordings.${name}.${locale === 'ja' ? 'en' : 'ja'}`);
      if (options.optional && !read(model.draft, path) && !other) edit(model, `wordings.${name}`, undefined);
    };
    return html`<div class="field">
      <label for=${fieldId(path)}>${t.languages[locale]}</label>
      <textarea
        id=${fieldId(path)}
        lang=${locale}
        rows=${options.rows ?? 4}
        placeholder=${options.optional ? options.defaults[locale] : nothing}
        .value=${live(value)}
        aria-invalid=${model.issues.has(path) ? 'true' : nothing}
        aria-describedby=${described(model, path)}
        @input=${onInput}
      ></textarea>
      <p class="help counted" id="${fieldId(path)}-help">
        <span>${value.length} / ${textLimits.wording}</span>
        ${backAndForth(model, path, options.optional ? undefined : options.defaults[locale])}
      </p>
      ${problemOf(model, path)}
    </div>`;
  };
  return html`<fieldset class="wording">
    <legend>${options.label}</legend>
    <p class="help">${options.help}</p>
    <div class="pair">${one('ja')} ${one('en')}</div>
  </fieldset>`;
}

/** Puts the default in the place of what was typed, and that back again. */
function backAndForth(model: Model, path: string, fallback: string | undefined) {
  const value = String(read(model.draft, path) ?? '');
  const before = model.replaced.get(path);
  const offer = (words: string, put: () => void) =>
    html`<button class="link" id="${fieldId(path)}-put" @click=${put}>${words}</button>`;
  if (fallback !== undefined && value !== '' && value !== fallback)
    return offer(model.t.toDefault, () => {
      edit(model, path, fallback);
      model.replaced.set(path, value);
      model.draw();
    });
  return before === undefined ? nothing : offer(model.t.fromDefault, () => edit(model, path, before));
}

export function choiceField(
  model: Model,
  path: string,
  options: {
    label: string;
    help?: string;
    choices: Choice[];
    value?: string;
    onChange?: (value: string) => void;
  },
): TemplateResult {
  const value = options.value ?? String(read(model.draft, path));
  const choose = options.onChange ?? ((chosen: string) => edit(model, path, chosen));
  return html`<fieldset class="choices" id=${fieldId(path)} tabindex="-1">
    <legend>${options.label}</legend>
    ${options.help ? html`<p class="help">${options.help}</p>` : nothing}
    ${options.choices.map(
      (choice) =>
        html`<label class="choice">
          <input
            type="radio"
            name=${path}
            value=${choice.value}
            .checked=${live(value === choice.value)}
            @change=${() => choose(choice.value)}
          />
          <span>
            <strong>${choice.label}</strong>
            ${choice.help ? html`<span class="help">${choice.help}</span>` : nothing}
            ${choice.caution ? html`<span class="caution">${choice.caution}</span>` : nothing}
          </span>
        </label>`,
    )}
    ${problemOf(model, path)}
  </fieldset>`;
}

export function switchField(model: Model, path: string, label: string, help: string): TemplateResult {
  return html`<div class="field">
    <label class="choice">
      <input
        id=${fieldId(path)}
        type="checkbox"
        role="switch"
        .checked=${live(read(model.draft, path) === true)}
        aria-describedby="${fieldId(path)}-help"
        @change=${(event: Event) => edit(model, path, (event.target as HTMLInputElement).checked)}
      />
      <strong>${label}</strong>
    </label>
    <p class="help" id="${fieldId(path)}-help">${help}</p>
  </div>`;
}

export function selectField(
  model: Model,
  path: string,
  options: { label: string; help?: string; choices: { value: string; label: string }[] },
): TemplateResult {
  const value = String(read(model.draft, path));
  return html`<div class="field">
    <label for=${fieldId(path)}>${options.label}</label>
    <select
      id=${fieldId(path)}
      aria-describedby=${described(model, path)}
      @change=${(event: Event) => edit(model, path, (event.target as HTMLSelectElement).value)}
    >
      ${options.choices.map(
        (choice) =>
          html`<option value=${choice.value} .selected=${live(choice.value === value)}>
            ${choice.label}
          </option>`,
      )}
    </select>
    <p class="help" id="${fieldId(path)}-help">${options.help ?? ''}</p>
    ${problemOf(model, path)}
  </div>`;
}
