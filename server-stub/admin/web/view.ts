/** What a view of the console is. To add one, write its file in `views/` and put it into `menu.ts`. */
import type { TemplateResult } from 'lit';
import type { Role } from '../roles.ts';
import type { Model } from './model.ts';
import type { Language } from './words/common.ts';

export interface View {
  /** In the menu, the heading and the window's title. */
  title: Record<Language, string>;
  draw(model: Model): TemplateResult;
  /** Asked of the server whenever the view is opened. */
  load?(model: Model): Promise<void>;
  /** Shown to this role and those above it only. */
  needs?: Role;
  /** Edits the settings, so what is not saved yet is said below it. */
  editsSettings?: true;
}

/** Where the address leads: `#/orders/at_1?q=tea` is the view `orders`, its `rest` and its `query`. */
export interface Place {
  view: string;
  rest: string[];
  query: URLSearchParams;
}

export function readPlace(hash: string): Place {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const [view = '', ...rest] = path.split('/').map(decodeURIComponent);
  return { view, rest, query: new URLSearchParams(query) };
}
