/** The second file: what happens, with Stripe and the server. The first shows, and works alone as a static preview. */
export { CheckoutController } from './checkout/controller.ts';
export { explain } from './checkout/developer-errors.ts';
export { findWrong } from './checkout/fields.ts';
export { failureText, panelOf } from './checkout/panel.ts';
export { openPreview } from './checkout/preview.ts';
export * as events from './element/events.ts';
export { renderErrors } from './element/late/errors.ts';
export { stateEvents } from './element/late/state-events.ts';
export { renderTestCards } from './element/late/test-cards.ts';
export { renderTextField } from './element/late/text-field.ts';
export { lateWords } from './locales/late-words.ts';
export { readAppearance } from './stripe/appearance.ts';
export { placeCardBox } from './stripe/card-slot.ts';
