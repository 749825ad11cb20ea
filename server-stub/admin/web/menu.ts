/** Every view, in the order and the sections of the menu. A view's name is its address: `#/name`. */
import type { View } from './view.ts';
import type { Language } from './words/common.ts';
import { basicView } from './views/basic.ts';
import { boardView } from './views/board.ts';
import { connectionView } from './views/connection.ts';
import { consentsView } from './views/consents.ts';
import { historyView } from './views/history.ts';
import { meView } from './views/me.ts';
import { methodsView } from './views/methods.ts';
import { ordersView } from './views/orders.ts';
import { previewView } from './views/preview.ts';
import { startView } from './views/start.ts';
import { staffView } from './views/staff.ts';
import { transferView } from './views/transfer.ts';
import { webhooksView } from './views/webhooks.ts';
import { wordingsView } from './views/wordings.ts';

interface Section {
  title: Record<Language, string>;
  views: Record<string, View>;
}

export const menu: readonly Section[] = [
  {
    title: { ja: '運営', en: 'Day to day' },
    views: {
      start: startView,
      orders: ordersView,
      board: boardView,
      webhooks: webhooksView,
      consents: consentsView,
    },
  },
  {
    title: { ja: '設定', en: 'Settings' },
    views: {
      methods: methodsView,
      basic: basicView,
      wordings: wordingsView,
      preview: previewView,
      connection: connectionView,
    },
  },
  {
    title: { ja: '管理', en: 'Administration' },
    views: {
      staff: staffView,
      me: meView,
      transfer: transferView,
      history: historyView,
    },
  },
];

export const views: Readonly<Record<string, View>> = Object.assign({}, ...menu.map(({ views }) => views));

export const firstView = 'start';

/** Where a setting is edited, so that a refusal leads to its field. */
export const viewOfSetting = (path: string): string =>
  path.startsWith('wordings.') || ['threeDSecureData', 'brandMarks'].includes(path) ? 'wordings' : 'basic';
