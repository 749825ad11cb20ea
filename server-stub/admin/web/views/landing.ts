/** Pictures of the real pages with the numbers of the fields on them, and the way from a number to its field. */
import { html, type TemplateResult } from 'lit';
import { fieldId } from '../fields.ts';
import type { Model } from '../model.ts';
import { pictureFile, pictures, type Picture, type Place } from '../places.ts';
import { describePicture, numberedLabel, wordingsWords } from '../words/wordings.ts';

/** Where there is room beside the fields, nobody has to open it. */
const open = matchMedia('(min-width: 1100px)').matches;

export function landing(model: Model): TemplateResult {
  const words = wordingsWords[model.lang];
  return html`<details class="panel landing" ?open=${open}>
    <summary>${words.landing}</summary>
    <div>${(Object.keys(pictures) as Picture[]).map((picture) => figure(model, picture))}</div>
  </details>`;
}

function figure({ lang }: Model, picture: Picture): TemplateResult {
  const words = wordingsWords[lang];
  return html`<figure>
    <figcaption>${words.pictures[picture]}</figcaption>
    <img
      src="/admin/pictures/${pictureFile(picture, lang)}"
      alt=${describePicture(lang, picture)}
      loading="lazy"
      decoding="async"
    />
    <ul>
      ${pictures[picture].map(
        (place: Place) =>
          html`<li>
            <button class="link" @click=${() => goTo(place, lang)}>${numberedLabel(lang, place)}</button>
          </li>`,
      )}
    </ul>
  </figure>`;
}

const goTo = (place: Place, lang: 'ja' | 'en') =>
  document.getElementById(fieldId(place === 'brandMarks' ? place : `wordings.${place}.${lang}`))?.focus();
