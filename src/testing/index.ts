/** For a shop's own tests of its checkout page. */
export * from './fake-stripe.ts';
export * from './fill-card.ts';
export * from './test-cards.ts';
