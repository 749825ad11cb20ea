import { html, nothing, type TemplateResult } from 'lit';
import { api } from '../api.ts';
import { ApiProblem } from '../call.ts';
import { read, type Model } from '../model.ts';
import type { View } from '../view.ts';
import { reasonOf } from '../words/common.ts';
import { labelOf } from '../words/labels.ts';
import { transferWords } from '../words/transfer.ts';

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
        ${model.importProblem ? html`<p class="problem">${model.importProblem}</p>` : nothing}
        ${imported ? difference(model, imported) : nothing}
      </div>
    </section>
  `;
}

function difference(model: Model, imported: NonNullable<Model['imported']>): TemplateResult {
  const words = transferWords[model.lang];
  const { current } = model;
  if (imported.fields.length === 0) return html`<p>${imported.name}: ${words.same}</p>`;
  const show = (value: unknown) => (value === undefined || value === '' ? words.empty : String(value));
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
    <table>
      <caption>
        ${imported.name}
      </caption>
      <thead>
        <tr>
          <th scope="col">${words.field}</th>
          <th scope="col">${words.before}</th>
          <th scope="col">${words.after}</th>
        </tr>
      </thead>
      <tbody>
        ${imported.fields.map(
          (path) =>
            html`<tr>
              <th scope="row">${labelOf(path, model.lang)}</th>
              <td>${show(read(current.settings, path))}</td>
              <td>${show(read(imported.settings, path))}</td>
            </tr>`,
        )}
      </tbody>
    </table>
    <p class="buttons"><button class="main" @click=${apply}>${words.apply}</button></p>
  `;
}

async function choose(model: Model, input: HTMLInputElement): Promise<void> {
  const [file] = input.files ?? [];
  input.value = '';
  delete model.imported;
  delete model.importProblem;
  if (!file) return;
  try {
    const { settings, fields } = await api.compare(JSON.parse(await file.text()));
    model.imported = { name: file.name, settings, fields };
  } catch (error) {
    model.importProblem = explain(model, error);
  }
  model.draw();
}

function explain({ lang, t }: Model, error: unknown): string {
  const words = transferWords[lang];
  if (error instanceof SyntaxError) return words.notJson;
  if (!(error instanceof ApiProblem)) return t.unreachable;
  const issues = error.body.issues ?? [];
  return words.wrong(
    issues
      .map(({ path, code }) => `${path ? labelOf(path, lang) : 'JSON'} (${reasonOf(t, path, code)})`)
      .join(', '),
  );
}

export const transferView: View = {
  title: { ja: '書き出し・読み込み', en: 'Export and import' },
  draw: transfer,
  editsSettings: true,
};
