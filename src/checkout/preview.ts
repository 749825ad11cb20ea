import type { CheckoutHost } from './page.ts';
import type { createPaymentForm, PaymentForm } from '../stripe/payment-element.ts';

/** For a template designer without a server: Stripe's form where a key is given, and a drawn one where it cannot be had. */
export async function openPreview(
  key: string,
  host: CheckoutHost,
  create: typeof createPaymentForm,
): Promise<PaymentForm | undefined> {
  if (!key) return undefined;
  let form: PaymentForm | undefined;
  try {
    await host.painted();
    form = await create({
      view: {
        stripe: { publishableKey: key, mode: 'test' },
        cart: { version: 0, amount: 1000, currency: 'jpy' },
        savingUsage: 'on_session',
      },
      locale: host.locale,
      appearance: host.appearance(),
      save: false,
      ...(host.stripe && { stripe: host.stripe }),
      onChange: () => {},
    });
    await form.mount(host.cardTarget());
    return form;
  } catch {
    form?.destroy();
    return undefined;
  }
}
