/** "Match now": a dry run or a real one, how far it is, and a way to stop it. */
import { html, nothing, type TemplateResult } from 'lit';
import { formatMoney } from '../../../../src/shared/money.ts';
import type { BoardRun } from '../../../orders/board-run.ts';
import { mayActAs } from '../../roles.ts';
import { api, type Sent } from '../api.ts';
import { ApiProblem } from '../call.ts';
import type { Model } from '../model.ts';
import { shopTime } from '../shop-time.ts';
import { boardWords } from '../words/board.ts';
import { named } from '../words/common.ts';

export type Run = Sent<BoardRun>;

const lookMs = 700;
let looking: ReturnType<typeof setTimeout> | undefined;

interface Parts {
  run: Run | null;
  /** A newer look at the run; `over`: it has just ended, so the rows are others. */
  renewed(run: Run | null, over: boolean): Promise<void>;
}

export function boardRun(model: Model, parts: Parts): TemplateResult {
  const t = boardWords[model.lang].run;
  const { run } = parts;
  const mayRun = mayActAs(model.session.role, 'staff');
  const going = run !== null && run.endedAt === null;
  if (going && looking === undefined) looking = setTimeout(() => void look(model, parts), lookMs);
  const start = (event: SubmitEvent) => {
    event.preventDefault();
    const days = Number(new FormData(event.target as HTMLFormElement).get('days'));
    const dry = (event.submitter as HTMLButtonElement | null)?.value === 'dry';
    void model.act(async () => {
      try {
        await api.post('/board/run', { days: Math.min(400, Math.max(1, Math.round(days) || 1)), dry });
      } catch (error) {
        // Somebody else's run is on: it is shown instead.
        if (!(error instanceof ApiProblem) || error.status !== 409) throw error;
      }
      await ask(parts);
      return undefined;
    });
  };
  return html`<section class="panel">
    <h3>${t.title}</h3>
    <p class="help">${t.help}</p>
    <form class="inline" @submit=${start}>
      <label for="run-days">${t.days}</label>
      <input id="run-days" class="short" name="days" type="number" min="1" max="400" value="7" />
      <button value="dry" ?disabled=${going || !mayRun}>${t.dry}</button>
      <button class="main" value="real" ?disabled=${going || !mayRun}>${t.go}</button>
    </form>
    <div role="status">${run ? result(model, run) : nothing}</div>
    ${
      going
        ? html`<p class="progress">
            <progress aria-label=${t.title}></progress>
            <button @click=${() => model.act(stop)}>${t.stop}</button>
          </p>`
        : nothing
    }
  </section>`;
}

async function stop(): Promise<undefined> {
  await api.post('/board/run/stop', {});
  return undefined;
}

/** From then on only where the board is still open, which then looks again. */
async function look(model: Model, parts: Parts): Promise<void> {
  const done = () => {
    looking = undefined;
  };
  if (model.place.view === 'board') await model.look(() => ask(parts).finally(done));
  else done();
}

async function ask(parts: Parts): Promise<void> {
  const { run } = await api.get<{ run: Run | null }>('/board/run');
  await parts.renewed(run, run?.endedAt !== null);
}

function result(model: Model, run: Run): TemplateResult {
  const t = boardWords[model.lang];
  const { progress, outcome, dry, startedAt, actor } = run;
  if (!run.endedAt) return html`<p>${t.run.running(progress.listed ?? 0)}</p>`;
  return html`<p>
      <strong>${named(model.lang, dry ? t.run.dry : t.run.go, outcome ? t.run.outcome[outcome] : '')}</strong>
      <span class="quiet">${shopTime(startedAt, model)} ${actor}</span>
    </p>
    <p>${t.run.summary(progress)}</p>
    ${dry && outcome === 'complete' ? rehearsed(model, progress.would ?? []) : nothing}`;
}

function rehearsed({ lang }: Model, would: NonNullable<Run['progress']['would']>): TemplateResult {
  const t = boardWords[lang];
  if (would.length === 0) return html`<p>${t.run.nothing}</p>`;
  return html`<h4>${t.run.would}</h4>
    <ul class="plain">
      ${would.map(
        ({ intent, plan, amount, currency }) =>
          html`<li>
            <code>${intent}</code> ${formatMoney(amount, currency, lang)} —
            ${(t.plans as Record<string, string>)[plan] ?? plan}
          </li>`,
      )}
    </ul>`;
}
