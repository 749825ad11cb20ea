/** The second file: the payment, and whatever is not the plain form. The first shows that, and works alone as a static preview. */
export { PaymentFlow } from './checkout/flow.ts';
export { explain } from './checkout/developer-errors.ts';
export { failureText, panelOf } from './checkout/panel.ts';
export { openPreview } from './checkout/preview.ts';
export * as events from './element/events.ts';
export { renderErrors } from './element/late/errors.ts';
export { billingOf, renderFields, wrongFields } from './element/late/own-fields.ts';
export { stateEvents } from './element/late/state-events.ts';
export { lateWords } from './locales/late-words.ts';
