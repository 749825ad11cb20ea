/**
 * Who is asked, and what is saved: the one function that the page, the server and the console's preview call.
 * The table is the merchant's manual: saving policy × shopper.
 */

export const cardSavingPolicies = ['off', 'optional', 'required'] as const;
export type CardSaving = (typeof cardSavingPolicies)[number];

export const shopperKinds = ['guest', 'member'] as const;
export type Shopper = (typeof shopperKinds)[number];

/** A card typed now, or one that the member stored before. */
export type CardChoice = 'new' | 'saved';

/** What the shopper meets about saving: nothing, an unticked checkbox (wording 4), or a plain notice (wording 5). */
export type SavingDisplay = 'none' | 'consent' | 'notice';

/** Stripe's `allow_redisplay`: who may be offered the card again. */
export type AllowRedisplay = 'always' | 'limited' | 'unspecified';

export interface SavingInput {
  policy: CardSaving;
  shopper: Shopper;
  card: CardChoice;
}

export interface SavingDecision {
  display: SavingDisplay;
  /** Whether the card is stored on the Stripe Customer, given the shopper's answer. */
  save: boolean;
  allowRedisplay: AllowRedisplay;
}

/** Which of consent and notice is on the page. A card that is stored already asks for neither. */
export function savingDisplay({ policy, shopper, card }: SavingInput): SavingDisplay {
  if (card === 'saved' || policy === 'off') return 'none';
  if (policy === 'required') return 'notice';
  return shopper === 'member' ? 'consent' : 'none';
}

/** What happens to the card. `consented` counts only where the checkbox was shown. */
export function decideSaving(input: SavingInput & { consented: boolean }): SavingDecision {
  const display = savingDisplay(input);
  const save = display === 'notice' || (display === 'consent' && input.consented);
  return { display, save, allowRedisplay: redisplay(display, save, input.shopper) };
}

function redisplay(display: SavingDisplay, save: boolean, shopper: Shopper): AllowRedisplay {
  if (!save || shopper === 'guest') return 'unspecified';
  return display === 'consent' ? 'always' : 'limited';
}
