import ts from 'typescript';
import type { Plugin } from 'vite';

const tags = new Set(['html', 'svg', 'css']);

/** Folds the indentation inside Lit's templates, which a JavaScript minifier has to leave alone. */
export function minifyTemplates(): Plugin {
  return {
    name: 'minify-templates',
    enforce: 'pre',
    transform(code, id) {
      if (!id.endsWith('.ts') || id.includes('node_modules')) return undefined;
      return { code: foldTemplates(code), map: null };
    },
  };
}

export function foldTemplates(code: string): string {
  const pieces: { start: number; end: number; text: string }[] = [];
  const source = ts.createSourceFile('template.ts', code, ts.ScriptTarget.Latest, true);
  const visit = (node: ts.Node): void => {
    if (ts.isTaggedTemplateExpression(node) && tags.has(node.tag.getText(source)))
      for (const literal of literalsOf(node.template)) {
        const start = literal.getStart(source);
        const raw = code.slice(start, literal.end);
        pieces.push({ start, end: literal.end, text: fold(raw, node.tag.getText(source) === 'css') });
      }
    ts.forEachChild(node, visit);
  };
  visit(source);
  pieces.sort((a, b) => b.start - a.start);
  return pieces.reduce(
    (text, piece) => text.slice(0, piece.start) + piece.text + text.slice(piece.end),
    code,
  );
}

function literalsOf(template: ts.TemplateLiteral): ts.Node[] {
  if (ts.isNoSubstitutionTemplateLiteral(template)) return [template];
  return [template.head, ...template.templateSpans.map((span) => span.literal)];
}

/** A line break and its indentation become one space, which may be seen; in CSS nothing at all beside punctuation. */
function fold(raw: string, isCss: boolean): string {
  if (!isCss) return raw.replace(/\s*\n\s*/g, ' ');
  return raw
    .replace(/\/\*[^]*?\*\//g, '')
    .replace(/([{};,])\s*\n\s*/g, '$1')
    .replace(/\s*\n\s*/g, ' ')
    .replace(/ \{/g, '{')
    .replace(/: /g, ':')
    .replace(/;\}/g, '}');
}
