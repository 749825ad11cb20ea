/** A frame that follows its address without leaving the ones before in the browser's history. */
import { ref } from 'lit/directives/ref.js';

const shown = new WeakMap<Element, string>();

export const showing = (address: string) =>
  ref((element) => {
    if (!(element instanceof HTMLIFrameElement) || shown.get(element) === address) return;
    shown.set(element, address);
    // Not in the page yet, it has no window, and no history.
    if (element.contentWindow) element.contentWindow.location.replace(address);
    else element.src = address;
  });
