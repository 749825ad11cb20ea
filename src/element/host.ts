import type { ApiClient } from '../checkout/api-client.ts';
import type { CheckoutHost } from '../checkout/page.ts';
import type { Late } from '../load-late.ts';
import type { Connection } from './connection.ts';
import { billingOf, findWrong } from './own-fields.ts';
import { nextPaint, nextTurn, onceVisible } from './page.ts';
import { report } from './report.ts';

/** The element as the checkout behind it sees it. */
export function createHost(connection: Connection, late: Late, api: ApiClient): CheckoutHost {
  const { element } = connection;
  const { events } = late;
  return {
    api,
    stripe: element.stripe,
    get locale() {
      return connection.locale;
    },
    get returnUrl() {
      return element.returnUrl && new URL(element.returnUrl, location.href).href;
    },
    get billing() {
      return billingOf(connection);
    },
    renewToken: async () => {
      const event = new events.CheckoutTokenNeededEvent();
      element.dispatchEvent(event);
      const token = await event.response?.catch(() => undefined);
      if (token) element.token = connection.seenToken = token;
      return token;
    },
    drawn: async () => {
      await element.updateComplete;
      await nextTurn();
    },
    painted: async () => {
      await element.updateComplete;
      await nextPaint();
    },
    visible: (signal) => new Promise<void>((resolve) => onceVisible(element, signal, resolve)),
    cardTarget: () => {
      connection.card?.remove();
      connection.card = late.placeCardBox(element);
      if (connection.card) return connection.card.box;
      report('SC005');
      throw new Error('no place for the card form');
    },
    check: () => findWrong(connection),
    beforeSubmit: () => {
      const event = new events.CheckoutBeforeSubmitEvent();
      element.dispatchEvent(event);
      return event.settled;
    },
    appearance: () => late.readAppearance(element, connection.isDark, element.appearance),
    onState: (next, previous) => connection.show(next, previous),
    onView: (view) => connection.showView(view),
    onCard: () => connection.changed(),
    report,
    onAction: (phase) => void element.dispatchEvent(new events.CheckoutActionEvent(phase)),
  };
}
