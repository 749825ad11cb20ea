/** Saving what is being edited. Nothing that was typed is lost, whatever the refusal. */
import { api } from './api.ts';
import { ApiProblem } from './call.ts';
import { changes, read, write, type Model } from './model.ts';

export interface SaveOutcome {
  said?: string;
  alarm?: string;
  signedOut?: true;
}

export async function saveDraft(model: Model): Promise<SaveOutcome> {
  const { t } = model;
  try {
    const { version, settings } = await api.save(model.draft, model.current.version);
    model.current = { ...model.current, version, settings };
    model.draft = settings;
    model.issues.clear();
    return { said: t.saved };
  } catch (error) {
    return explain(model, error);
  }
}

async function explain(model: Model, error: unknown): Promise<SaveOutcome> {
  const { t } = model;
  if (!(error instanceof ApiProblem)) return { alarm: t.unreachable };
  const { issues, current } = error.body;
  if (issues) {
    model.issues = new Map(issues.map(({ path, code }) => [path, code]));
    return { alarm: t.wrongFields(issues.length) };
  }
  if (current) {
    if (!(await model.ask({ title: t.staleTitle, text: t.staleText, agree: t.staleAgree }))) return {};
    const mine = changes(model).map((path) => [path, read(model.draft, path)] as const);
    model.current = { ...model.current, ...current };
    model.draft = mine.reduce((settings, [path, leaf]) => write(settings, path, leaf), current.settings);
    return { said: t.merged };
  }
  return error.status === 401 ? { signedOut: true } : { alarm: t.unreachable };
}
