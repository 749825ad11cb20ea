/** What the card network and the bank answer. Pure: a test card's traits decide. */
import { cardByName, type TestCard } from '../cards.ts';
import type { Ids } from '../ids.ts';
import type {
  BillingDetails,
  CardRow,
  CheckResult,
  PaymentMethodRow,
  RequestThreeDSecure,
  ThreeDSecureRow,
} from '../store/rows.ts';

export type Authentication =
  { readonly type: 'none'; readonly three_d_secure: ThreeDSecureRow | null } | { readonly type: 'challenge' };

const withoutChallenge = (three_d_secure: ThreeDSecureRow | null): Authentication => ({
  type: 'none',
  three_d_secure,
});

/** Mastercard counts its electronic commerce indicators otherwise than everybody else. */
const eci = (card: TestCard, full: boolean): ThreeDSecureRow['eci'] =>
  card.brand === 'mastercard' ? (full ? '02' : '01') : full ? '05' : '06';

export function authenticate(
  method: PaymentMethodRow,
  request: RequestThreeDSecure,
  ids: Ids,
): Authentication {
  const card = cardByName(method.card.card);
  const asked = request !== 'automatic';
  switch (card.threeDSecure) {
    case 'required':
      return { type: 'challenge' };
    case 'supported':
      return asked ? { type: 'challenge' } : withoutChallenge(null);
    case 'unless_set_up':
      return method.set_up && request !== 'challenge'
        ? withoutChallenge(exempted(card))
        : { type: 'challenge' };
    case 'not_enrolled':
      return withoutChallenge(asked ? attempted(card, ids) : null);
    case 'not_supported':
      return withoutChallenge(asked ? unavailable('not_supported', 'network_not_supported') : null);
    case 'lookup_error':
      return withoutChallenge(
        asked || card.decline ? unavailable('processing_error', 'protocol_error') : null,
      );
  }
}

const exempted = (card: TestCard): ThreeDSecureRow => ({
  flow: 'frictionless',
  result: 'exempted',
  result_reason: null,
  eci: eci(card, false),
  exempted: true,
  transaction_id: null,
});

const attempted = (card: TestCard, ids: Ids): ThreeDSecureRow => ({
  flow: 'frictionless',
  result: 'attempt_acknowledged',
  result_reason: 'card_not_enrolled',
  eci: eci(card, false),
  exempted: false,
  transaction_id: ids.uuid(),
});

const unavailable = (
  result: 'not_supported' | 'processing_error',
  result_reason: 'network_not_supported' | 'protocol_error',
): ThreeDSecureRow => ({
  flow: null,
  result,
  result_reason,
  eci: null,
  exempted: false,
  transaction_id: null,
});

export const authenticated = (card: CardRow, ids: Ids): ThreeDSecureRow => ({
  flow: 'challenge',
  result: 'authenticated',
  result_reason: null,
  eci: eci(cardByName(card.card), true),
  exempted: false,
  transaction_id: ids.uuid(),
});

/** The bank's checks, filled in when the card is charged: only what was given can be checked. */
export function checked(card: CardRow, billing: BillingDetails): CardRow {
  const { failedChecks } = cardByName(card.card);
  const check = (
    name: 'cvc_check' | 'address_line1_check' | 'address_postal_code_check',
    given: boolean,
  ): CheckResult | null => (given ? (failedChecks.includes(name) ? 'fail' : 'pass') : null);
  return {
    ...card,
    cvc_check: check('cvc_check', card.cvc_check !== null),
    address_line1_check: check('address_line1_check', billing.address.line1 !== null),
    address_postal_code_check: check('address_postal_code_check', billing.address.postal_code !== null),
  };
}

const DAY = 24 * 60 * 60;

/** The brands whose holds in yen Stripe documents as good for 30 days on a Japanese account, which this is. */
const THIRTY_DAYS_IN_YEN: ReadonlySet<string> = new Set(['visa', 'mastercard', 'jcb', 'diners', 'discover']);

/** How long a bank holds money: seven days, in yen longer for some brands. */
export const captureBefore = (card: CardRow, currency: string, now: number): number =>
  now + (currency === 'jpy' && THIRTY_DAYS_IN_YEN.has(card.brand) ? 30 : 7) * DAY;
