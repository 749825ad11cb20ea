/** A checkout server that only answers what it was told to, so that every state can be looked at for as long as one likes. */
import type { AttemptView, CheckoutProblem, CheckoutView } from '../../src/shared/contract.ts';

/**
 * An answer; `never` leaves the call open, `offline` breaks the line. With `no-net` the browser knows itself that there is
 * none, and with `timeout` the time allowed is over at once.
 */
export type Reply<T> = T | CheckoutProblem | 'never' | 'offline' | 'no-net' | 'timeout';

export interface ServerScript {
  view: Reply<CheckoutView>;
  /** To the press of the button, and to what follows it. */
  attempt?: Reply<AttemptView>;
  /** Called when the page asks for the attempt. */
  onAttempt?: () => void;
}

const root = '/preview/pay/';
const scripts = new Map<string, ServerScript>();
/** Ends the time of the call that is made next. */
let limit = new AbortController();

/** Takes the place of the network for endpoints of its own; every other request goes where it went before. */
export function installScriptedServer(): void {
  const network = globalThis.fetch;
  const timeout = AbortSignal.timeout.bind(AbortSignal);
  AbortSignal.timeout = (milliseconds) =>
    AbortSignal.any([timeout(milliseconds), (limit = new AbortController()).signal]);
  globalThis.fetch = (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input, location.href);
    const [id = '', , call] = url.pathname.startsWith(root) ? url.pathname.slice(root.length).split('/') : [];
    const script = scripts.get(id);
    if (!script) return network(input, init);
    if (call === 'view') return answer(script.view, init?.signal);
    script.onAttempt?.();
    return answer(script.attempt ?? 'never', init?.signal);
  };
}

/** The `endpoint` at which this script is played. */
export function serve(script: ServerScript): string {
  const id = `${scripts.size + 1}`;
  scripts.set(id, script);
  return `${location.origin}${root}${id}`;
}

function answer(reply: Reply<object>, signal: AbortSignal | null | undefined): Promise<Response> {
  const over = limit;
  if (reply === 'offline') return Promise.reject(new TypeError('Failed to fetch'));
  if (reply === 'no-net') {
    return new Promise((_, reject) =>
      setTimeout(() => {
        Object.defineProperty(navigator, 'onLine', { value: false, configurable: true });
        reject(new TypeError('Failed to fetch'));
        // The caller looks before this; other calls find the browser's own answer again.
        queueMicrotask(() => Reflect.deleteProperty(navigator, 'onLine'));
      }),
    );
  }
  if (reply === 'timeout') setTimeout(() => over.abort(new DOMException('Timed out', 'TimeoutError')));
  if (reply === 'never' || reply === 'timeout') {
    return new Promise((_, reject) =>
      signal?.addEventListener('abort', () => reject(new DOMException('Aborted', 'AbortError'))),
    );
  }
  const isProblem = 'type' in reply && 'title' in reply;
  return Promise.resolve(
    Response.json(reply, { status: isProblem ? (reply as CheckoutProblem).status : 200 }),
  );
}
