import { CheckoutConflictEvent } from 'secure-checkout';

const element = document.createElement('secure-checkout');
element.addEventListener('checkout-complete', (event) => event.order); // error TS2551
element.addEventListener('checkout-complete', (event) => (event.orderId = '1')); // error TS2540
element.addEventListener('checkout-consent-change', (event) => event.checked.length); // error TS2339
element.addEventListener('checkout-token-needed', (event) => event.respondWith(42)); // error TS2345
export const conflict = new CheckoutConflictEvent('second-tab'); // error TS2345
