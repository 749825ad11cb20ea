import type { Clock } from '../clock.ts';
import type { IdempotencyRow } from '../store/rows.ts';
import type { World } from '../store/world.ts';
import { ApiError } from './errors.ts';

/** Stripe keeps a key for at least 24 hours. The fake keeps it for no longer, so that nobody counts on more. */
const KEPT_SECONDS = 24 * 60 * 60;

export interface KeyedRequest {
  readonly key: string;
  readonly method: string;
  readonly path: string;
  readonly params: string;
}

const refused = (status: number, message: string, code?: string): ApiError =>
  new ApiError(status, { type: 'idempotency_error', message, ...(code && { code }) }, { kept: false });

/** The answer to replay, or undefined when this request is the first of its key. */
export function recall(world: World, clock: Clock, request: KeyedRequest): IdempotencyRow | undefined {
  const { key } = request;
  if (key.length > 255)
    throw refused(400, 'The idempotency key is too long: it may have at most 255 characters.');
  if (world.executing.has(key)) {
    throw refused(
      409,
      'There is currently another in-progress request using this Idempotent Key (that probably means you submitted ' +
        `twice, and the other request is still going through): ${key}. Please try again later.`,
      'idempotency_key_in_use',
    );
  }
  const kept = world.idempotency.get(key);
  if (!kept) return undefined;
  if (kept.created + KEPT_SECONDS <= clock.now()) {
    world.idempotency.delete(key);
    return undefined;
  }
  const advice = `Try using a key other than '${key}' if you meant to execute a different request.`;
  if (kept.method !== request.method || kept.path !== request.path) {
    throw refused(
      400,
      `Keys for idempotent requests can only be used for the same endpoint they were first used for ('${kept.path}'). ${advice}`,
    );
  }
  if (kept.params !== request.params) {
    throw refused(
      400,
      `Keys for idempotent requests can only be used with the same parameters they were first used with. ${advice}`,
    );
  }
  return kept;
}

export const prune = (world: World, clock: Clock): void =>
  world.idempotency.pruneBefore(clock.now() - KEPT_SECONDS);
