/** The bank's page: two buttons in the place of a one-time code. */
const query = new URLSearchParams(location.search);
const parentOrigin = query.get('parent') ?? '';
const intent = location.pathname.split('/').pop() ?? '';

async function answer(outcome: 'complete' | 'fail'): Promise<void> {
  for (const button of document.querySelectorAll('button')) button.disabled = true;
  const response = await fetch('/v1/3ds2/authenticate', {
    method: 'POST',
    headers: { Authorization: `Bearer ${query.get('key')}` },
    body: new URLSearchParams({
      payment_intent: intent,
      client_secret: query.get('client_secret') ?? '',
      outcome,
    }),
  });
  // An intent that was cancelled meanwhile has nothing left to authenticate; the page finds out either way.
  if (!response.ok) console.warn('the challenge is over already');
  parent.postMessage({ kind: 'three-ds-answered' }, parentOrigin);
}

document
  .querySelector('#test-source-authorize-3ds')
  ?.addEventListener('click', () => void answer('complete'));
document.querySelector('#test-source-fail-3ds')?.addEventListener('click', () => void answer('fail'));
