/** Another screen of this browser that pays, as far as the element can tell: it holds the payment's lock until it is closed. */
export function openOtherTab(attempt: string): { close(): void } {
  let close = () => {};
  const open = new Promise<void>((resolve) => (close = resolve));
  // A page on plain http has no locks; there the element goes on saying that another screen is paying.
  const locks = navigator.locks as LockManager | undefined;
  void locks?.request(`secure-checkout:${attempt}`, () => open);
  return { close };
}
