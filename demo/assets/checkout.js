/** The shop's side of the element: a fresh token when one is asked for, and another method when cards can't be had. */
const element = document.querySelector('secure-checkout');

element?.addEventListener('checkout-token-needed', (event) => event.respondWith(renewToken()));

element?.addEventListener('checkout-unavailable', () => {
  const card = document.querySelector('#method-card');
  const other = document.querySelector('input[name="method"]:not(#method-card)');
  card.closest('.method').hidden = true;
  card.disabled = true;
  document.querySelector('#card-unavailable').hidden = false;
  if (other) other.checked = true;
});

async function renewToken() {
  const version = encodeURIComponent(element.dataset.cartVersion);
  const response = await fetch(`/checkout/token?ver=${version}`, { cache: 'no-store' });
  // The cart is another one now, so the confirmation above the button would not be true.
  if (response.status === 409) location.reload();
  if (!response.ok) throw new Error(`token: ${response.status}`);
  return (await response.json()).token;
}

// A page out of the back/forward cache may show a cart that has been ordered since.
addEventListener('pageshow', async (event) => {
  if (event.persisted) await renewToken().catch(() => {});
});
