/** One's own access: second factor and password. */
import { html, nothing, type TemplateResult } from 'lit';
import { ApiProblem, call } from '../call.ts';
import type { Model } from '../model.ts';
import { oneAtATime } from '../presses.ts';
import type { View } from '../view.ts';
import { meWords } from '../words/me.ts';
import { staffWords } from '../words/staff.ts';
import { secondFactor } from './second-factor.ts';

let problem = '';

function me(model: Model): TemplateResult {
  const { lang, session } = model;
  const t = meWords[lang];
  return html`
    <p class="intro">${t.signedInAs(session.actor, staffWords[lang].roles[session.role])}</p>
    ${secondFactor({
      lang,
      level: 3,
      hasSecondFactor: session.hasSecondFactor,
      run: (work) =>
        model.act(async () => {
          await work();
          return undefined;
        }),
      done: () => {
        model.session = { ...session, hasSecondFactor: true };
        model.draw();
      },
    })}
    ${password(model)}
  `;
}

function password(model: Model): TemplateResult {
  const t = meWords[model.lang];
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    void changing(() => change(model, String(form.get('current')), String(form.get('next'))));
  };
  return html`<section class="panel">
    <h3>${t.password}</h3>
    <form @submit=${onSubmit}>
      <input type="text" name="username" autocomplete="username" .value=${model.session.actor} hidden />
      <div class="field">
        <label for="current">${t.current}</label>
        <input id="current" name="current" type="password" autocomplete="current-password" required />
      </div>
      <div class="field">
        <label for="next">${t.next}</label>
        <input
          id="next"
          name="next"
          type="password"
          autocomplete="new-password"
          required
          aria-describedby="next-help"
        />
        <p class="help" id="next-help">${t.nextHelp}</p>
        <div role="alert">${problem ? html`<p class="wrong">${problem}</p>` : nothing}</div>
      </div>
      <button class="main">${t.change}</button>
    </form>
  </section>`;
}

const changing = oneAtATime();

async function change(model: Model, current: string, next: string): Promise<void> {
  problem = '';
  await model.act(async () => {
    try {
      await call('PUT', '/me/password', { current, next });
      location.reload();
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.status !== 422) throw error;
      problem = meWords[model.lang].problems[error.code] ?? model.t.unreachable;
    }
    return undefined;
  });
}

export const meView: View = { title: { ja: '自分のログイン', en: 'Your access' }, draw: me };
