/** Custom properties do not cross into Stripe's frame, so their computed values are handed over by the same meaning. */
import type { Appearance } from '@stripe/stripe-js';

const properties = {
  colorPrimary: '--checkout-color-primary',
  colorBackground: '--checkout-color-background',
  colorText: '--checkout-color-text',
  colorTextSecondary: '--checkout-color-text-secondary',
  colorTextPlaceholder: '--checkout-color-placeholder',
  colorDanger: '--checkout-color-danger',
  colorSuccess: '--checkout-color-success',
  colorWarning: '--checkout-color-warning',
  fontFamily: '--checkout-font-family',
  fontSizeBase: '--checkout-font-size',
  fontLineHeight: '--checkout-line-height',
  spacingUnit: '--checkout-space',
  borderRadius: '--checkout-radius',
} satisfies Partial<Record<keyof NonNullable<Appearance['variables']>, string>>;

export function readAppearance(element: Element, dark: boolean): Appearance {
  const style = getComputedStyle(element);
  const variables = Object.entries(properties).flatMap(([variable, property]) => {
    const value = style.getPropertyValue(property).trim();
    return value ? [[variable, value] as const] : [];
  });
  return { theme: dark ? 'night' : 'stripe', labels: 'above', variables: Object.fromEntries(variables) };
}
