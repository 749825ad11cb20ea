import { IntegrationError } from './errors.ts';

/** Where an Element is to stand; Stripe.js refuses places in which its frame would not work. */
export function boxFor(target: string | HTMLElement): HTMLElement {
  if (typeof target === 'string') {
    const found = document.querySelector<HTMLElement>(target);
    if (found) return found;
    throw new IntegrationError(
      `The selector you specified (${target}) applies to no DOM elements that are currently on the page. ` +
        'Make sure the element exists on the page before calling mount().',
    );
  }
  if (!(target instanceof HTMLElement)) {
    throw new IntegrationError(
      'Missing argument. Make sure to call mount() with a valid DOM element or selector.',
    );
  }
  if (target.getRootNode() instanceof ShadowRoot) {
    throw new IntegrationError('Elements cannot be mounted in a ShadowRoot. Please mount in the Light DOM.');
  }
  if (!target.isConnected) {
    throw new IntegrationError('mount() needs a DOM element that is in the document.');
  }
  return target;
}
