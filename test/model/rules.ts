/** The rules of the protocol that the model can do without, to show what each is there for. */
export const rules = [
  'separate create, save and confirm',
  'one live attempt per cart',
  'atomic claim',
  'cancel before a new attempt',
  'manual capture',
  'compare-and-set on save and confirm',
  'sweeper',
  'cancel when the shop refuses',
  'needs attention',
  'an unknown cancel is asked again',
  'a late intent is cancelled',
  'an unknown confirm is asked again',
  'an answer belongs to the confirmation it was asked for',
  'a decline is a fact of its confirmation',
  'another card only after the decline that was seen',
  'money is followed by compare-and-set',
  'a commit keeps what is to be looked at',
  'a look leaves the queue only as it found it',
  'captured without an order is refunded',
  'a release withdraws the order whose answer was lost',
  'a release is final',
  'an event is not believed',
  'stock is checked when it is taken',
] as const;
export type Rule = (typeof rules)[number];

/** All but the one that a mutant leaves out. */
export interface Rules {
  has(rule: Rule): boolean;
}

export const allRules: Rules = { has: () => true };
export const without = (leftOut: Rule): Rules => ({ has: (rule) => rule !== leftOut });
