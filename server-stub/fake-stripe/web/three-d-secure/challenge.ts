import type { FromOnlooker } from '../messages.ts';

/** The bank's page: two buttons in the place of a one-time code. In a frame of Stripe.js, or where a redirect leads. */
const query = new URLSearchParams(location.search);
const intent = location.pathname.split('/').pop() ?? '';
const clientSecret = query.get('client_secret') ?? '';
const account = query.get('account');

async function answer(outcome: 'complete' | 'fail'): Promise<void> {
  for (const button of document.querySelectorAll('button')) button.disabled = true;
  const response = await fetch('/v1/3ds2/authenticate', {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${query.get('key')}`,
      ...(account && { 'Stripe-Account': account }),
    },
    body: new URLSearchParams({ payment_intent: intent, client_secret: clientSecret, outcome }),
  });
  // An intent that was cancelled meanwhile has nothing left to authenticate; the page finds out either way.
  if (!response.ok) console.warn('the challenge is over already');
  const returnUrl = query.get('return_url');
  if (returnUrl) leaveFor(returnUrl, response.ok && outcome === 'complete');
  else parent.postMessage({ kind: 'three-ds-answered' }, query.get('parent') ?? '');
}

/** Back to the shop, with what Stripe adds to the address. */
function leaveFor(returnUrl: string, succeeded: boolean): void {
  const address = new URL(returnUrl);
  address.searchParams.set('payment_intent', intent);
  address.searchParams.set('payment_intent_client_secret', clientSecret);
  address.searchParams.set('redirect_status', succeeded ? 'succeeded' : 'failed');
  location.assign(address);
}

document
  .querySelector('#test-source-authorize-3ds')
  ?.addEventListener('click', () => void answer('complete'));
document.querySelector('#test-source-fail-3ds')?.addEventListener('click', () => void answer('fail'));
addEventListener('message', (event: MessageEvent<FromOnlooker>) => {
  if (event.origin !== query.get('parent') || event.data.kind !== 'answer-bank') return;
  void answer(event.data.outcome);
});
