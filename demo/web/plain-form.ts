/** One form of the shop's, three methods, one button: by card, the element pays first and then lets the form go. */
import { sampleView, succeeded } from './samples.ts';
import { serve } from './scripted-server.ts';
import { createDrawnStripe } from './scripted-stripe.ts';

export function showPlainForm(form: HTMLFormElement): void {
  const element = form.querySelector('secure-checkout');
  if (!element) return;
  const locale = document.documentElement.lang === 'en' ? 'en' : 'ja';
  const { stripe } = createDrawnStripe();
  Object.assign(element, {
    stripe,
    token: 'preview',
    endpoint: serve({ view: sampleView({ locale, policy: 'off', shopper: 'guest' }), attempt: succeeded() }),
  });
  // This form carries the order on, so the element must not leave the page itself.
  element.addEventListener('checkout-complete', (event) => event.preventDefault());
  const choose = () => {
    element.disabled = new FormData(form).get('method') !== 'card';
  };
  form.addEventListener('change', choose);
  choose();
}
