/** Setting up a second factor: the key for the app, a code that proves it, and the recovery codes, told once. */
import { html, nothing, type TemplateResult } from 'lit';
import { ApiProblem, call } from '../call.ts';
import type { Language } from '../words/common.ts';
import { oneAtATime } from '../presses.ts';
import { meWords } from '../words/me.ts';
import { qrCode } from './qr-code.ts';

interface EnrolmentState {
  begun?: { secret: string; uri: string };
  recoveryCodes?: string[];
  wrong?: true;
}

const state: EnrolmentState = {};

export interface EnrolmentOptions {
  lang: Language;
  /** Of its heading, among those of the page it stands on. */
  level: 2 | 3;
  hasSecondFactor: boolean;
  /** Runs it, draws anew, and says so if it could not be done. */
  run(work: () => Promise<void>): Promise<void>;
  /** The recovery codes have been kept. */
  done(): void;
}

export function secondFactor(options: EnrolmentOptions): TemplateResult {
  const t = meWords[options.lang];
  if (state.recoveryCodes) return recovery(options, state.recoveryCodes);
  return html`<section class="panel">
    ${heading(options, t.factor)}
    <p>${options.hasSecondFactor ? t.factorOn : t.factorOff}</p>
    ${
      state.begun
        ? proof(options, state.begun)
        : html`<p class="buttons">
            <button class="main" @click=${() => void begin(options)}>
              ${options.hasSecondFactor ? t.beginAgain : t.begin}
            </button>
          </p>`
    }
  </section>`;
}

const heading = ({ level }: EnrolmentOptions, text: string): TemplateResult =>
  level === 2 ? html`<h2>${text}</h2>` : html`<h3>${text}</h3>`;

function proof(options: EnrolmentOptions, { secret, uri }: { secret: string; uri: string }): TemplateResult {
  const t = meWords[options.lang];
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    void finish(options, String(new FormData(event.target as HTMLFormElement).get('code')));
  };
  return html`<p>${t.step1}</p>
    ${qrCode(uri, t.qrCode)}
    <dl>
      <div>
        <dt>${t.secret}</dt>
        <dd><code>${secret.match(/.{1,4}/g)?.join(' ')}</code></dd>
      </div>
    </dl>
    <p><a href=${uri}>${t.openApp}</a></p>
    <form @submit=${onSubmit}>
      <div class="field">
        <label for="enrol-code">${t.code}</label>
        <input
          id="enrol-code"
          name="code"
          class="short"
          inputmode="numeric"
          autocomplete="one-time-code"
          required
          aria-describedby="enrol-code-help"
          aria-invalid=${state.wrong ? 'true' : nothing}
        />
        <p class="help" id="enrol-code-help">${t.step2}</p>
        <div role="alert">${state.wrong ? html`<p class="wrong">${t.wrongCode}</p>` : nothing}</div>
      </div>
      <button class="main">${t.finish}</button>
    </form>`;
}

function recovery(options: EnrolmentOptions, codes: string[]): TemplateResult {
  const t = meWords[options.lang];
  const done = () => {
    delete state.recoveryCodes;
    options.done();
  };
  return html`<section class="panel">
    ${heading(options, t.recovery)}
    <p>${t.recoveryText}</p>
    <ul class="codes">
      ${codes.map((code) => html`<li><code>${code}</code></li>`)}
    </ul>
    <p class="buttons"><button class="main" @click=${done}>${t.recoveryDone}</button></p>
  </section>`;
}

/** Each set-up that is begun makes the key of the one before worthless. */
const once = oneAtATime();

async function begin({ run }: EnrolmentOptions): Promise<void> {
  await once(() =>
    run(async () => {
      state.begun = await call('POST', '/me/second-factor', {});
    }),
  );
  document.querySelector<HTMLElement>('#enrol-code')?.focus();
}

const finish = ({ run }: EnrolmentOptions, code: string): Promise<void> =>
  once(() =>
    run(async () => {
      delete state.wrong;
      try {
        const answer = await call<{ recoveryCodes: string[] }>('PUT', '/me/second-factor', { code });
        state.recoveryCodes = answer.recoveryCodes;
        delete state.begun;
      } catch (error) {
        if (!(error instanceof ApiProblem) || error.code !== 'wrong-code') throw error;
        state.wrong = true;
      }
    }),
  );
