/** What the first view shows, and out of which source. Pure. */
import type { CheckoutView, Wording } from '../shared/contract.ts';
import { savingDisplay, type CardSaving, type SavingDisplay, type Shopper } from '../shared/policy.ts';

/** What a page may say by property, attribute or JSON. */
export interface DisplayConfig {
  paymentName?: string;
  description?: string;
  consentText?: string;
  saveNotice?: string;
  cardSaving?: CardSaving | '';
  shopper?: Shopper | '';
  submitLabel?: string;
  publishableKey?: string;
}

const names = [
  'paymentName',
  'description',
  'consentText',
  'saveNotice',
  'cardSaving',
  'shopper',
  'submitLabel',
  'publishableKey',
] as const satisfies (keyof DisplayConfig)[];

export interface Display {
  name: string | undefined;
  description: string | undefined;
  /** Wording 4, 5 or neither, with its text. */
  saving: SavingDisplay;
  savingText: string | undefined;
  /** Wording 6. */
  data: CheckoutView['threeDSecureData'];
  dataText: string | undefined;
  button: string | undefined;
  testMode: boolean;
  /** Whose card may be saved, as the server sees it. */
  shopper: Shopper;
}

/**
 * `sources` come in the order of their right: what the element itself says, then `config`, then the JSON beside it. They
 * say how things look; once there is a view, all that decides about money or consent is the server's.
 */
export function displayOf(
  sources: readonly (DisplayConfig | undefined)[],
  view: CheckoutView | undefined,
  decided: SavingDisplay | undefined,
): Display {
  const own: DisplayConfig = {};
  for (const name of names) {
    for (const source of sources)
      if (!own[name] && source?.[name]) Object.assign(own, { [name]: source[name] });
  }
  const policy = (view ?? own).cardSaving || 'off';
  const shopper = (view ?? own).shopper || 'guest';
  const words = view?.wordings;
  const text = (wording: Wording | undefined, preview: string | undefined) =>
    words ? wording?.text : preview;
  const saving = decided ?? savingDisplay({ policy, shopper, card: 'new' });
  return {
    name: own.paymentName || words?.name.text,
    description: own.description || words?.description.text,
    saving,
    savingText:
      saving === 'consent' ? text(words?.consent, own.consentText) : text(words?.saveNotice, own.saveNotice),
    data: view?.threeDSecureData ?? 'off',
    dataText: words?.threeDSecureData.text,
    button: own.submitLabel || words?.payButton.text,
    testMode: view ? view.stripe.mode === 'test' : (own.publishableKey ?? '').startsWith('pk_test_'),
    shopper,
  };
}

/** The key for a static preview, empty without one; undefined for one that must never be on a page. */
export function previewKey(sources: readonly (DisplayConfig | undefined)[]): string | undefined {
  const key = sources.find((each) => each?.publishableKey)?.publishableKey ?? '';
  return /^[sr]k_/.test(key) ? undefined : key;
}
