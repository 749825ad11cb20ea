export type Late = typeof import('./late.ts');

/** The payment, in a file of its own beside the form. */
export const loadLate = (): Promise<Late> => import('./late.ts');
