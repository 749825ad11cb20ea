/** Asks before what can't be undone. The browser's own dialog holds the focus and closes with Escape. */
import { html, nothing, render } from 'lit';
import type { Answer, Question } from './model.ts';
import type { words } from './words.ts';

export function ask(
  dialog: HTMLDialogElement,
  t: (typeof words)['ja'],
  { title, text, amount: most }: Question,
): Promise<Answer | undefined> {
  return new Promise((resolve) => {
    const end = (answer?: Answer) => {
      // The first answer counts: closing says "no" once more, and nobody listens.
      resolve(answer);
      dialog.close();
    };
    const draw = (wrong: boolean) =>
      render(
        html`
          <h2 id="question">${title}</h2>
          <p>${text}</p>
          ${
            most === undefined
              ? nothing
              : html`<label
                    >${t.amountToMove}
                    <input
                      inputmode="numeric"
                      value=${most}
                      aria-invalid=${wrong ? 'true' : nothing}
                      aria-describedby="wrong"
                    />
                  </label>
                  <p id="wrong" class="wrong" role="alert">${wrong ? t.badAmount(`${most}`) : ''}</p>`
          }
          <p class="buttons">
            <button @click=${() => end()}>${t.notNow}</button>
            <button class="main" @click=${agree}>${title}</button>
          </p>
        `,
        dialog,
      );
    const agree = () => {
      const amount = Number(dialog.querySelector('input')?.value ?? 0);
      if (most !== undefined && !(Number.isInteger(amount) && amount >= 1 && amount <= most)) {
        draw(true);
        dialog.querySelector('input')?.focus();
        return;
      }
      end({ amount });
    };
    render(nothing, dialog);
    draw(false);
    dialog.addEventListener('close', () => resolve(undefined), { once: true });
    dialog.showModal();
  });
}
