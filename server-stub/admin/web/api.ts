/** The console's own API. A refusal is an `ApiProblem` with the server's stable code. */
import type { ConnectionReport } from '../connection.ts';
import type { SentToStripe } from '../preview.ts';
import type { SettingsIssue } from '../../settings/checks.ts';
import type { VersionedSettings } from '../../settings/save.ts';
import type { Settings } from '../../settings/settings.ts';
import type { defaultWordings } from '../../settings/wordings.ts';

type Text = Record<'ja' | 'en', string>;

export interface Session {
  actor: string;
  csrf: string;
  stripe: {
    fake: boolean;
    fakeUrl?: string;
    mode: 'test' | 'live';
    account: string;
    publishableKey: string;
    secretKeyHint: string;
  };
}

export interface Current extends VersionedSettings {
  defaults: typeof defaultWordings;
  shop: {
    regions: string[];
    statuses: { id: string; name: Text }[];
    methods: { id: string; name: Text; sort: number }[];
  };
}

export interface Progress {
  lastWebhook: string | null;
  lastOrder: string | null;
  settingsSaved: boolean;
  webhookUrl: string;
}

export interface AuditEntry {
  id: number;
  at: string;
  event: string;
  data: { actor?: string; version?: number; fields?: string[]; reason?: string };
}

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

async function call<T>(
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

async function session(made: Promise<Session & { signedIn: boolean; needsCode?: boolean }>) {
  const answer = await made;
  csrf = answer.csrf ?? '';
  return answer;
}

export const api = {
  session: () => session(call('GET', '/session')),
  signIn: (password: string, code: string) =>
    session(call('POST', '/session', { password, ...(code && { code }) })),
  signOut: () => call('DELETE', '/session'),
  settings: () => call<Current>('GET', '/settings'),
  save: (settings: Settings, version: number) =>
    call<VersionedSettings>('PUT', '/settings', { settings }, { 'If-Match': `"${version}"` }),
  compare: (settings: unknown) =>
    call<VersionedSettings & { fields: string[] }>('POST', '/settings/compare', { settings }),
  progress: () => call<Progress>('GET', '/progress'),
  testConnection: () => call<ConnectionReport>('POST', '/connection', {}),
  preview: (wanted: { settings: Settings; shopper: string; locale: string; policy: string }) =>
    call<{ token: string; sent: SentToStripe[] }>('POST', '/preview', wanted),
  mail: (settings: Settings, locale: string) =>
    call<{ subject: string; text: string; html: string }>('POST', '/mail', { settings, locale }),
  audit: () => call<{ entries: AuditEntry[] }>('GET', '/audit'),
};
