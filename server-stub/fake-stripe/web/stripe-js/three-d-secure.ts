/** The bank's questions over the shop's page: a frame of another origin in a modal dialog. Closing it is a failure. */
import type { Keys } from './elements.ts';

/** Resolves when the bank has its answer, whichever it was. */
export async function askBank(keys: Keys, clientSecret: string, locale: 'ja' | 'en'): Promise<void> {
  const [intent = ''] = clientSecret.split('_secret_');
  const dialog = document.createElement('dialog');
  dialog.setAttribute(
    'aria-label',
    locale === 'ja' ? '本人認証（3Dセキュア）' : 'Identity check (3-D Secure)',
  );
  paint(dialog, {
    border: '0',
    padding: '0',
    'border-radius': '12px',
    width: 'min(420px, calc(100vw - 24px))',
    height: 'min(560px, calc(100vh - 24px))',
    'max-width': 'none',
    'max-height': 'none',
    overflow: 'hidden',
    background: '#fff',
  });
  const close = document.createElement('button');
  close.type = 'button';
  close.dataset['testid'] = 'three-ds-close';
  close.setAttribute('aria-label', locale === 'ja' ? '閉じる' : 'Close');
  close.textContent = '×';
  paint(close, {
    position: 'absolute',
    'inset-block-start': '6px',
    'inset-inline-end': '6px',
    width: '44px',
    height: '44px',
    border: '0',
    background: 'transparent',
    color: '#1c2024',
    font: '24px/1 sans-serif',
    cursor: 'pointer',
  });
  const frame = document.createElement('iframe');
  const query = new URLSearchParams({
    client_secret: clientSecret,
    key: keys.publishableKey,
    locale,
    parent: location.origin,
    ...(keys.account && { account: keys.account }),
  });
  frame.src = `${keys.base}/3ds/${intent}?${query}`;
  frame.title = dialog.getAttribute('aria-label') ?? '';
  paint(frame, { border: '0', width: '100%', height: '100%' });
  dialog.append(frame, close);
  document.body.append(dialog);
  dialog.showModal();

  const outcome = await new Promise<'answered' | 'closed'>((resolve) => {
    close.addEventListener('click', () => resolve('closed'));
    dialog.addEventListener('cancel', () => resolve('closed'));
    addEventListener('message', function listen(event: MessageEvent<{ kind: string }>) {
      if (event.origin !== keys.base || event.source !== frame.contentWindow) return;
      if (event.data.kind !== 'three-ds-answered') return;
      removeEventListener('message', listen);
      resolve('answered');
    });
  });
  if (outcome === 'closed') {
    await fetch(`${keys.api}/v1/3ds2/authenticate`, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${keys.publishableKey}`,
        ...(keys.account && { 'Stripe-Account': keys.account }),
      },
      body: new URLSearchParams({ payment_intent: intent, client_secret: clientSecret, outcome: 'fail' }),
    });
  }
  dialog.close();
  dialog.remove();
}

/** Property by property: a page without inline styles allows that, and no style attribute. */
function paint(element: HTMLElement, style: Record<string, string>): void {
  for (const [name, value] of Object.entries(style)) element.style.setProperty(name, value);
}
