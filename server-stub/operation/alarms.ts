/** Looks at the board every few minutes, on every instance; the database lets one of them speak. */
import type { CheckoutDeps } from '../checkout/deps.ts';
import { raiseAlarms, type SendAlarms } from '../orders/alerts.ts';

const everyMs = 5 * 60_000;

export function startAlarms(deps: CheckoutDeps, send: SendAlarms): { stop(): Promise<void> } {
  let looking: Promise<unknown> = Promise.resolve();
  const look = () => {
    looking = raiseAlarms(deps, send).catch((error: unknown) => {
      deps.log.error({ err: error }, 'the board could not be looked at; it is tried again');
    });
  };
  const timer = setInterval(look, everyMs);
  return {
    async stop() {
      clearInterval(timer);
      await looking;
    },
  };
}
