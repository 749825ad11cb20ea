/** Runs inside a page whose policy forbids whatever is inline; what the policy stopped is kept for the test. */
declare global {
  interface Window {
    stopped: string[];
  }
}

export const stopped: string[] = (window.stopped = []);
document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
  stopped.push(`${violatedDirective} ${blockedURI}`),
);
await import('../../src/define.ts');
