/** Whose account it is, which of its environments, and the keys: typed in whole, never shown again. */
import { html, nothing, type TemplateResult } from 'lit';
import { keyFields, mask, modes, type KeyField, type Mode } from '../../../keys/shape.ts';
import { choiceField, fieldId, problemOf, textField } from '../fields.ts';
import { keyShown, type Model } from '../model.ts';
import { basicWords } from '../words/basic.ts';

export function account(model: Model): TemplateResult {
  const words = basicWords[model.lang];
  return html`<section class="panel">
      <h3>${words.account}</h3>
      ${model.session.role === 'staff' ? html`<p class="caution">${model.t.ownersOnly}</p>` : nothing}
      ${textField(model, 'accountName', { label: words.accountName, help: words.accountNameHelp })}
      ${textField(model, 'accountId', {
        label: words.accountId,
        help: words.accountIdHelp,
        placeholder: 'acct_…',
      })}
      ${choiceField(model, 'environment', {
        label: words.environment,
        help: words.environmentHelp,
        choices: modes.map((mode) => ({ value: mode, label: words.environments[mode] })),
      })}
      ${choiceField(model, 'authMethod', {
        label: words.auth,
        choices: Object.entries(words.authChoices).map(([value, [label = '', help = '']]) => ({
          value,
          label,
          help,
        })),
      })}
    </section>
    ${modes.map((mode) => keys(model, mode))}`;
}

function keys(model: Model, mode: Mode): TemplateResult {
  const words = basicWords[model.lang];
  return html`<section class="panel" aria-labelledby="keys-${mode}">
    <h3 id="keys-${mode}">
      ${words.keys[mode]}
      ${
        model.draft.environment === mode
          ? html`<span class="chip" data-tone="good">${words.inUse}</span>`
          : nothing
      }
    </h3>
    ${keyFields.map((field) => keyField(model, mode, field))}
    <p class="help">${words.keysHelp}</p>
  </section>`;
}

const prefixes = {
  publishableKey: (mode: Mode) => `pk_${mode}_…`,
  secretKey: (mode: Mode, auth: string) => `${auth === 'restricted_key' ? 'rk' : 'sk'}_${mode}_…`,
  webhookSecret: () => 'whsec_…',
};

/** What is stored is told by its last four characters; a press opens an empty field to replace it. */
function keyField(model: Model, mode: Mode, field: KeyField): TemplateResult {
  const words = basicWords[model.lang];
  const path = `keys.${mode}.${field}` as const;
  const id = fieldId(path);
  const stored = storedAs(model, mode, field);
  const typed = model.keys.get(path);
  const write = (value: string | undefined) => {
    if (value === undefined) model.keys.delete(path);
    else model.keys.set(path, value);
    model.issues.delete(path);
    model.draw();
  };
  const open = () => {
    write('');
    requestAnimationFrame(() => document.getElementById(id)?.focus());
  };
  const keep = () => {
    write(undefined);
    // The button that was pressed is gone; the one in the field's place is the same field's.
    document.getElementById(id)?.focus();
  };
  const hint = field === 'webhookSecret' ? words.webhookRotation : '';
  if (stored && typed === undefined && !model.issues.has(path))
    return html`<div class="field">
      <span class="label" id="${id}-label">${words.keyFields[field]}</span>
      <span class="stored">
        <code>${stored}</code>
        <button class="link" id=${id} aria-describedby="${id}-label" @click=${open}>${words.replace}</button>
      </span>
    </div>`;
  return html`<div class="field">
    <label for=${id}>${words.keyFields[field]}</label>
    <input
      id=${id}
      type="text"
      autocomplete="off"
      autocapitalize="none"
      spellcheck="false"
      placeholder=${prefixes[field](mode, model.draft.authMethod)}
      .value=${typed ?? ''}
      aria-invalid=${model.issues.has(path) ? 'true' : nothing}
      aria-describedby="${id}-help ${id}-wrong"
      @input=${(event: Event) => write((event.target as HTMLInputElement).value)}
    />
    <p class="help" id="${id}-help">
      ${stored ? words.stored(stored.slice(-4)) : words.notStored} ${stored ? hint : nothing}
      ${stored ? html`<button class="link" @click=${keep}>${words.keep}</button>` : nothing}
    </p>
    ${problemOf(model, path)}
  </div>`;
}

function storedAs({ current }: Model, mode: Mode, field: KeyField): string | undefined {
  const shown = keyShown(current.keys[mode], field);
  return field === 'publishableKey' ? shown : shown && mask(shown);
}
