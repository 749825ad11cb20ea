/** The theming page: each CSS property of the element beside what it does, and what Stripe's form is told of it. */
import { sampleView } from './samples.ts';
import { serve } from './scripted-server.ts';
import { createDrawnStripe } from './scripted-stripe.ts';

export function showTheming(controls: HTMLFormElement): void {
  const stage = document.querySelector<HTMLElement>('#theming-stage');
  const css = document.querySelector<HTMLElement>('#theming-css');
  const told = document.querySelector<HTMLElement>('#theming-appearance');
  if (!stage || !css || !told) return;
  const locale = document.documentElement.lang === 'en' ? 'en' : 'ja';
  const { stripe } = createDrawnStripe(
    (appearance) => (told.textContent = JSON.stringify(appearance, null, 2)),
  );
  const element = document.createElement('secure-checkout');
  Object.assign(element, {
    stripe,
    token: 'preview',
    endpoint: serve({ view: sampleView({ locale, policy: 'optional', shopper: 'member' }) }),
  });

  const dress = () => {
    const theme = controls.querySelector<HTMLSelectElement>('[name="theme"]')?.value ?? 'light';
    stage.dataset['theme'] = theme;
    const lines: string[] = [];
    for (const input of controls.querySelectorAll<HTMLInputElement>('input[name^="--checkout-"]')) {
      const { name, value } = input;
      // A colour that nobody touched stays the element's own.
      if (value === '' || (input.type === 'color' && value === input.defaultValue)) {
        element.style.removeProperty(name);
        continue;
      }
      element.style.setProperty(name, value);
      lines.push(`  ${name}: ${value};`);
    }
    css.textContent = lines.length > 0 ? `secure-checkout {\n${lines.join('\n')}\n}` : 'secure-checkout {\n}';
    element.theme = theme === 'dark' ? 'dark' : 'light';
  };
  controls.addEventListener('input', dress);
  // The inputs have their defaults back only after the event.
  controls.addEventListener('reset', () => queueMicrotask(dress));
  controls.addEventListener('submit', (event) => event.preventDefault());
  dress();
  stage.append(element);
}
