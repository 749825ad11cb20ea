/** The console's refusals: RFC 9457, with codes of its own. */
import type { Context } from 'hono';
import type { SettingsIssue } from '../settings/issues.ts';

interface Extra {
  retryAfter?: number;
  issues?: SettingsIssue[];
  current?: object;
}

export function problem(
  c: Context,
  status: 401 | 403 | 404 | 409 | 412 | 413 | 422 | 428 | 429,
  code: string,
  extra: Extra = {},
) {
  const body = {
    type: `urn:secure-checkout:admin:${code}`,
    title: code.replaceAll('-', ' '),
    status,
    code,
    ...extra,
  };
  return c.body(JSON.stringify(body), status, { 'Content-Type': 'application/problem+json' });
}
