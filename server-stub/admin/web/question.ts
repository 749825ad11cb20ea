/** A question over the page that must be answered first. Escape closes it too, and means no. */
import { html, render } from 'lit';
import { inTurn } from './presses.ts';

export interface Question {
  title: string;
  text: string;
  agree: string;
  cancel: string;
}

const turns = inTurn();

/** One at a time: none may take another's place under a finger that is about to answer. */
export const ask = (question: Question): Promise<boolean> => turns(() => show(question));

function show({ title, text, agree, cancel }: Question): Promise<boolean> {
  const dialog = document.querySelector('dialog') as HTMLDialogElement;
  return new Promise((resolve) => {
    let agreed = false;
    const end = (answer: boolean) => {
      agreed = answer;
      dialog.close();
    };
    render(
      html`<h2 id="question">${title}</h2>
        <p>${text}</p>
        <p class="buttons">
          <button @click=${() => end(false)}>${cancel}</button>
          <button class="main" @click=${() => end(true)}>${agree}</button>
        </p>`,
      dialog,
    );
    dialog.addEventListener('close', () => resolve(agreed), { once: true });
    dialog.showModal();
  });
}
