/** What the core works with. No HTTP in it: a test drives it without a port. */
import type { Logger } from 'pino';
import type { Shop } from '../shop/port.ts';
import type { Database } from '../store/database.ts';
import type { Gateway } from '../stripe/gateway.ts';
import type { Gateways, KeyOwner } from '../stripe/gateways.ts';

export type Queue = 'attempt' | 'outbox';

export interface CheckoutDeps {
  db: Database;
  shop: Shop;
  gateways: Gateways;
  /** This database's own name in every intent's metadata. */
  installation: string;
  /** `observe` for a restored copy: reconcile says what it finds and touches nothing. */
  reconcile: 'act' | 'observe';
  log: Pick<Logger, 'info' | 'warn' | 'error'>;
  /** Something changed about an attempt: wakes those who wait for it. */
  changed(attemptId: string): void;
  /** Something was written that a worker is to do now: an attempt to look into, or what follows. */
  due(queue: Queue): void;
  /** Resolves when the attempt changes, after `ms`, or when the signal aborts. */
  waitForChange(attemptId: string, ms: number, signal?: AbortSignal): Promise<void>;
}

/** The same for one attempt, with the gateway that its calls go through. */
export interface DepsAtStripe extends CheckoutDeps {
  gateway: Gateway;
}

/** Undefined: no key of that account and mode is stored any more, so nothing can be asked or done. */
export async function atStripe(
  deps: CheckoutDeps & { gateway?: Gateway },
  owner: KeyOwner,
): Promise<DepsAtStripe | undefined> {
  const { gateway: known } = deps;
  // One request, or one job, looks its key up once.
  const fits = known?.account === owner.account && known.mode === owner.mode;
  const gateway = fits ? known : await deps.gateways.of(owner);
  if (gateway) return { ...deps, gateway };
  deps.log.error({ account: owner.account, mode: owner.mode }, 'no key of this account and mode is stored');
  return undefined;
}
