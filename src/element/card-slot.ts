/** Stripe's frame must stand in the light DOM: the element puts a box there and shows it through its slot `card`. */
export function ensureCardBox(host: HTMLElement): HTMLElement {
  const known = host.querySelector<HTMLElement>(':scope > [slot="card"]');
  if (known) return known;
  const box = document.createElement('div');
  box.slot = 'card';
  host.append(box);
  return box;
}
