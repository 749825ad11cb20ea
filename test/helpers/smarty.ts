/** As much of Smarty as the template for shops uses; anything else is an error, as it would be in Smarty. */
export function renderSmarty(template: string, values: Record<string, string>): string {
  const literals: string[] = [];
  const hidden = template
    .replace(/\{\*[\s\S]*?\*\}\n?/g, '')
    .replace(
      /\{literal\}\n?([\s\S]*?)\{\/literal\}\n?/g,
      (_, text: string) => `\0${literals.push(text) - 1}\0`,
    )
    .replace(/\{if \$(\w+)\}([\s\S]*?)\{\/if\}/g, (_, name: string, text: string) =>
      values[name] ? text : '',
    );
  const rendered = hidden.replace(/\{[^\s}][^}]*\}/g, (tag) => {
    const name = /^\{\$(\w+)\|escape:'html':'UTF-8'\}$/.exec(tag)?.[1];
    if (!name) throw new Error(`${tag} is not escaped, or not known here`);
    return escapeHtml(values[name] ?? '');
  });
  return rendered.replace(/\0(\d+)\0/g, (_, index: string) => literals[Number(index)] ?? '');
}

function escapeHtml(text: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#039;',
  };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
