export type Late = typeof import('./late.ts');

/** The part that the first view does without: a file of its own beside the first. */
export const loadLate = (): Promise<Late> => import('./late.ts');
