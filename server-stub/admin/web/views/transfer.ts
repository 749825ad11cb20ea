import { html, nothing, type TemplateResult } from 'lit';
import { api, ApiProblem } from '../api.ts';
import { read, type Model } from '../model.ts';

export function transfer(model: Model): TemplateResult {
  const { t, imported } = model;
  return html`
    <section class="panel">
      <h3>${t.transfer.exportTitle}</h3>
      <p>${t.transfer.exportText}</p>
      <p class="buttons">
        <a class="button" href="/admin/api/settings/export" download>${t.transfer.exportButton}</a>
      </p>
    </section>
    <section class="panel">
      <h3>${t.transfer.importTitle}</h3>
      <p id="import-help">${t.transfer.importText}</p>
      <label class="button"
        >${t.transfer.choose}
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
  const { t, current } = model;
  if (imported.fields.length === 0) return html`<p>${imported.name}: ${t.transfer.same}</p>`;
  const show = (value: unknown) => (value === undefined || value === '' ? t.transfer.empty : String(value));
  const apply = () => {
    model.draft = imported.settings;
    model.issues.clear();
    delete model.imported;
    void model.act(async () => t.transfer.applied);
  };
  return html`
    <table>
      <caption>
        ${imported.name}
      </caption>
      <thead>
        <tr>
          <th scope="col">${t.transfer.field}</th>
          <th scope="col">${t.transfer.before}</th>
          <th scope="col">${t.transfer.after}</th>
        </tr>
      </thead>
      <tbody>
        ${imported.fields.map(
          (path) =>
            html`<tr>
              <th scope="row"><code>${path}</code></th>
              <td>${show(read(current.settings, path))}</td>
              <td>${show(read(imported.settings, path))}</td>
            </tr>`,
        )}
      </tbody>
    </table>
    <p class="buttons"><button class="main" @click=${apply}>${t.transfer.apply}</button></p>
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

function explain({ t }: Model, error: unknown): string {
  if (error instanceof SyntaxError) return t.transfer.notJson;
  if (!(error instanceof ApiProblem)) return t.unreachable;
  const issues = error.body.issues ?? [];
  return t.transfer.wrong(issues.map(({ path, code }) => `${path || 'JSON'} (${t.issues[code]})`).join(', '));
}
