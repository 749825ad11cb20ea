import { html, type TemplateResult } from 'lit';

const address = /https:\/\/[^\s<>"'`、。，．「」（）]*[^\s<>"'`、。，．「」（）.,;:!?)\]]/;

/** A merchant's wording: text with its line breaks. An https address becomes a link; everything else is shown as it is. */
export function renderText(text = ''): string | (string | TemplateResult)[] {
  const found = text.includes('https://') && address.exec(text);
  if (!found) return text;
  const [url] = found;
  const link = html`<a href=${url} target="_blank" rel="noopener noreferrer">${url}</a>`;
  const rest = renderText(text.slice(found.index + url.length));
  return [text.slice(0, found.index), link, ...(typeof rest === 'string' ? [rest] : rest)];
}
