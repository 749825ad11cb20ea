/** "Save as CSV", and while it is loaded how far it is and a way to stop it. One for each list. */
import { html, type TemplateResult } from 'lit';
import { ApiProblem } from '../call.ts';
import { downloadCsv, type CsvProgress } from '../csv-download.ts';
import type { Model } from '../model.ts';
import { ordersWords } from '../words/orders.ts';

export function csvButton(name: string) {
  let progress: CsvProgress | undefined;
  let stopping: AbortController | undefined;

  async function run(model: Model, path: string): Promise<void> {
    const t = ordersWords[model.lang];
    stopping = new AbortController();
    progress = { done: 0, all: 0 };
    model.draw();
    const { signal } = stopping;
    await model.act(async () => {
      try {
        const rows = await downloadCsv(`/admin/api${path}`, `${name}.csv`, signal, (now) => {
          progress = now;
          model.draw();
        });
        return rows === undefined ? t.csvStopped : t.csvDone(rows);
      } catch (error) {
        if (error instanceof ApiProblem) throw error;
        return t.csvFailed;
      } finally {
        progress = stopping = undefined;
      }
    });
  }

  return (model: Model, path: string): TemplateResult => {
    const t = ordersWords[model.lang];
    if (!progress) return html`<button type="button" @click=${() => run(model, path)}>${t.csv}</button>`;
    const { done, all } = progress;
    return html`<span class="progress">
      <progress max=${Math.max(1, all)} .value=${done} aria-label=${t.csv}></progress>
      <span>${t.csvRunning(done, all)}</span>
      <button type="button" @click=${() => stopping?.abort()}>${t.csvStop}</button>
    </span>`;
  };
}
