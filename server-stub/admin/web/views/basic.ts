import { html, nothing, type TemplateResult } from 'lit';
import { choiceField, selectField, switchField, textField, type Choice } from '../fields.ts';
import { account } from './account.ts';
import { edit, type Model } from '../model.ts';
import type { View } from '../view.ts';
import { basicWords } from '../words/basic.ts';
import { regionName } from '../words/regions.ts';

function basic(model: Model): TemplateResult {
  const words = basicWords[model.lang];
  const { draft } = model;
  const choices = (from: Record<string, string[]>, cautions: Record<string, string> = {}): Choice[] =>
    Object.entries(from).map(([value, [label = '', help = '']]) => ({
      value,
      label,
      help,
      ...(cautions[value] && { caution: cautions[value] }),
    }));
  return html`
    <section class="panel">
      <h3>${words.offering}</h3>
      ${switchField(model, 'enabled', words.enabled, words.enabledHelp)} ${regions(model)}
      ${selectField(model, 'initialOrderStatus', {
        label: words.status,
        help: words.statusHelp,
        choices: model.current.shop.statuses.map(({ id, name }) => ({ value: id, label: name[model.lang] })),
      })}
      ${textField(model, 'sortOrder', { label: words.sort, help: words.sortHelp, number: true })}
      <fieldset class="wording">
        <legend>${words.contact}</legend>
        <p class="help">${words.contactHelp}</p>
        <div class="pair">
          ${(['ja', 'en'] as const).map((locale) =>
            textField(model, `contact.${locale}`, { label: model.t.languages[locale] }),
          )}
        </div>
      </fieldset>
    </section>
    ${account(model)}
    <section class="panel">
      ${choiceField(model, 'capture', {
        label: words.capture,
        choices: [
          { value: 'manual', label: words.manual, help: words.manualHelp },
          {
            value: 'automatic',
            label: words.automatic,
            help: words.automaticHelp,
            caution: words.automaticCaution,
          },
        ],
      })}
    </section>
    <section class="panel">
      ${choiceField(model, 'threeDSecure', {
        label: words.secure,
        choices: choices(words.secureChoices, { strict: words.strictCaution }),
      })}
    </section>
    <section class="panel">
      ${choiceField(model, 'cardSaving', {
        label: words.saving,
        choices: choices(words.savingChoices, { required: words.requiredCaution }),
      })}
      ${
        draft.cardSaving === 'off'
          ? nothing
          : choiceField(model, 'savingUsage', {
              label: words.usage,
              choices: choices(words.usageChoices),
            })
      }
    </section>
  `;
}

function regions(model: Model): TemplateResult {
  const words = basicWords[model.lang];
  const { draft, current, lang } = model;
  const chosen = draft.regions === 'all' ? undefined : draft.regions;
  const toggle = (code: string) => (event: Event) => {
    const on = (event.target as HTMLInputElement).checked;
    const kept = current.shop.regions.filter((one) => (one === code ? on : chosen?.includes(one)));
    edit(model, 'regions', kept);
  };
  return html`
    ${choiceField(model, 'regions', {
      label: words.regions,
      help: words.regionsHelp,
      value: chosen ? 'chosen' : 'all',
      onChange: (value) => {
        if (value === 'all') edit(model, 'regions', 'all');
        else edit(model, 'regions', [...current.shop.regions]);
      },
      choices: [
        { value: 'all', label: words.all },
        { value: 'chosen', label: words.chosen },
      ],
    })}
    ${
      chosen
        ? html`<fieldset class="countries">
            <legend class="visually-hidden">${words.chosen}</legend>
            ${current.shop.regions.map(
              (code) =>
                html`<label class="choice"
                  ><input
                    type="checkbox"
                    .checked=${chosen.includes(code)}
                    @change=${toggle(code)}
                  />${regionName(code, lang)}</label
                >`,
            )}
          </fieldset>`
        : nothing
    }
  `;
}

export const basicView: View = {
  title: { ja: '基本設定', en: 'Basic settings' },
  draw: basic,
  editsSettings: true,
};
