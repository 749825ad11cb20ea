/** What the views are drawn from: what the server holds, what is being edited, and what the page has been told. */
import type { TemplateResult } from 'lit';
import { changedPaths } from '../../settings/changed-paths.ts';
import type { IssueCode } from '../../settings/issues.ts';
import type { KeysShown } from '../../keys/credentials.ts';
import type { KeyField, Mode } from '../../keys/shape.ts';
import type { Settings } from '../../settings/settings.ts';
import type { AuditEntry, Current, Progress, Session } from './api.ts';
import type { ConnectionReport } from '../connection.ts';
import type { Place } from './view.ts';
import type { Language, Words } from './words/common.ts';

export interface Model {
  readonly lang: Language;
  /** The words that all views share. */
  readonly t: Words;
  session: Session;
  place: Place;
  current: Current;
  draft: Settings;
  /** Typed, and not stored yet. An empty one is open for typing. */
  keys: Map<KeyPath, string>;
  issues: Map<string, IssueCode>;
  /** Wordings that gave way to their default, until they are typed or saved anew. */
  replaced: Map<string, string>;
  progress?: Progress;
  connection?: ConnectionReport | 'running' | 'failed' | 'no-keys';
  audit?: AuditEntry[];
  preview: PreviewState;
  imported?: { name: string; settings: Settings; fields: string[] };
  importProblem?: string | TemplateResult;
  /** Draws the page anew. */
  draw(): void;
  /** Runs it, and says in words how it ended. */
  act(work: () => Promise<string | Ended | undefined>): Promise<void>;
  /** The same of what nobody asked for by a press: it leaves alone what the last deed has said. */
  look(work: () => Promise<void>): Promise<void>;
  ask(question: { title: string; text: string; agree: string }): Promise<boolean>;
}

/** How a deed ended, and how it is taken back; that ends in words too. */
export interface Ended {
  said: string;
  undo: () => Promise<string>;
}

/** As the server names it in a refusal. */
export type KeyPath = `keys.${Mode}.${KeyField}`;

export interface PreviewState {
  shopper: 'guest' | 'member';
  /** Empty: what is being edited. */
  policy: '' | Settings['cardSaving'];
  locale: 'ja' | 'en';
  theme: 'light' | 'dark';
  width: 'phone' | 'wide';
  mailLocale: 'ja' | 'en';
  mailForm: 'html' | 'text';
}

/** Of a key that is stored: a publishable one whole, of a secret its end. */
export const keyShown = (keys: KeysShown[Mode], field: KeyField): string | undefined =>
  field === 'publishableKey'
    ? keys.publishableKey
    : keys[field === 'secretKey' ? 'secretKeyLast4' : 'webhookSecretLast4'];

export const settingChanges = ({ current, draft }: Pick<Model, 'current' | 'draft'>): string[] =>
  changedPaths(current.settings, draft);

export const changes = (model: Pick<Model, 'current' | 'draft' | 'keys'>): string[] => [
  ...settingChanges(model),
  ...[...model.keys].flatMap(([path, value]) => (value ? [path] : [])),
];

type Leaf = string | number | boolean | string[] | undefined;

export const read = (settings: Settings, path: string): Leaf =>
  path
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], settings) as Leaf;

/** A copy with one leaf changed. */
export function write(settings: Settings, path: string, leaf: Leaf): Settings {
  const [key = '', ...rest] = path.split('.');
  const record = settings as unknown as Record<string, unknown>;
  const value =
    rest.length > 0 ? write((record[key] ?? { ja: '', en: '' }) as Settings, rest.join('.'), leaf) : leaf;
  const { [key]: _before, ...others } = record;
  return (value === undefined ? others : { ...record, [key]: value }) as unknown as Settings;
}

export function edit(model: Model, path: string, leaf: Leaf): void {
  model.draft = write(model.draft, path, leaf);
  model.issues.delete(path);
  model.replaced.delete(path);
  model.draw();
}
