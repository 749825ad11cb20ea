/** The second file: what happens, with Stripe and the server. The first shows, and works alone as a static preview. */
export { CheckoutController } from './checkout/controller.ts';
export { explain } from './checkout/developer-errors.ts';
export { findWrong } from './checkout/fields.ts';
export { failureText, panelOf } from './checkout/panel.ts';
export { openPreview } from './checkout/preview.ts';
export { testCards } from './checkout/test-cards.ts';
export * as events from './element/events.ts';
export { stateEvents } from './element/state-events.ts';
export { readAppearance } from './stripe/appearance.ts';
export { placeCardBox } from './stripe/card-slot.ts';
