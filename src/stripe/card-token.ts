/** What Stripe makes of a form that was filled in: its check, the token of what was typed, and the bank's challenge. */
import type { CheckoutView } from '../shared/contract.ts';
import type { AllowRedisplay, CardChoice } from '../shared/policy.ts';
import type { PaymentForm } from './payment-element.ts';

export type CardToken = { kind: 'token'; id: string } | { kind: 'invalid'; message: string };

export interface TokenOptions {
  card: CardChoice;
  allowRedisplay: AllowRedisplay;
  billing: Partial<CheckoutView['billing']>;
  returnUrl: string;
}

type Filled = Pick<PaymentForm, 'stripe' | 'elements'>;

/** What is wrong with what was typed, in Stripe's words. */
export async function validateCard({ elements }: Filled): Promise<string | undefined> {
  const { error } = await elements.submit();
  return error && (error.message ?? '');
}

/** After `validateCard()` found nothing. */
export async function createToken(
  { stripe, elements }: Filled,
  { card, allowRedisplay, billing, returnUrl }: TokenOptions,
): Promise<CardToken> {
  const { name, email, phone, country } = billing;
  const result = await stripe.createConfirmationToken({
    elements,
    params: {
      ...(card === 'new' && {
        payment_method_data: {
          // Hidden fields must all be given, known or not.
          billing_details: {
            name: name ?? null,
            email: email ?? null,
            phone: phone ?? null,
            address: {
              country: country ?? null,
              line1: null,
              line2: null,
              city: null,
              state: null,
              postal_code: null,
            },
          },
          allow_redisplay: allowRedisplay,
        },
      }),
      return_url: returnUrl,
    },
  });
  return result.error
    ? { kind: 'invalid', message: result.error.message ?? '' }
    : { kind: 'token', id: result.confirmationToken.id };
}

/** Resolves when the bank's challenge has left the page, however it ended. */
export async function handleAction({ stripe }: Filled, clientSecret: string): Promise<void> {
  await stripe.handleNextAction({ clientSecret });
}
