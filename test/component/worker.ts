/** The network of a page under test: a service worker answers in the server's place. */
import { setupWorker } from 'msw/browser';

export const worker = setupWorker();

async function startWorker(): Promise<void> {
  const { serviceWorker } = navigator;
  await serviceWorker.register('/mockServiceWorker.js');
  const { active } = await serviceWorker.ready;
  if (!serviceWorker.controller) {
    const controlled = new Promise((resolve) =>
      serviceWorker.addEventListener('controllerchange', resolve, { once: true }),
    );
    // A worker takes no target; that is for windows.
    // oxlint-disable-next-line require-post-message-target-origin
    active?.postMessage('claim');
    await controlled;
  }
  await worker.start({
    quiet: true,
    onUnhandledRequest: 'bypass',
    serviceWorker: { url: '/mockServiceWorker.js' },
  });
}

/** For the tests around: each of them gives answers of its own. */
export function useWorker(): void {
  before(startWorker);
  afterEach(() => worker.resetHandlers());
  after(() => worker.stop());
}
