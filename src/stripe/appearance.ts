/** Custom properties do not cross into Stripe's frame, so their computed values are handed over by the same meaning. */
import type { Appearance } from '@stripe/stripe-js';

/** Appearance variable ← custom property, both in the words of their side. */
const variables = {
  colorPrimary: 'color-primary',
  colorBackground: 'color-background',
  colorText: 'color-text',
  colorTextSecondary: 'color-text-secondary',
  colorTextPlaceholder: 'color-placeholder',
  colorDanger: 'color-danger',
  colorSuccess: 'color-success',
  colorWarning: 'color-warning',
  fontFamily: 'font-family',
  fontSizeBase: 'font-size',
  fontLineHeight: 'line-height',
  spacingUnit: 'space',
  borderRadius: 'radius',
} satisfies Partial<Record<keyof NonNullable<Appearance['variables']>, string>>;

/** What Stripe has no variable for: a declaration of one of its selectors. */
const rules: [selector: string, declaration: string, property: string][] = [
  ['.Input', 'borderColor', 'color-border'],
  ['.Input', 'border', 'input-border'],
  ['.Input:focus', 'outline', 'focus-ring'],
];

export function readAppearance(element: HTMLElement, dark: boolean, own: Appearance = {}): Appearance {
  const style = getComputedStyle(element);
  const probe = element.shadowRoot?.querySelector<HTMLElement>('.probe');
  const read = (name: string) => {
    const property = `--checkout-${name}`;
    const value = style.getPropertyValue(property).trim();
    if (!value || !probe || !name.startsWith('color-')) return value;
    // light-dark(), hsl() and system colours mean something on this page alone
    probe.style.color = `var(${property})`;
    return getComputedStyle(probe).color;
  };
  const set: Record<string, string> = {};
  for (const [variable, name] of Object.entries(variables)) {
    const value = read(name);
    if (value) set[variable] = value;
  }
  const ruled: Record<string, Record<string, string>> = {};
  for (const [selector, declaration, name] of rules) {
    const value = read(name);
    if (value) (ruled[selector] ??= {})[declaration] = value;
  }
  for (const [selector, declarations] of Object.entries(own.rules ?? {}))
    ruled[selector] = { ...ruled[selector], ...(declarations as Record<string, string>) };
  return {
    theme: dark ? 'night' : 'stripe',
    labels: 'above',
    ...own,
    variables: { ...set, ...own.variables },
    rules: ruled,
  };
}
