/** Over live money, whoever has no second factor sets one up before anything else is shown. */
import { html, nothing, render } from 'lit';
import type { Session } from './api.ts';
import { secondFactor } from './views/second-factor.ts';
import { words, type Language } from './words/common.ts';
import { meWords } from './words/me.ts';

export function enrolFirst(session: Session, lang: Language): Promise<void> {
  const root = document.querySelector('#app') as HTMLElement;
  let problem = '';
  return new Promise((resolve) => {
    const run = async (work: () => Promise<void>) => {
      problem = '';
      try {
        await work();
      } catch {
        problem = words[lang].unreachable;
      }
      draw();
    };
    const draw = () =>
      render(
        html`<main id="main" class="enrol">
          <h1>${words[lang].title}</h1>
          <p>${meWords[lang].needed}</p>
          <div role="alert">${problem ? html`<p class="problem">${problem}</p>` : nothing}</div>
          ${secondFactor({ lang, level: 2, hasSecondFactor: session.hasSecondFactor, run, done: resolve })}
        </main>`,
        root,
      );
    draw();
  });
}
