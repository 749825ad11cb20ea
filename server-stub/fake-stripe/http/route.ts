import type { Call } from '../context.ts';
import type { Needs } from './auth.ts';
import type { FormObject } from './form.ts';
import type { Schema } from './params.ts';

export type Method = 'GET' | 'POST' | 'DELETE';

export interface Route {
  readonly method: Method;
  readonly path: string;
  readonly needs: Needs;
  readonly handle: (call: Call, form: FormObject) => object;
}

/** One endpoint: who may call it, what it takes, and the SDK type that it answers with. */
export const route = <P>(
  method: Method,
  path: string,
  needs: Needs,
  schema: Schema<P>,
  handle: (call: Call, params: P) => object,
): Route => ({ method, path, needs, handle: (call, form) => handle(call, schema.parse(form)) });
