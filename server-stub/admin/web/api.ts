/** What the settings' views ask of the server. */
import type { Role } from '../roles.ts';
import type { ConnectionReport } from '../connection.ts';
import type { SentToStripe } from '../preview.ts';
import type { TypedKeys } from '../../keys/change.ts';
import type { KeysShown } from '../../keys/credentials.ts';
import type { VersionedSettings } from '../../settings/save.ts';
import type { Settings } from '../../settings/settings.ts';
import type { defaultWordings } from '../../settings/wordings.ts';
import { call, useSession } from './call.ts';

type Text = Record<'ja' | 'en', string>;

/** What the server has as a Date arrives as ISO 8601. */
export type Sent<T> = T extends Date ? string : T extends object ? { [K in keyof T]: Sent<T[K]> } : T;

export interface Session {
  actor: string;
  role: Role;
  hasSecondFactor: boolean;
  /** Nothing else is open until it is set up. */
  needsSecondFactor: boolean;
  /** The shop's time zone, IANA name. */
  zone: string;
  csrf: string;
  stripe: {
    fake: boolean;
    fakeUrl?: string;
    /** Undefined: no keys are stored for the environment that is selected. */
    mode?: 'test' | 'live';
    account?: string;
  };
}

export interface Current extends VersionedSettings {
  keys: KeysShown;
  defaults: typeof defaultWordings;
  shop: {
    regions: string[];
    statuses: { id: string; name: Text }[];
    methods: { id: string; name: Text; sort: number; enabled?: boolean }[];
    /** Or only by the shop's own screens. */
    methodsCanChange: boolean;
    /** The shop sends the order mail itself, with wording 3 as it came with the order. */
    writesMail: boolean;
  };
}

export interface Progress {
  lastWebhook: string | null;
  lastOrder: string | null;
  settingsSaved: boolean;
  /** With the key in force, and nothing was lacking. */
  connectionTested: boolean;
  webhookUrl: string;
  webhookEvents: string[];
}

export interface AuditEntry {
  id: number;
  at: string;
  event: string;
  data: {
    actor?: string;
    subject?: string;
    role?: Role;
    version?: number;
    fields?: string[];
    reason?: string;
  };
}

async function session(made: Promise<Session & { signedIn: boolean }>) {
  const answer = await made;
  useSession(answer);
  return answer;
}

const withQuery = (path: string, query: Record<string, string>): string => {
  const said = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== '')).toString();
  return said ? `${path}?${said}` : path;
};

export const api = {
  get: <T>(path: string, query: Record<string, string> = {}) => call<T>('GET', withQuery(path, query)),
  post: <T>(path: string, body: object) => call<T>('POST', path, body),
  session: () => session(call('GET', '/session')),
  signIn: ({ name, password, code }: { name: string; password: string; code: string }) =>
    session(call('POST', '/session', { name, password, ...(code && { code }) })),
  signOut: () => call('DELETE', '/session'),
  settings: () => call<Current>('GET', '/settings'),
  save: (settings: Settings, keys: TypedKeys, version: number) =>
    call<VersionedSettings & { keys: KeysShown }>(
      'PUT',
      '/settings',
      { settings, keys },
      { 'If-Match': `"${version}"` },
    ),
  compare: (settings: unknown) =>
    call<VersionedSettings & { fields: string[] }>('POST', '/settings/compare', { settings }),
  progress: () => call<Progress>('GET', '/progress'),
  testConnection: () => call<ConnectionReport>('POST', '/connection', {}),
  preview: (wanted: { settings: Settings; shopper: string; locale: string; policy: string }) =>
    call<{ token: string; sent: SentToStripe[] }>('POST', '/preview', wanted),
  mail: (settings: Settings, locale: string) =>
    call<{ subject: string; text: string; token: string }>('POST', '/mail', { settings, locale }),
  audit: () => call<{ entries: AuditEntry[] }>('GET', '/audit'),
};
