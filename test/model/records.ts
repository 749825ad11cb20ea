/** Records whose fields take one of a few values each: every distinct record exists once, and is also a number. */

type Value = string | number | boolean;
type Shape = Record<string, readonly Value[]>;

export type RecordOf<S extends Shape> = { readonly [K in keyof S]: S[K][number] } & { readonly code: number };

export interface Records<S extends Shape> {
  /** How many there can be. */
  size: number;
  /** Every field at its first value. */
  blank: RecordOf<S>;
  at(code: number): RecordOf<S>;
  with(record: RecordOf<S>, changes: Partial<RecordOf<S>>): RecordOf<S>;
}

export function createRecords<const S extends Shape>(shape: S): Records<S> {
  const fields = Object.entries(shape);
  const size = fields.reduce((product, [, possible]) => product * possible.length, 1);
  const known = new Map<number, RecordOf<S>>();
  /** What each value of a field adds to the code. */
  const weights = new Map<string, Map<Value, number>>();
  let factor = 1;
  for (const [field, possible] of fields) {
    weights.set(field, new Map(possible.map((value, i) => [value, i * factor])));
    factor *= possible.length;
  }

  function at(code: number): RecordOf<S> {
    let record = known.get(code);
    if (!record) {
      let rest = code;
      const values: Record<string, unknown> = { code };
      for (const [field, possible] of fields) {
        values[field] = possible[rest % possible.length];
        rest = Math.floor(rest / possible.length);
      }
      record = Object.freeze(values) as RecordOf<S>;
      known.set(code, record);
    }
    return record;
  }

  return {
    size,
    blank: at(0),
    at,
    with(record, changes) {
      let { code } = record;
      for (const field in changes) {
        const weight = weights.get(field)!;
        code += weight.get(changes[field] as Value)! - weight.get(record[field] as Value)!;
      }
      if (Number.isNaN(code)) throw new Error(`not a value of this record: ${JSON.stringify(changes)}`);
      return at(code);
    },
  };
}
