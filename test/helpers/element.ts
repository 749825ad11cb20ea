/** Vitest's global setup: the element is built before the first shops start side by side, each of which would build it. */
export { buildElement as default } from '../../scripts/shop.ts';
