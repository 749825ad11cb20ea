/** A question over the page that must be answered first. Escape closes it too, and means no. */
import { html, render } from 'lit';

export interface Question {
  title: string;
  text: string;
  agree: string;
  cancel: string;
}

export function ask({ title, text, agree, cancel }: Question): Promise<boolean> {
  const dialog = document.querySelector('dialog') as HTMLDialogElement;
  return new Promise((resolve) => {
    const end = (answer: boolean) => {
      resolve(answer);
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
    // After an answer nobody listens any more.
    dialog.addEventListener('close', () => resolve(false), { once: true });
    dialog.showModal();
  });
}
