import type { StripePaymentElementOptions } from '@stripe/stripe-js';

const hiddenByNever = [
  'name',
  'email',
  'phone',
  'address.line1',
  'address.line2',
  'address.city',
  'address.state',
  'address.country',
  'address.postal_code',
];

/** Paths under `billing_details` that the form does not ask for because it was told "never". */
export function hiddenFields({ fields }: StripePaymentElementOptions): readonly string[] {
  const billing = fields?.billingDetails;
  if (billing === 'never') return hiddenByNever;
  if (typeof billing !== 'object') return [];
  return hiddenByNever.filter((path) => {
    const [field = '', part] = path.split('.');
    const said = (billing as Record<string, unknown>)[field];
    if (said === 'never') return true;
    const name = part?.replace('postal_code', 'postalCode') ?? '';
    return typeof said === 'object' && (said as Record<string, unknown>)[name] === 'never';
  });
}
