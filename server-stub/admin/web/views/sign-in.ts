import { html, nothing, type TemplateResult } from 'lit';
import { words, type Language } from '../words/common.ts';
import { signInWords } from '../words/sign-in.ts';

export interface SignInState {
  /** The password was right; the code is asked for. */
  needsCode: boolean;
  /** In the demo there is one owner, and a password that was printed. */
  demo: boolean;
  problem: string;
  busy: boolean;
}

export function signInView(
  lang: Language,
  state: SignInState,
  submit: (given: { name: string; password: string; code: string }) => void,
): TemplateResult {
  const t = signInWords[lang];
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const read = (name: string) => String(form.get(name) ?? '');
    submit({ name: read('name'), password: read('password'), code: read('code') });
  };
  return html`<main id="main" class="sign-in">
    <form class="panel" @submit=${onSubmit}>
      <h1>${words[lang].title}</h1>
      <div class=${state.problem ? 'problem' : ''} role="alert">${state.problem || nothing}</div>
      <div class="field">
        <label for="name">${t.name}</label>
        <input
          id="name"
          name="name"
          autocomplete="username"
          autocapitalize="none"
          spellcheck="false"
          value=${state.demo ? 'owner' : ''}
          required
          ?autofocus=${!state.demo}
        />
      </div>
      <div class="field">
        <label for="password">${t.password}</label>
        <input
          id="password"
          name="password"
          type="password"
          autocomplete="current-password"
          required
          ?autofocus=${state.demo}
        />
      </div>
      ${
        state.needsCode
          ? html`<div class="field">
              <label for="code">${t.code}</label>
              <input
                id="code"
                name="code"
                autocomplete="one-time-code"
                autocapitalize="none"
                autofocus
                required
                aria-describedby="code-help"
              />
              <p class="help" id="code-help">${t.codeHelp}</p>
            </div>`
          : state.demo
            ? html`<p class="help">${t.demo}</p>`
            : nothing
      }
      <button class="main" ?disabled=${state.busy}>${t.submit}</button>
    </form>
  </main>`;
}
