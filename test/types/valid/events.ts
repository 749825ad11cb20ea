import type { CheckoutConflictEvent } from 'secure-checkout';

const element = document.createElement('secure-checkout');
element.addEventListener('checkout-complete', ({ orderId, saved, status, destination }) => {
  const order: string = orderId + status + destination;
  const stored: boolean = saved;
  return [order, stored];
});
element.addEventListener('checkout-before-submit', (event) => event.waitUntil(Promise.resolve()));
element.addEventListener('checkout-token-needed', (event) => event.respondWith(Promise.resolve('token')));
// They bubble: a page listens where it likes.
document.body.addEventListener('checkout-status-change', ({ status, previous }) => status !== previous);
document.body.addEventListener('checkout-error', ({ code, declineCode, message, recoverable }) =>
  console.log(code, declineCode?.length, message, recoverable),
);

export function lead(event: CheckoutConflictEvent): string | undefined {
  switch (event.kind) {
    case 'sold-out':
      return event.returnTo;
    case 'already-paid':
      return event.orderId;
    case 'other-tab':
    case 'cart-changed':
    case 'already-ordered':
    case 'taken-over':
    case 'expired':
      return undefined;
  }
}
