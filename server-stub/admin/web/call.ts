/** Asks the console's own API. A refusal is an `ApiProblem` with the server's stable code. */
import type { SettingsIssue } from '../../settings/issues.ts';
import type { VersionedSettings } from '../../settings/save.ts';

export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly body: {
      issues?: SettingsIssue[];
      current?: VersionedSettings;
      retryAfter?: number;
      detail?: string;
    },
  ) {
    super(code);
  }
}

let csrf = '';

/** Of the session, for every request that changes something. */
export function useCsrfToken(token: string): void {
  csrf = token;
}

export async function call<T>(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<T> {
  const response = await fetch(`/admin/api${path}`, {
    method,
    headers: {
      'X-CSRF-Token': csrf,
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const json = (await response.json().catch(() => ({}))) as T & { code?: string };
  if (!response.ok) throw new ApiProblem(response.status, json.code ?? 'unreachable', json as object);
  return json;
}
