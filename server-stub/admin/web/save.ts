/** Saving what is being edited. Nothing that was typed is lost, whatever the refusal. */
import type { TypedKeys } from '../../keys/change.ts';
import type { KeyField, Mode } from '../../keys/shape.ts';
import { changedPaths } from '../../settings/changed-paths.ts';
import { api } from './api.ts';
import { ApiProblem } from './call.ts';
import { read, settingChanges, write, type Ended, type Model } from './model.ts';
import { labelOf } from './words/labels.ts';

export interface SaveOutcome {
  said?: string;
  alarm?: string;
  signedOut?: true;
  undo?: Ended['undo'];
}

export async function saveDraft(model: Model): Promise<SaveOutcome> {
  const { t } = model;
  if (!(await agreesToSwitch(model))) return {};
  try {
    const { version, settings, keys } = await api.save(model.draft, typedKeys(model), model.current.version);
    const before = model.current.settings;
    const changed = settingChanges(model).length > 0;
    model.current = { ...model.current, version, settings, keys };
    model.draft = settings;
    model.keys.clear();
    model.issues.clear();
    model.replaced.clear();
    const undo = async () => {
      model.draft = before;
      return t.savedBack;
    };
    // A key that was replaced is gone.
    return { said: t.saved, ...(changed && { undo }) };
  } catch (error) {
    return explain(model, error);
  }
}

/** Between test and live money the merchant is asked. */
async function agreesToSwitch({ t, draft, current, ask }: Model): Promise<boolean> {
  if (draft.environment === current.settings.environment) return true;
  const [title, text] =
    draft.environment === 'live' ? [t.toLiveTitle, t.toLiveText] : [t.toTestTitle, t.toTestText];
  return ask({ title, text, agree: t.switchAgree });
}

function typedKeys({ keys }: Model): TypedKeys {
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
    return { alarm: t.wrongFields(issues.length) };
  }
  if (current) {
    if (!(await model.ask({ title: t.staleTitle, text: t.staleText, agree: t.staleAgree }))) return {};
    const mine = settingChanges(model).map((path) => [path, read(model.draft, path)] as const);
    const theirs = new Set(changedPaths(model.current.settings, current.settings));
    model.current = { ...model.current, ...current };
    model.draft = mine.reduce((settings, [path, leaf]) => write(settings, path, leaf), current.settings);
    // Of what both have changed, one's own is on top; it is said, so that theirs is not lost unseen.
    const left = new Set(settingChanges(model));
    const both = mine.map(([path]) => path).filter((path) => theirs.has(path) && left.has(path));
    return { said: both.length > 0 ? t.mergedOver(both.map((path) => labelOf(path, lang))) : t.merged };
  }
  if (error.status === 403) return { alarm: error.code === 'owners-only' ? t.ownersOnly : t.notAllowed };
  return error.status === 401 ? { signedOut: true } : { alarm: t.unreachable };
}
