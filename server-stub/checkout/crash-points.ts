/** Places where a test kills the process as power loss would. In production none is set and the call does nothing. */
export const crashPoints = [
  'after-attempt',
  'after-create',
  'after-save',
  'after-confirm',
  'after-claim',
  'in-commit',
  'after-commit',
  'after-capture',
  'in-takeover',
] as const;
export type CrashPoint = (typeof crashPoints)[number];
export type Crash = (point: CrashPoint) => void;

export const neverCrash: Crash = () => {};
