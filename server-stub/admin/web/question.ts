/** A question over the page that must be answered first. Escape closes it too, and means no. */
import { html, render } from 'lit';

export interface Question {
  title: string;
  text: string;
  agree: string;
  cancel: string;
}

let before: Promise<unknown> = Promise.resolve();

/** One at a time: none may take another's place under a finger that is about to answer. */
export function ask(question: Question): Promise<boolean> {
  const answer = before.then(() => show(question));
  before = answer;
  return answer;
}

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
