import { html, nothing, type TemplateResult } from 'lit';
import type { ConnectionReport } from '../../connection.ts';
import { api } from '../api.ts';
import { ApiProblem } from '../call.ts';
import type { Model } from '../model.ts';
import type { View } from '../view.ts';
import { named, type Language } from '../words/common.ts';
import { basicView } from './basic.ts';
import { connectionWords } from '../words/connection.ts';
import { rightsWords } from '../words/rights.ts';

function connection(model: Model): TemplateResult {
  const words = connectionWords[model.lang];
  const { connection: found } = model;
  const run = async () => {
    model.connection = 'running';
    model.draw();
    await model.look(async () => {
      try {
        model.connection = await api.testConnection();
      } catch (error) {
        model.connection = whyNot(error);
        if (error instanceof ApiProblem && [401, 403].includes(error.status)) throw error;
      }
    });
  };
  return html`
    <p class="intro">${words.intro}</p>
    <p class="buttons">
      <button class="main" ?disabled=${found === 'running'} @click=${run}>${words.run}</button>
    </p>
    <div role="status">
      ${found === 'running' ? html`<p class="quiet">${words.running}</p>` : nothing}
      ${found === 'failed' ? html`<p class="problem">${words.failed}</p>` : nothing}
      ${found === 'no-keys' ? noKeys(model.lang) : nothing}
      ${typeof found === 'object' ? report(model, found) : nothing}
    </div>
  `;
}

/** Where nothing can be asked of Stripe yet, and the way to mend it. */
export function noKeys(lang: Language): TemplateResult {
  const words = connectionWords[lang];
  return html`<section class="problem">
    <strong>${words.noKeys}</strong>
    <p>${words.noKeysFix} <a href="#/basic">${basicView.title[lang]}</a></p>
  </section>`;
}

const whyNot = (error: unknown): 'no-keys' | 'failed' =>
  error instanceof ApiProblem && error.code === 'no-keys' ? 'no-keys' : 'failed';

function report({ lang, t, session }: Model, found: ConnectionReport): TemplateResult {
  const words = connectionWords[lang];
  const [headline, fix] = diagnosis(lang, found);
  return html`
    <section class=${fix ? 'problem' : 'success'}>
      <strong>${headline}</strong>
      ${fix ? html`<p>${fix}</p>` : nothing}
      ${found.message ? html`<p><code>${found.message}</code></p>` : nothing}
    </section>
    ${
      found.key === 'good'
        ? html`<dl>
              <div>
                <dt>${words.mode}</dt>
                <dd>${session.stripe.fake ? t.environment.fake : t.environment[found.mode]}</dd>
              </div>
              <div>
                <dt>${words.account}</dt>
                <dd>${found.account?.name ?? ''} <code>${found.account?.id ?? '–'}</code></dd>
              </div>
            </dl>
            <h3>${words.rights}</h3>
            <ul class="rows">
              ${found.rights.map(
                ({ name, granted }) =>
                  html`<li class="row">
                    <span class="wide">${rightName(lang, name)}</span>
                    <span class="chip" data-tone=${granted ? 'good' : 'bad'}
                      >${granted ? words.granted : words.missing}</span
                    >
                  </li>`,
              )}
            </ul>`
        : nothing
    }
  `;
}

/** The server names a right as Stripe does: `PaymentIntents: write`. */
function rightName(lang: Language, name: string): string {
  const [resource = '', right = ''] = name.split(': ');
  const { rights } = rightsWords[lang];
  return right in rights ? named(lang, resource, rights[right as keyof typeof rights]) : name;
}

function diagnosis(lang: Language, found: ConnectionReport): [headline: string, fix?: string] {
  const words = connectionWords[lang];
  if (found.key === 'unknown-to-stripe') return [words.unknown, words.unknownFix];
  if (found.key === 'unreachable') return [words.unreachable, words.unreachableFix];
  if (found.otherAccount) return [words.other, words.otherFix];
  if (found.rights.some(({ granted }) => !granted)) return [words.lacking, words.lackingFix];
  return [words.good];
}

export const connectionView: View = {
  title: { ja: 'Stripe接続', en: 'Stripe connection' },
  draw: connection,
};
