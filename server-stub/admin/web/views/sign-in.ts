import { html, nothing, type TemplateResult } from 'lit';
import { words, type Language } from '../words/common.ts';
import { signInWords } from '../words/sign-in.ts';

export interface SignInState {
  needsCode: boolean;
  problem: string;
  busy: boolean;
}

export function signInView(
  lang: Language,
  state: SignInState,
  submit: (password: string, code: string) => void,
): TemplateResult {
  const t = signInWords[lang];
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    submit(String(form.get('password')), String(form.get('code') ?? ''));
  };
  return html`<main id="main" class="sign-in">
    <form class="panel" @submit=${onSubmit}>
      <h1>${words[lang].title}</h1>
      <div class=${state.problem ? 'problem' : ''} role="alert">${state.problem || nothing}</div>
      <div class="field">
        <label for="password">${t.password}</label>
        <input
          id="password"
          name="password"
          type="password"
          autocomplete="current-password"
          required
          autofocus
        />
      </div>
      ${
        state.needsCode
          ? html`<div class="field">
              <label for="code">${t.code}</label>
              <input
                id="code"
                name="code"
                inputmode="numeric"
                autocomplete="one-time-code"
                required
                aria-describedby="code-help"
              />
              <p class="help" id="code-help">${t.codeHelp}</p>
            </div>`
          : html`<p class="help">${t.demo}</p>`
      }
      <button class="main" ?disabled=${state.busy}>${t.submit}</button>
    </form>
  </main>`;
}
