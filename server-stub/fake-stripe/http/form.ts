/** A decoded form: what `a[b][0]=c` means. Stripe's API takes nothing else. */
export type FormValue = string | readonly FormValue[] | FormObject;
export interface FormObject {
  readonly [key: string]: FormValue;
}

type Draft = { [key: string]: string | Draft };

/** Nested brackets, `a[]=x` and `a[0]=x` alike. Objects whose keys are 0, 1, 2 … are arrays. */
export function decodeForm(encoded: string): FormObject {
  const root: Draft = Object.create(null) as Draft;
  for (const pair of encoded.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = decode(equals === -1 ? pair : pair.slice(0, equals));
    assign(root, segments(name), equals === -1 ? '' : decode(pair.slice(equals + 1)));
  }
  const decoded = finish(root);
  return typeof decoded === 'object' && !Array.isArray(decoded) ? (decoded as FormObject) : {};
}

function decode(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text;
  if (!spaced.includes('%')) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}

function segments(name: string): string[] {
  const bracket = name.indexOf('[');
  if (bracket <= 0 || !name.endsWith(']')) return [name];
  return [name.slice(0, bracket), ...name.slice(bracket + 1, -1).split('][')];
}

function assign(target: Draft, path: readonly string[], value: string): void {
  let node = target;
  path.forEach((segment, depth) => {
    const key = segment === '' ? String(Object.keys(node).length) : segment;
    if (depth === path.length - 1) {
      node[key] = value;
      return;
    }
    const child = node[key];
    node = typeof child === 'object' ? child : (node[key] = Object.create(null) as Draft);
  });
}

function finish(draft: Draft): FormValue {
  const keys = Object.keys(draft);
  const values = keys.map((key) => {
    const value = draft[key]!;
    return typeof value === 'string' ? value : finish(value);
  });
  if (keys.length > 0 && keys.every((key, at) => key === String(at))) return values;
  return Object.fromEntries(keys.map((key, at) => [key, values[at]!]));
}
