/** The element inside one, two and three shadow roots: Stripe's frame stands in the page and is shown down there. */
import type { Locale } from '../../src/shared/money.ts';
import { sampleView } from './samples.ts';
import { serve } from './scripted-server.ts';
import { createDrawnStripe } from './scripted-stripe.ts';

const words: Record<Locale, (depth: number) => string> = {
  ja: (depth) => `シャドウルート ${depth} 段目`,
  en: (depth) => `Shadow root ${depth}`,
};

export function showNested(): void {
  const locale = document.documentElement.lang === 'en' ? 'en' : 'ja';
  for (const home of document.querySelectorAll<HTMLElement>('[data-depth]')) {
    const depth = Number(home.dataset['depth']);
    home.append(shell(depth, depth, locale));
  }
}

/** A host of the shop's own, with another inside, and the element in the innermost. */
function shell(depth: number, of: number, locale: Locale): HTMLElement {
  const host = document.createElement('section');
  host.className = 'shell';
  const root = host.attachShadow({ mode: 'open' });
  const label = document.createElement('p');
  label.textContent = words[locale](of - depth + 1);
  root.append(label, depth === 1 ? checkout(locale) : shell(depth - 1, of, locale));
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    :host { display: block; padding: 12px; border: 1px solid var(--line); border-radius: 12px; background: var(--card); }
    p { margin: 0 0 12px; color: var(--ink-soft); font-size: 0.85rem; }
  `);
  root.adoptedStyleSheets = [sheet];
  return host;
}

function checkout(locale: Locale): HTMLElement {
  const element = document.createElement('secure-checkout');
  const { stripe } = createDrawnStripe();
  element.lang = locale;
  Object.assign(element, {
    stripe,
    token: 'preview',
    endpoint: serve({ view: sampleView({ locale, policy: 'off', shopper: 'guest' }) }),
  });
  return element;
}
