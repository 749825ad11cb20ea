/**
 * The steps between the attempt's row and the marked capture, named by what leaves the process: statements to the
 * database and calls to Stripe. So the core needs no word about being killed.
 */
export const steps = [
  'attempt row',
  'customer',
  'create',
  'save intent',
  'write confirm',
  'read token',
  'confirm',
  'record answer',
  'claim',
  'number',
  'in commit',
  'commit',
  'label',
  'capture',
  'mark',
  'tick off',
  'give up',
  'cancel',
  'close',
] as const;
export type Step = (typeof steps)[number];

/** `before` and `after`: killed there. `reply lost`: it was done, and we never learn of it; killed a moment later. */
export const moments = ['before', 'after', 'reply lost'] as const;
export type Moment = (typeof moments)[number];

export interface Strike {
  step: Step;
  moment: Moment;
}

/** Those that are calls to Stripe; the others are statements to the database. */
export const atStripe: readonly Step[] = [
  'customer',
  'create',
  'read token',
  'confirm',
  'label',
  'capture',
  'cancel',
];

export function stripeStep(method: string, path: string): Step | undefined {
  const asked = `${method} ${path.replace(/\?.*/, '').replace(/\/(pi|ctoken)_\w+/, '/*')}`;
  switch (asked) {
    case 'POST /v1/customers':
      return 'customer';
    case 'POST /v1/payment_intents':
      return 'create';
    case 'GET /v1/confirmation_tokens/*':
      return 'read token';
    case 'POST /v1/payment_intents/*':
      return 'label';
    case 'POST /v1/payment_intents/*/confirm':
      return 'confirm';
    case 'POST /v1/payment_intents/*/capture':
      return 'capture';
    case 'POST /v1/payment_intents/*/cancel':
      return 'cancel';
    default:
      return undefined;
  }
}

/** Which queue a worker takes from with this statement. */
export const leasedFrom = (text: string): string | undefined =>
  /FOR UPDATE SKIP LOCKED\)\s+UPDATE (attempt|outbox) SET/.exec(text)?.[1];

/** A statement's step; those of a transaction that counts as a whole are the step of its commit. */
const wholes: [RegExp, Step][] = [
  [/insert into "attempt"/, 'attempt row'],
  [/INSERT INTO orders/, 'commit'],
];
const statements: [RegExp, Step][] = [
  [/update "attempt" set "pi_id"/, 'save intent'],
  [/INSERT INTO confirmation/, 'write confirm'],
  [/UPDATE confirmation SET outcome/, 'record answer'],
  [/^insert into "order_number"/, 'number'],
  [/INSERT INTO orders/, 'in commit'],
  [/UPDATE orders SET money/, 'mark'],
  [/^update "outbox" set "done_at"/, 'tick off'],
];

const stepOfState: Record<string, Step> = { placing: 'claim', cancelling: 'give up', closed: 'close' };

/** Names what one connection is about to send; keeps in mind what its transaction held. */
export function databaseSteps(): (text: string, values: readonly unknown[]) => Step | undefined {
  let whole: Step | undefined;
  return (text, values) => {
    if (text === 'commit' || text === 'rollback') {
      const ended = whole;
      whole = undefined;
      return text === 'commit' ? ended : undefined;
    }
    whole = wholes.find(([form]) => form.test(text))?.[1] ?? whole;
    const changed = /^update "attempt" set .*?"state" = \$(\d+)/.exec(text)?.[1];
    const state = changed && stepOfState[String(values[Number(changed) - 1])];
    if (state === 'close') whole = 'close';
    else if (state) return state;
    return statements.find(([form]) => form.test(text))?.[1];
  };
}
