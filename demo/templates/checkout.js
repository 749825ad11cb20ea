// What the shop's page does about the element's events; copy it beside your other scripts. No inline script is needed.
const checkout = document.querySelector('secure-checkout');

// The token has run out while the page stood open: fetch a fresh one for the same cart.
checkout.addEventListener('checkout-token-needed', (event) => event.respondWith(renewToken()));

// Cards cannot be taken here (switched off, or not in this country): leave the other methods to the shopper.
checkout.addEventListener('checkout-unavailable', () => {
  const method = checkout.closest('[data-method]');
  if (method) method.hidden = true;
});

async function renewToken() {
  const response = await fetch(checkout.dataset.renew, { cache: 'no-store' });
  if (!response.ok) throw new Error(`checkout token: ${response.status}`);
  return (await response.json()).token;
}
