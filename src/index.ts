export * from './define.ts';
export * from './element/events.ts';
export type { CheckoutState, CheckoutStatus } from './checkout/state.ts';
