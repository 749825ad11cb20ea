import { expect, it } from 'vitest';
import { foldTemplates } from '../../scripts/minify-templates.ts';

it('folds indentation in markup to one space, which may be seen', () => {
  expect(foldTemplates('html`\n  <p>\n    one\n    two\n  </p>\n`')).toBe('html` <p> one two </p> `');
});

it('leaves nothing beside punctuation in CSS, and drops its comments', () => {
  expect(foldTemplates('css`\n  :host {\n    /* why */\n    color: red;\n    margin: 0 1px;\n  }\n`')).toBe(
    'css` :host{color:red;margin:0 1px}`',
  );
});

it('folds templates inside the expressions of templates', () => {
  expect(foldTemplates('html`<p>\n ${on ? html`<b>\n</b>` : "\\n"}\n</p>`')).toBe(
    'html`<p> ${on ? html`<b> </b>` : "\\n"} </p>`',
  );
});

it('touches no other string', () => {
  const code = 'const text = `\n  kept\n`; const tagged = other`\n  kept\n`;';
  expect(foldTemplates(code)).toBe(code);
});
