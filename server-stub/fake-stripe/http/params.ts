/**
 * Strict parameters, as Stripe checks them: unknown ones are refused, and so are wrong types, wrong enum values
 * and missing ones. Schemas are written against the SDK's parameter types, so a name Stripe does not have does
 * not compile. What the SDK has and the fake does not model is refused too, by name, never quietly ignored.
 */
import { badParameter } from './errors.ts';
import type { FormObject, FormValue } from './form.ts';

export interface Field<T> {
  readonly parse: (value: FormValue, path: string) => T;
  readonly required?: boolean;
}
interface RequiredField<T> extends Field<T> {
  readonly required: true;
}
type Fields = Readonly<Record<string, Field<unknown>>>;
type ValueOf<F> = F extends Field<infer T> ? T : never;
export type ParamsOf<F extends Fields> = {
  readonly [K in keyof F as F[K] extends RequiredField<unknown> ? K : never]: ValueOf<F[K]>;
} & {
  readonly [K in keyof F as F[K] extends RequiredField<unknown> ? never : K]?: ValueOf<F[K]>;
};

export interface Schema<P> {
  readonly parse: (form: FormObject, path?: string) => P;
}

/** `params<SdkType>()(fields, unmodelled)`: both lists may only name parameters of the SDK's type. */
export const params =
  <Sdk>() =>
  <F extends Fields & { readonly [K in keyof F]: K extends keyof Sdk | 'expand' ? unknown : never }>(
    fields: F,
    unmodelled: readonly (keyof Sdk & string)[] = [],
  ): Schema<ParamsOf<F>> =>
    objectSchema(fields, unmodelled);

/** For what the SDK has no type of: the calls that Stripe.js makes. */
export const browserParams = <F extends Fields>(fields: F): Schema<ParamsOf<F>> => objectSchema(fields, []);

function objectSchema<F extends Fields>(fields: F, unmodelled: readonly string[]): Schema<ParamsOf<F>> {
  const required = Object.keys(fields).filter((name) => fields[name]!.required);
  return {
    parse(form, path = '') {
      const parsed: Record<string, unknown> = {};
      for (const name of Object.keys(form)) {
        const field = fields[name];
        const full = path === '' ? name : `${path}[${name}]`;
        if (!field) throw refuse(full, name, fields, unmodelled);
        parsed[name] = field.parse(form[name]!, full);
      }
      for (const name of required) {
        const full = path === '' ? name : `${path}[${name}]`;
        if (!(name in form))
          throw badParameter(`Missing required param: ${full}.`, full, 'parameter_missing');
      }
      return parsed as ParamsOf<F>;
    },
  };
}

function refuse(full: string, name: string, fields: Fields, unmodelled: readonly string[]): Error {
  if (unmodelled.includes(name)) {
    return badParameter(
      `The fake Stripe does not model the parameter ${full}.`,
      full,
      'fake_parameter_unmodelled',
    );
  }
  const near = Object.keys(fields).find((known) => known.endsWith(name) || name.endsWith(known));
  const hint = near ? `. Did you mean ${near}?` : '';
  return badParameter(`Received unknown parameter: ${full}${hint}`, full, 'parameter_unknown');
}

export const required = <T>(field: Field<T>): RequiredField<T> => ({ ...field, required: true });

function text(value: FormValue, path: string): string {
  if (typeof value !== 'string') throw badParameter('Invalid string: {}', path);
  return value;
}

export const string = (max = 5000): Field<string> => ({
  parse(value, path) {
    const found = text(value, path);
    if (found === '') {
      throw badParameter(
        `You passed an empty string for '${path}'. We assume empty values are an attempt to unset a parameter; ` +
          `however '${path}' cannot be unset. You should remove '${path}' from your request or supply a non-empty value.`,
        path,
        'parameter_invalid_empty',
      );
    }
    if (found.length > max) {
      throw badParameter(
        `Invalid string: ${found.slice(0, 8)}...; must be at most ${max} characters`,
        path,
        'parameter_invalid_string_length',
      );
    }
    return found;
  },
});

/** A text that an empty string unsets. */
export const clearable = (max = 5000): Field<string | null> => ({
  parse: (value, path) => (value === '' ? null : string(max).parse(value, path)),
});

export const orEmpty = <T>(field: Field<T>): Field<T | null> => ({
  parse: (value, path) => (value === '' ? null : field.parse(value, path)),
});

export const integer = (range: { min?: number; max?: number } = {}): Field<number> => ({
  parse(value, path) {
    const found = text(value, path);
    if (!/^-?\d{1,15}$/.test(found))
      throw badParameter(`Invalid integer: ${found}`, path, 'parameter_invalid_integer');
    const number = Number(found);
    if (range.min !== undefined && number < range.min) {
      throw badParameter(
        `This value must be greater than or equal to ${range.min}.`,
        path,
        'parameter_invalid_integer',
      );
    }
    if (range.max !== undefined && number > range.max) {
      throw badParameter(
        `This value must be less than or equal to ${range.max}.`,
        path,
        'parameter_invalid_integer',
      );
    }
    return number;
  },
});

export const boolean: Field<boolean> = {
  parse(value, path) {
    const found = text(value, path);
    if (found !== 'true' && found !== 'false') throw badParameter(`Invalid boolean: ${found}`, path);
    return found === 'true';
  },
};

export const oneOf = <const T extends string>(...allowed: readonly T[]): Field<T> => ({
  parse(value, path) {
    const found = text(value, path);
    const match = allowed.find((option) => option === found);
    if (match === undefined) throw badParameter(`Invalid ${path}: must be ${either(allowed)}`, path);
    return match;
  },
});

function either(options: readonly string[]): string {
  if (options.length === 1) return options[0]!;
  return `one of ${options.slice(0, -1).join(', ')}${options.length > 2 ? ',' : ''} or ${options.at(-1)!}`;
}

export const array = <T>(item: Field<T>): Field<readonly T[]> => ({
  parse(value, path) {
    if (!Array.isArray(value)) throw badParameter('Invalid array', path);
    return (value as readonly FormValue[]).map((entry, at) => item.parse(entry, `${path}[${at}]`));
  },
});

export const object = <P>(schema: Schema<P>): Field<P> => ({
  parse(value, path) {
    if (typeof value === 'string' || Array.isArray(value)) throw badParameter('Invalid object', path);
    return schema.parse(value as FormObject, path);
  },
});

/** What a metadata parameter does: sets keys, unsets those given empty, or (given empty itself) unsets all. */
export type MetadataChange = Readonly<Record<string, string>> | null;

export const metadata: Field<MetadataChange> = {
  parse(value, path) {
    if (value === '') return null;
    if (typeof value === 'string') throw badParameter('Invalid hash', path);
    const pairs: Record<string, string> = {};
    for (const [key, entry] of Object.entries(value as FormObject)) {
      const found = text(entry, `${path}[${key}]`);
      if (key.length > 40 || /[[\]]/.test(key)) {
        throw badParameter(
          `Metadata keys can be up to 40 characters long, without square brackets. The key '${key.slice(0, 41)}' is not.`,
          path,
        );
      }
      if (found.length > 500) {
        throw badParameter(
          `Metadata values can have up to 500 characters, but you passed in a value that is ${found.length} characters. ` +
            `Invalid value: ${found.slice(0, 20)}...`,
          `${path}[${key}]`,
        );
      }
      pairs[key] = found;
    }
    return pairs;
  },
};

export function mergeMetadata(
  current: Readonly<Record<string, string>>,
  change: MetadataChange | undefined,
): Readonly<Record<string, string>> {
  if (change === undefined) return current;
  const merged: Record<string, string> = {};
  for (const [key, value] of Object.entries(change === null ? {} : { ...current, ...change })) {
    if (value !== '') merged[key] = value;
  }
  if (Object.keys(merged).length > 50) {
    throw badParameter('You can only have up to 50 metadata keys on an object.', 'metadata');
  }
  return merged;
}
