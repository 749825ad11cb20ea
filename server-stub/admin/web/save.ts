/** Saving what is being edited. Nothing that was typed is lost, whatever the refusal. */
import type { TypedKeys } from '../../keys/change.ts';
import type { KeysShown } from '../../keys/credentials.ts';
import { keyFields, modes, type KeyField, type Mode } from '../../keys/shape.ts';
import { changedPaths } from '../../settings/changed-paths.ts';
import type { Settings } from '../../settings/settings.ts';
import { api } from './api.ts';
import { ApiProblem } from './call.ts';
import { changes, keyShown, read, settingChanges, write, type Ended, type Model } from './model.ts';
import { labelOf } from './words/labels.ts';

export interface SaveOutcome {
  said?: string;
  alarm?: string;
  /** The fields say why. */
  wrong?: true;
  signedOut?: true;
  undo?: Ended['undo'];
}

export async function saveDraft(model: Model): Promise<SaveOutcome> {
  const { t } = model;
  if (!(await agreesToSwitch(model))) return {};
  const sent = { draft: model.draft, keys: new Map(model.keys) };
  const before = model.current;
  const changed = settingChanges(model).length > 0;
  try {
    const { version, settings, keys } = await api.save(sent.draft, typedKeys(sent), before.version);
    // What was typed while it was under way is not saved yet, and stays.
    const late = changedPaths(sent.draft, model.draft);
    model.draft = rebased(model.draft, late, settings);
    model.current = { ...model.current, version, settings, keys };
    for (const [path, value] of sent.keys) if (model.keys.get(path) === value) model.keys.delete(path);
    model.issues.clear();
    for (const path of model.replaced.keys()) if (!late.includes(path)) model.replaced.delete(path);
    // It was made with what is no longer stored.
    delete model.connection;
    const undo = async () => {
      model.draft = before.settings;
      return t.savedBack;
    };
    // A key that was replaced is gone.
    return { said: t.saved, ...(changed && late.length === 0 && { undo }) };
  } catch (error) {
    return explain(model, error);
  }
}

/** The leaves at `paths` as `draft` has them, upon other settings. */
const rebased = (draft: Settings, paths: readonly string[], onto: Settings): Settings =>
  paths.reduce((settings, path) => write(settings, path, read(draft, path)), onto);

/** Between test and live money the merchant is asked. */
async function agreesToSwitch({ t, draft, current, ask }: Model): Promise<boolean> {
  if (draft.environment === current.settings.environment) return true;
  const [title, text] =
    draft.environment === 'live' ? [t.toLiveTitle, t.toLiveText] : [t.toTestTitle, t.toTestText];
  return ask({ title, text, agree: t.switchAgree });
}

function typedKeys({ keys }: Pick<Model, 'keys'>): TypedKeys {
  const typed: Record<Mode, Partial<Record<KeyField, string>>> = { test: {}, live: {} };
  for (const [path, value] of keys) {
    const [, mode, field] = path.split('.') as ['keys', Mode, KeyField];
    if (value) typed[mode][field] = value;
  }
  return typed;
}

async function explain(model: Model, error: unknown): Promise<SaveOutcome> {
  const { t, lang } = model;
  if (!(error instanceof ApiProblem)) return { alarm: t.unreachable };
  const { issues, current } = error.body;
  if (issues) {
    model.issues = new Map(issues.map(({ path, code }) => [path, code]));
    return { wrong: true };
  }
  if (current) {
    if (!(await model.ask({ title: t.staleTitle, text: t.staleText, agree: t.staleAgree }))) return {};
    const mine = changes(model);
    const theirs = new Set([
      ...changedPaths(model.current.settings, current.settings),
      ...replacedKeys(model.current.keys, current.keys),
    ]);
    model.draft = rebased(model.draft, settingChanges(model), current.settings);
    model.current = { ...model.current, ...current };
    // Of what both have changed, one's own is on top; it is said, so that theirs is not lost unseen.
    const left = new Set(changes(model));
    const both = mine.filter((path) => theirs.has(path) && left.has(path));
    return { said: both.length > 0 ? t.mergedOver(both.map((path) => labelOf(path, lang))) : t.merged };
  }
  if (error.status === 403) return { alarm: error.code === 'owners-only' ? t.ownersOnly : t.notAllowed };
  return error.status === 401 ? { signedOut: true } : { alarm: t.unreachable };
}

/** As far as it can be seen: by what is shown of each. */
const replacedKeys = (before: KeysShown, after: KeysShown): string[] =>
  modes.flatMap((mode) =>
    keyFields
      .filter((field) => keyShown(before[mode], field) !== keyShown(after[mode], field))
      .map((field) => `keys.${mode}.${field}`),
  );
