import type { ApiResult } from './api-client.ts';
import type { CheckoutPage } from './page.ts';
import type { CheckoutState } from './state.ts';

/** Between tries of a call that got no answer, in milliseconds. */
const retryDelays = [500, 1000, 2000, 4000, 8000];

/** Repeats a call until it is answered: every call of ours is safe to repeat. A fresh token is asked for once. */
export async function insist<T>(
  page: CheckoutPage,
  call: () => Promise<ApiResult<T>>,
): Promise<ApiResult<T>> {
  let renewed = false;
  for (let tries = 0; ; tries++) {
    const answer = await call();
    if (page.signal.aborted) return answer;
    if (!renewed && answer.kind === 'problem' && answer.problem.code === 'token-expired') {
      renewed = true;
      if (await page.host.renewToken()) continue;
    }
    if (isAnswered(answer)) return answer;
    page.go(offlineState(page.state));
    await untilWorthTrying(retryDelays[tries] ?? 8000, page.signal);
  }
}

/** A broken server knows as little as a broken line: money may be held, so only a definite refusal is an answer. */
function isAnswered(answer: ApiResult<unknown>): boolean {
  return answer.kind === 'ok' || (answer.kind === 'problem' && answer.problem.status < 500);
}

/** Without an answer nobody knows, so nobody may pay again. */
function offlineState(state: CheckoutState): CheckoutState {
  if (state.status === 'conflict') return state;
  const attempt = 'attempt' in state ? state.attempt : undefined;
  return { status: 'pending', offline: true, ...(attempt && { attempt }) };
}

function untilWorthTrying(delay: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener('online', done);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, delay);
    addEventListener('online', done);
    signal.addEventListener('abort', done);
  });
}
