/** What the dashboard asks of the fake: the control API, and Stripe's own API with the key that everybody knows. */
import type { ControlState } from '../../state.ts';
import type { LoggedRequest } from '../../http/log.ts';
import { SECRET_KEY } from '../../keys.ts';

/** The newest of each kind; a visitor reads no further. */
const SHOWN = 200;

export interface Snapshot {
  readonly state: ControlState;
  readonly requests: readonly LoggedRequest[];
}

export async function readSnapshot(): Promise<Snapshot> {
  const [state, { requests }] = await Promise.all([
    call<ControlState>('GET', `/_control/state?limit=${SHOWN}`),
    call<{ requests: LoggedRequest[] }>('GET', '/_control/requests'),
  ]);
  return { state, requests: requests.slice(0, SHOWN) };
}

export const control = (path: string, body: object = {}): Promise<unknown> =>
  call('POST', `/_control${path}`, { body: JSON.stringify(body) });

export const stripe = (path: string, form: Record<string, string> = {}): Promise<unknown> =>
  call('POST', `/v1${path}`, {
    body: new URLSearchParams(form),
    headers: { Authorization: `Bearer ${SECRET_KEY}` },
  });

async function call<T>(method: string, path: string, init: RequestInit = {}): Promise<T> {
  const response = await fetch(path, { method, ...init });
  const body = (await response.json()) as T & { error?: string | { message: string } };
  if (response.ok) return body;
  const { error } = body;
  throw new Error(typeof error === 'string' ? error : (error?.message ?? `${response.status}`));
}
