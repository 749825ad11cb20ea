import { html, nothing, type TemplateResult } from 'lit';
import { api } from '../api.ts';
import { ApiProblem } from '../call.ts';
import type { Settings } from '../../../settings/settings.ts';
import { cardTable } from '../card-table.ts';
import { read, type Model } from '../model.ts';
import type { View } from '../view.ts';
import { named, reasonOf } from '../words/common.ts';
import { labelOf } from '../words/labels.ts';
import { transferWords } from '../words/transfer.ts';
import { valueOf } from '../words/values.ts';

function transfer(model: Model): TemplateResult {
  const words = transferWords[model.lang];
  const { imported } = model;
  return html`
    <section class="panel">
      <h3>${words.exportTitle}</h3>
      <p>${words.exportText}</p>
      <p class="buttons">
        <a class="button" href="/admin/api/settings/export" download>${words.exportButton}</a>
      </p>
    </section>
    <section class="panel">
      <h3>${words.importTitle}</h3>
      <p id="import-help">${words.importText}</p>
      <label class="button"
        >${words.choose}
        <input
          class="visually-hidden"
          type="file"
          accept="application/json,.json"
          aria-describedby="import-help"
          @change=${(event: Event) => void choose(model, event.target as HTMLInputElement)}
        />
      </label>
      <div role="status">
        ${model.importProblem ? html`<div class="problem">${model.importProblem}</div>` : nothing}
        ${imported ? difference(model, imported) : nothing}
      </div>
    </section>
  `;
}

function difference(model: Model, imported: NonNullable<Model['imported']>): TemplateResult {
  const words = transferWords[model.lang];
  if (imported.fields.length === 0) return html`<p>${named(model.lang, imported.name, words.same)}</p>`;
  const show = (settings: Settings) => (path: string) =>
    html`<span class="told">${valueOf(model, path, read(settings, path))}</span>`;
  const apply = () => {
    const before = model.draft;
    model.draft = imported.settings;
    model.issues.clear();
    delete model.imported;
    const undo = async () => {
      model.draft = before;
      model.imported = imported;
      return model.t.undone;
    };
    void model.act(async () => ({ said: words.applied, undo }));
  };
  return html`
    ${cardTable(
      imported.name,
      [
        { label: words.field, cell: (path: string) => html`<strong>${labelOf(path, model.lang)}</strong>` },
        { label: words.before, cell: show(model.current.settings) },
        { label: words.after, cell: show(imported.settings) },
      ],
      imported.fields,
    )}
    <p class="buttons"><button class="main" @click=${apply}>${words.apply}</button></p>
  `;
}

let chosen = 0;

async function choose(model: Model, input: HTMLInputElement): Promise<void> {
  const [file] = input.files ?? [];
  input.value = '';
  chosen += 1;
  const mine = chosen;
  delete model.imported;
  delete model.importProblem;
  if (!file) return;
  await model.look(async () => {
    try {
      const { settings, fields } = await api.compare(JSON.parse(await file.text()));
      if (mine === chosen) model.imported = { name: file.name, settings, fields };
    } catch (error) {
      const problem = explain(model, error);
      if (!problem) throw error;
      if (mine === chosen) model.importProblem = problem;
    }
  });
}

/** What is wrong with the file; undefined where it is not the file. */
function explain({ lang, t }: Model, error: unknown): string | TemplateResult | undefined {
  const words = transferWords[lang];
  if (error instanceof SyntaxError) return words.notJson;
  const { issues } = error instanceof ApiProblem ? error.body : {};
  if (!issues) return undefined;
  return html`${words.wrong}
    <ul class="plain">
      ${issues.map(({ path, code }) => html`<li>${named(lang, path ? labelOf(path, lang) : 'JSON', reasonOf(t, path, code))}</li>`)}
    </ul>`;
}

export const transferView: View = {
  title: { ja: '書き出し・読み込み', en: 'Export and import' },
  draw: transfer,
  editsSettings: true,
};
