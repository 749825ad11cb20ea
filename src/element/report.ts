import type { DeveloperError } from '../checkout/developer-errors.ts';
import { loadLate } from '../load-late.ts';

const said = new Set<string>();

/** Says once on the console what a developer has to put right. The words come with the second file. */
export function report(code: DeveloperError): void {
  if (said.has(code)) return;
  said.add(code);
  const say = (words: string) => console.error(`secure-checkout ${code}: ${words}`);
  loadLate().then(
    ({ explain }) => say(explain(code)),
    () => say('see docs/errors.md'),
  );
}
