export type Late = typeof import('./late.ts');

/** what happens, in a file of its own beside what is seen. */
export const loadLate = (_painted?: Promise<unknown>): Promise<Late> => import('./late.ts');
