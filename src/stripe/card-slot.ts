/**
 * Stripe's frame must stand in the document's own tree. The box goes into the element's light tree; where that is inside
 * shadow roots, however deep, open or closed, it is put beside the outermost host, and a slot at every level hands it on.
 */
export interface CardBox {
  box: HTMLElement;
  remove(): void;
}

let count = 0;

const untouched =
  'margin:0;padding:0;border:0;width:auto;height:auto;max-width:none;max-height:none;overflow:visible;float:none'
    .split(';')
    .map((declaration) => `${declaration}!important`)
    .join(';');

/** Undefined if the element, or a host around it, is not in the document. */
export function placeCardBox(element: HTMLElement): CardBox | undefined {
  const name = `secure-checkout-card-${++count}`;
  const placed: HTMLElement[] = [];
  let host: Element = element;
  let slot = 'card';
  for (let root = host.getRootNode(); root instanceof ShadowRoot; root = host.getRootNode()) {
    const relay = document.createElement('slot');
    relay.name = name;
    relay.slot = slot;
    host.append(relay);
    placed.push(relay);
    host = root.host;
    slot = name;
  }
  const box = document.createElement('div');
  // It lies open to the shop's own rules for whatever is a div, which may pad, clip or float it.
  box.style.cssText = untouched;
  box.slot = slot;
  host.append(box);
  placed.push(box);
  const remove = () => placed.forEach((node) => node.remove());
  if (host.isConnected) return { box, remove };
  remove();
  return undefined;
}
