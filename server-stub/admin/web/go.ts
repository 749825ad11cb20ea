/** Goes there: what is looked at is in the address, and nowhere else. What is empty is left out of it. */
export function go(path: string, query: Record<string, string> = {}): void {
  const said = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== '')).toString();
  location.hash = `#/${path}${said ? `?${said}` : ''}`;
}
