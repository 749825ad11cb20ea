import { html, nothing, type TemplateResult } from 'lit';
import { choiceField, selectField, switchField, textField, type Choice } from '../fields.ts';
import { edit, type Model } from '../model.ts';

export function basic(model: Model): TemplateResult {
  const { t, draft } = model;
  const choices = (from: Record<string, string[]>, cautions: Record<string, string> = {}): Choice[] =>
    Object.entries(from).map(([value, [label = '', help = '']]) => ({
      value,
      label,
      help,
      ...(cautions[value] && { caution: cautions[value] }),
    }));
  return html`
    <section class="panel">
      <h3>${t.basic.offering}</h3>
      ${switchField(model, 'enabled', t.basic.enabled, t.basic.enabledHelp)} ${regions(model)}
      ${selectField(model, 'initialOrderStatus', {
        label: t.basic.status,
        help: t.basic.statusHelp,
        choices: model.current.shop.statuses.map(({ id, name }) => ({ value: id, label: name[model.lang] })),
      })}
      ${textField(model, 'sortOrder', { label: t.basic.sort, help: t.basic.sortHelp, number: true })}
      ${textField(model, 'contact', { label: t.basic.contact, help: t.basic.contactHelp })}
    </section>
    ${account(model)}
    <section class="panel">
      ${choiceField(model, 'capture', {
        label: t.basic.capture,
        choices: [
          { value: 'manual', label: t.basic.manual, help: t.basic.manualHelp },
          {
            value: 'automatic',
            label: t.basic.automatic,
            help: t.basic.automaticHelp,
            caution: t.basic.automaticCaution,
          },
        ],
      })}
    </section>
    <section class="panel">
      ${choiceField(model, 'threeDSecure', {
        label: t.basic.secure,
        choices: choices(t.basic.secureChoices, { strict: t.basic.strictCaution }),
      })}
    </section>
    <section class="panel">
      ${choiceField(model, 'cardSaving', {
        label: t.basic.saving,
        choices: choices(t.basic.savingChoices, { required: t.basic.requiredCaution }),
      })}
      ${
        draft.cardSaving === 'off'
          ? nothing
          : choiceField(model, 'savingUsage', {
              label: t.basic.usage,
              choices: choices(t.basic.usageChoices),
            })
      }
    </section>
  `;
}

function regions(model: Model): TemplateResult {
  const { t, draft, current, lang } = model;
  const chosen = draft.regions === 'all' ? undefined : draft.regions;
  const names = new Intl.DisplayNames([lang], { type: 'region' });
  const toggle = (code: string) => (event: Event) => {
    const on = (event.target as HTMLInputElement).checked;
    const kept = current.shop.regions.filter((one) => (one === code ? on : chosen?.includes(one)));
    edit(model, 'regions', kept);
  };
  return html`
    ${choiceField(model, 'regions', {
      label: t.basic.regions,
      help: t.basic.regionsHelp,
      value: chosen ? 'chosen' : 'all',
      onChange: (value) => {
        if (value === 'all') edit(model, 'regions', 'all');
        else edit(model, 'regions', [...current.shop.regions]);
      },
      choices: [
        { value: 'all', label: t.basic.all },
        { value: 'chosen', label: t.basic.chosen },
      ],
    })}
    ${
      chosen
        ? html`<fieldset class="countries">
            <legend class="visually-hidden">${t.basic.chosen}</legend>
            ${current.shop.regions.map(
              (code) =>
                html`<label class="choice"
                  ><input
                    type="checkbox"
                    .checked=${chosen.includes(code)}
                    @change=${toggle(code)}
                  />${names.of(code)}</label
                >`,
            )}
          </fieldset>`
        : nothing
    }
  `;
}

function account(model: Model): TemplateResult {
  const { t, session } = model;
  const { stripe } = session;
  const environment = stripe.fake ? t.environment.fake : t.environment[stripe.mode];
  return html`<section class="panel">
    <h3>${t.basic.account}</h3>
    ${textField(model, 'accountName', { label: t.basic.accountName, help: t.basic.accountNameHelp })}
    ${textField(model, 'accountId', {
      label: t.basic.accountId,
      help: t.basic.accountIdHelp,
      placeholder: 'acct_…',
    })}
    <dl>
      <div>
        <dt>${t.basic.environment}</dt>
        <dd>${environment}</dd>
      </div>
      <div>
        <dt>${t.basic.publishable}</dt>
        <dd><code>${stripe.publishableKey}</code></dd>
      </div>
      <div>
        <dt>${t.basic.secret}</dt>
        <dd>${t.basic.ends(stripe.secretKeyHint)}</dd>
      </div>
    </dl>
    <p class="help">${t.basic.keysHelp}</p>
  </section>`;
}
