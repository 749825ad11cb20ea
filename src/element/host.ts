import type { ApiClient } from '../checkout/api-client.ts';
import type { CheckoutHost } from '../checkout/page.ts';
import { readAppearance } from '../stripe/appearance.ts';
import { placeCardBox } from '../stripe/card-slot.ts';
import type { Connection } from './connection.ts';
import { nextPaint, onceVisible } from './page.ts';
import { report } from './report.ts';

/** The element as the checkout behind it sees it. */
export function createHost(connection: Connection, api: ApiClient): CheckoutHost {
  const { element } = connection;
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
      return connection.late?.billingOf(connection) ?? {};
    },
    renewToken: async () => {
      const late = await connection.fetchLate();
      if (!late) return undefined;
      const event = new late.events.CheckoutTokenNeededEvent();
      element.dispatchEvent(event);
      const token = await event.response?.catch(() => undefined);
      if (token) element.token = connection.seenToken = token;
      return token;
    },
    payment: async (page) => {
      const late = await connection.fetchLate();
      return late && new late.PaymentFlow(page);
    },
    painted: async () => {
      await element.updateComplete;
      await nextPaint();
    },
    visible: (signal) => new Promise<void>((resolve) => onceVisible(element, signal, resolve)),
    cardTarget: () => {
      connection.card?.remove();
      connection.card = placeCardBox(element);
      if (connection.card) return connection.card.box;
      report('SC005');
      throw new Error('no place for the card form');
    },
    check: () => connection.late?.wrongFields(connection) ?? [],
    beforeSubmit: async () => {
      const { late } = connection;
      if (!late) return false;
      const event = new late.events.CheckoutBeforeSubmitEvent();
      element.dispatchEvent(event);
      return event.settled;
    },
    appearance: () => readAppearance(element, connection.isDark, element.appearance),
    onState: (next, previous) => connection.show(next, previous),
    onView: (view) => connection.showView(view),
    onCard: () => connection.changed(),
    report,
    onAction: (phase) => {
      const { late } = connection;
      if (late) element.dispatchEvent(new late.events.CheckoutActionEvent(phase));
    },
  };
}
