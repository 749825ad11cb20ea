export interface LoggedRequest {
  readonly id: string;
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly params: string;
  readonly idempotency_key: string | null;
  readonly fault: string | null;
  /** Null while it is executed, and for a request that was dropped before. */
  status: number | null;
  replayed: boolean;
}

const KEPT = 1000;

/** A card number never gets into the log, not even a test one. */
const withoutCard = (params: string): string =>
  params.replaceAll(/((?:number|cvc)(?:\]|%5D)=)[^&]*/gi, '$1…');

/** The latest requests, for tests and for the dashboard. */
export class RequestLog {
  #entries: LoggedRequest[] = [];

  add(request: Omit<LoggedRequest, 'status' | 'replayed'>): LoggedRequest {
    const entry = { ...request, params: withoutCard(request.params), status: null, replayed: false };
    this.#entries.push(entry);
    if (this.#entries.length >= KEPT * 2) this.#entries = this.#entries.slice(-KEPT);
    return entry;
  }

  finish(entry: LoggedRequest, status: number, replayed: boolean): void {
    entry.status = status;
    entry.replayed = replayed;
  }

  /** Newest first. */
  list(): LoggedRequest[] {
    return this.#entries.slice(-KEPT).toReversed();
  }

  clear(): void {
    this.#entries = [];
  }
}
