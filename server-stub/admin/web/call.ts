/** Asks the console's own API. A refusal is an `ApiProblem` with the server's stable code. */
import type { SettingsIssue } from '../../settings/issues.ts';
import type { KeysShown } from '../../keys/credentials.ts';
import type { VersionedSettings } from '../../settings/save.ts';

export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly body: {
      issues?: SettingsIssue[];
      current?: VersionedSettings & { keys: KeysShown };
      retryAfter?: number;
      detail?: string;
    },
  ) {
    super(code);
  }
}

interface Own {
  actor?: string;
  csrf?: string;
}

let own: Own = {};

/** Of the session, for every request that changes something. */
export function useSession({ actor, csrf }: Own): void {
  own = { ...(actor && { actor }), ...(csrf && { csrf }) };
}

interface Request {
  method: string;
  path: string;
  body: unknown;
  headers: Record<string, string>;
}

export async function call<T>(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<T> {
  const request = { method, path, body, headers };
  try {
    return await send<T>(request);
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.code !== 'csrf') throw error;
    await renewToken();
    return send<T>(request);
  }
}

/** Whoever signs in anew in another tab has another session here too. Somebody else’s is none of this page. */
async function renewToken(): Promise<void> {
  const session = await send<Own>({ method: 'GET', path: '/session', body: undefined, headers: {} });
  if (session.actor !== own.actor) throw new ApiProblem(401, 'signed-out', {});
  useSession(session);
}

/** Longer than the server waits for Stripe; what never answers must not keep a button for ever. */
const patience = 60_000;

async function send<T>({ method, path, body, headers }: Request): Promise<T> {
  const response = await fetch(`/admin/api${path}`, {
    method,
    headers: {
      'X-CSRF-Token': own.csrf ?? '',
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(patience),
  });
  const json = (await response.json().catch(() => ({}))) as T & { code?: string };
  if (!response.ok) throw new ApiProblem(response.status, json.code ?? 'unreachable', json as object);
  return json;
}
