/** Over live money, whoever has no second factor sets one up before anything else is shown. */
import { html, render } from 'lit';
import type { Session } from './api.ts';
import { secondFactor } from './views/second-factor.ts';
import { words, type Language } from './words/common.ts';
import { meWords } from './words/me.ts';

export function enrolFirst(session: Session, lang: Language): Promise<void> {
  const root = document.querySelector('#app') as HTMLElement;
  return new Promise((resolve) => {
    const draw = () =>
      render(
        html`<main id="main" class="enrol">
          <h1>${words[lang].title}</h1>
          <p>${meWords[lang].needed}</p>
          ${secondFactor({ lang, level: 2, hasSecondFactor: session.hasSecondFactor, draw, done: resolve })}
        </main>`,
        root,
      );
    draw();
  });
}
