/** The preview page: the cells, made again whenever a control is turned. */
import { html, render } from 'lit';
import type { Locale } from '../../src/shared/money.ts';
import { matrixCells, stateCells, type Cell, type CellSetup } from './cells.ts';
import { serve } from './scripted-server.ts';
import { createDrawnStripe } from './scripted-stripe.ts';

interface Look {
  theme: 'light' | 'dark' | 'auto';
  /** CSS pixels of each cell. */
  width: string;
}

export function showGallery(controls: HTMLFormElement): void {
  const show = () => void drawAll(controls);
  controls.addEventListener('change', () => {
    const query = new URLSearchParams(
      [...new FormData(controls)].map(([name, value]) => [name, String(value)]),
    );
    // The frame's own words come from the shop's server.
    if (query.get('lang') !== document.documentElement.lang) location.search = `${query}`;
    else {
      history.replaceState(null, '', `?${query}`);
      show();
    }
  });
  controls.addEventListener('submit', (event) => event.preventDefault());
  show();
}

async function drawAll(controls: HTMLFormElement): Promise<void> {
  const form = new FormData(controls);
  const read = (name: string) => String(form.get(name));
  const locale: Locale = document.documentElement.lang === 'en' ? 'en' : 'ja';
  const setup = {
    locale,
    policy: read('policy'),
    shopper: read('shopper'),
    error: read('error'),
  } as CellSetup;
  const look = { theme: read('theme'), width: read('width') } as Look;
  document.documentElement.dataset['settled'] = '';
  const groups = [
    ['matrix', matrixCells],
    ['states', stateCells],
  ] as const;
  const settled = groups.flatMap(([id, cells]) => {
    const home = document.getElementById(id);
    if (!home) return [];
    home.style.setProperty('--cell', `${look.width}px`);
    home.replaceChildren();
    return cells.map((cell) => drawCell(home, cell, setup, look));
  });
  await Promise.all(settled);
  document.documentElement.dataset['settled'] = 'true';
}

/** Resolves when the element has come to rest in the state of its cell. */
async function drawCell(home: HTMLElement, cell: Cell, setup: CellSetup, { theme }: Look): Promise<void> {
  const frame = document.createElement('article');
  frame.id = `cell-${cell.id}`;
  frame.className = 'cell';
  const stage = document.createElement('div');
  stage.className = 'stage';
  stage.dataset['theme'] = theme;
  // An error takes the focus; twenty at once would take it from whoever reads the page.
  stage.inert = true;
  render(html`<h3>${cell.title[setup.locale]}</h3>`, frame);
  frame.append(stage);
  home.append(frame);

  const element = document.createElement('secure-checkout');
  const stripe = createDrawnStripe();
  cell.stripe?.(stripe, setup);
  Object.assign(element, {
    stripe: stripe.stripe,
    theme,
    token: 'preview',
    endpoint: serve(cell.server(setup)),
  });
  const rest = new Promise<void>((resolve) => {
    const look = () => element.status === cell.status && cell.status !== 'loading' && resolve();
    element.addEventListener('checkout-status-change', look);
    element.addEventListener('checkout-load-error', () => resolve());
    element.addEventListener('checkout-unavailable', () => resolve());
    if (cell.id === 'loading') resolve();
  });
  if (cell.press) element.addEventListener('checkout-ready', () => void element.submit(), { once: true });
  stage.append(element);
  await rest;
  if (cell.says) await untilSaid(element, cell.says[setup.locale]);
  await element.updateComplete;
  await new Promise((resolve) => setTimeout(resolve));
  stage.inert = false;
}

function untilSaid({ shadowRoot }: Element, words: string): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (!shadowRoot?.textContent?.includes(words)) return;
      observer.disconnect();
      resolve();
    };
    const observer = new MutationObserver(look);
    if (shadowRoot) observer.observe(shadowRoot, { subtree: true, childList: true, characterData: true });
    look();
  });
}
