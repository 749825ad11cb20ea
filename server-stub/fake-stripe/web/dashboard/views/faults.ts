/** What a visitor may do to Stripe: break its API, its webhooks, and move its time. */
import { html, nothing, type TemplateResult } from 'lit';
import { FAULT_KINDS, type FaultSpec } from '../../../faults.ts';
import { control } from '../api.ts';
import type { Model } from '../model.ts';

export function faults(model: Model): TemplateResult {
  return html`${clock(model)} ${apiFaults(model)} ${processing(model)} ${webhooks(model)} ${reset(model)}`;
}

function clock({ t, act, state }: Model): TemplateResult {
  const advance = (seconds: number) => () => act(() => control('/clock', { advance_seconds: seconds }));
  return html`<section class="panel">
    <h3>${t.clock}</h3>
    <p class="quiet">${t.clockNote}</p>
    <p class="buttons">
      <button @click=${advance(3600)}>${t.hour}</button>
      <button @click=${advance(86_400)}>${t.day}</button>
      <button @click=${advance(7 * 86_400)}>${t.week}</button>
      <button @click=${advance(30 * 86_400)}>${t.month}</button>
      <button
        ?disabled=${state.offset_seconds === 0}
        @click=${() => act(() => control('/clock', { offset_seconds: 0 }))}
      >
        ${t.realTime}
      </button>
    </p>
  </section>`;
}

function apiFaults({ t, act, state }: Model): TemplateResult {
  const add = (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const call = t.calls[Number(form.get('call'))];
    const chance = Number(form.get('chance'));
    const spec: FaultSpec = {
      kind: form.get('kind') as FaultSpec['kind'],
      nth: Number(form.get('nth')),
      times: Number(form.get('times')),
      ...(call && { method: call.method, path: call.path }),
      ...(form.get('kind') === 'delay' && { delay_ms: Number(form.get('delay')) }),
      ...(chance < 100 && { probability: chance / 100 }),
    };
    void act(() => control('/faults', { add: spec }));
  };
  return html`<section class="panel">
    <h3>${t.faults}</h3>
    <p class="quiet">${t.faultsNote}</p>
    <form class="fields" @submit=${add}>
      <label
        >${t.kind}<select name="kind">
          ${FAULT_KINDS.map((kind) => html`<option value=${kind}>${t.kinds[kind]}</option>`)}
        </select></label
      >
      <label
        >${t.call}<select name="call">
          <option value="-1">${t.anyCall}</option>
          ${t.calls.map(({ label }, index) => html`<option value=${index}>${label}</option>`)}
        </select></label
      >
      ${number('nth', t.nth, 1, 1)} ${number('times', t.times, 1, 0, t.timesNote)}
      ${number('chance', t.chance, 100, 0, t.chanceNote, 100)}
      ${number('delay', t.delay, 3000, 0, t.delayNote)}
      <p class="buttons"><button class="main">${t.add}</button></p>
    </form>
    ${
      state.faults.length === 0
        ? html`<p class="quiet">${t.noFaults}</p>`
        : html`<ul class="rows">
            ${state.faults.map(
              ({ id, kind, method, path, probability, seen, struck }) =>
                html`<li class="row">
                  <strong class="wide">${t.kinds[kind]}</strong>
                  <code class="wide">${path ? `${method ?? ''} ${path}` : t.anyCall}</code>
                  <span class="quiet"
                    >${probability === undefined ? nothing : `${probability * 100}%, `}${t.counted(seen, struck)}</span
                  >
                  <span class="buttons"
                    ><button @click=${() => act(() => control('/faults', { remove: id }))}>
                      ${t.remove}
                    </button></span
                  >
                </li>`,
            )}
          </ul>`
    }
  </section>`;
}

/** A bank that takes its time: the payment stays `processing`, as it rarely does at Stripe. */
function processing({ t, act, state }: Model): TemplateResult {
  const save = (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const wanted = { seconds: Number(form.get('seconds')), times: Number(form.get('confirmations')) };
    void act(() => control('/processing', wanted));
  };
  const { seconds, times } = state.processing;
  return html`<section class="panel">
    <h3>${t.processing}</h3>
    <p class="quiet">${t.processingNote}</p>
    <form class="fields" @submit=${save}>
      ${number('confirmations', t.confirmations, times, 0)} ${number('seconds', t.seconds, seconds || 60, 1)}
      <p class="buttons"><button class="main">${t.save}</button></p>
    </form>
  </section>`;
}

function webhooks({ t, act, state }: Model): TemplateResult {
  const { webhooks: now } = state;
  const names = ['lose', 'duplicate', 'reorder', 'delay_ms'] as const;
  const save = (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const wanted = Object.fromEntries(names.map((name) => [name, Number(form.get(name))]));
    void act(() => control('/webhooks', wanted));
  };
  return html`<section class="panel">
    <h3>${t.webhooks}</h3>
    <p class="quiet">${t.webhooksNote}</p>
    ${now.paused ? html`<p class="notice">${t.paused}</p>` : nothing}
    <p class="buttons">
      <button @click=${() => act(() => control('/webhooks', { paused: !now.paused }))}>
        ${now.paused ? t.resume : t.pause}
      </button>
    </p>
    <form class="fields" @submit=${save}>
      ${names.map((name) => number(name, t.switches[name], now[name], name === 'lose' || name === 'duplicate' ? -1 : 0))}
      <p class="buttons"><button class="main">${t.save}</button></p>
    </form>
  </section>`;
}

/** The attribute, not the property: what is being typed is not overwritten when the page is drawn anew. */
const number = (name: string, label: string, value: number, min: number, note?: string, max = 86_400_000) =>
  html`<label
    >${label}<input type="number" name=${name} value=${value} min=${min} max=${max} step="1" required />${
      note ? html`<small>${note}</small>` : nothing
    }</label
  >`;

function reset({ t, act, ask }: Model): TemplateResult {
  return html`<section class="panel">
    <h3>${t.reset}</h3>
    <p class="quiet">${t.resetNote}</p>
    <p class="buttons">
      <button
        class="danger"
        @click=${async () => {
          if (await ask({ title: t.reset, text: t.ask.reset })) await act(() => control('/reset'));
        }}
      >
        ${t.reset}
      </button>
    </p>
  </section>`;
}
