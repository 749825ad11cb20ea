/** Ids are drawn at random, so a trace has names for them, in the order in which they appear: the same in every replay. */
export function readable(trace: readonly string[]): string {
  const names = new Map<string, string>();
  const counts = new Map<string, number>();
  return trace
    .join('\n')
    .replaceAll(/\b(at|pi|cus|cart|ctoken|ch|evt)_[A-Za-z0-9]{20,}/g, (id, kind: string) => {
      const known = names.get(id);
      if (known) return known;
      const count = (counts.get(kind) ?? 0) + 1;
      counts.set(kind, count);
      names.set(id, `${kind}_${count}`);
      return `${kind}_${count}`;
    });
}
