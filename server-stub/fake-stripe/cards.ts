/**
 * Stripe's test cards, by the name that their `pm_card_…` form carries where Stripe documents one.
 * The number decides everything: brand, whether the bank asks for 3-D Secure, and how the charge ends.
 */
import { createHash } from 'node:crypto';
import type { CardRow } from './store/rows.ts';

export type Brand = 'visa' | 'mastercard' | 'amex' | 'jcb' | 'diners' | 'discover' | 'unionpay';

export interface Decline {
  readonly code:
    'card_declined' | 'expired_card' | 'incorrect_cvc' | 'processing_error' | 'authentication_required';
  readonly decline_code: string | null;
  readonly message: string;
  /** Refused by Stripe's own fraud check: the bank never saw it. */
  readonly blocked?: boolean;
}

/**
 * - `not_supported`: the card knows no 3-D Secure.
 * - `not_enrolled`: supported, but the bank never asks; asked for, it is acknowledged as an attempt.
 * - `supported`: the bank asks whenever 3-D Secure is requested.
 * - `required`: the bank always asks.
 * - `unless_set_up`: asks until the card was authenticated once while it was saved, then it is exempted.
 * - `lookup_error`: 3-D Secure is down; a payment that does not need it goes on.
 */
export type ThreeDSecureSupport =
  'not_supported' | 'not_enrolled' | 'supported' | 'required' | 'unless_set_up' | 'lookup_error';

export type CheckName = 'cvc_check' | 'address_line1_check' | 'address_postal_code_check';

export interface TestCard {
  readonly name: string;
  readonly number: string;
  readonly brand: Brand;
  readonly funding: 'credit' | 'debit' | 'prepaid';
  readonly country: string;
  readonly threeDSecure: ThreeDSecureSupport;
  readonly decline: Decline | null;
  readonly failedChecks: readonly CheckName[];
  readonly afterwards: 'nothing' | 'dispute' | 'refund_pending' | 'refund_fails';
}

const declined = (decline_code: string): Decline => ({
  code: 'card_declined',
  decline_code,
  message:
    decline_code === 'insufficient_funds' ? 'Your card has insufficient funds.' : 'Your card was declined.',
});
const EXPIRED: Decline = { code: 'expired_card', decline_code: null, message: 'Your card has expired.' };
const WRONG_CVC: Decline = {
  code: 'incorrect_cvc',
  decline_code: null,
  message: "Your card's security code is incorrect.",
};
const PROCESSING: Decline = {
  code: 'processing_error',
  decline_code: null,
  message: 'An error occurred while processing your card. Try again in a little bit.',
};

const card = (name: string, number: string, traits: Partial<TestCard> = {}): TestCard => ({
  name,
  number,
  brand: 'visa',
  funding: 'credit',
  country: 'US',
  threeDSecure: 'not_enrolled',
  decline: null,
  failedChecks: [],
  afterwards: 'nothing',
  ...traits,
});

export const TEST_CARDS: readonly TestCard[] = [
  card('visa', '4242424242424242'),
  card('jp', '4000003920000003', { country: 'JP' }),
  card('visa_debit', '4000056655665556', { funding: 'debit' }),
  card('mastercard', '5555555555554444', { brand: 'mastercard' }),
  card('mastercard_series2', '2223003122003222', { brand: 'mastercard' }),
  card('mastercard_debit', '5200828282828210', { brand: 'mastercard', funding: 'debit' }),
  card('mastercard_prepaid', '5105105105105100', {
    brand: 'mastercard',
    funding: 'prepaid',
    threeDSecure: 'not_supported',
  }),
  card('amex', '378282246310005', { brand: 'amex', threeDSecure: 'not_supported' }),
  card('amex_second', '371449635398431', { brand: 'amex' }),
  card('jcb', '3566002020360505', { brand: 'jcb', country: 'JP', threeDSecure: 'not_supported' }),
  card('diners', '3056930009020004', { brand: 'diners', threeDSecure: 'not_supported' }),
  card('discover', '6011111111111117', { brand: 'discover' }),
  card('unionpay', '6200000000000005', { brand: 'unionpay', country: 'CN', threeDSecure: 'not_supported' }),

  card('authenticationRequired', '4000002760003184', { threeDSecure: 'required' }),
  card('authenticationRequiredOnSetup', '4000002500003155', { threeDSecure: 'unless_set_up' }),
  card('threeDSecure2Required', '4000000000003220', { threeDSecure: 'required' }),
  card('threeDSecureRequired', '4000000000003063', { threeDSecure: 'required' }),
  card('threeDSecureOptional', '4000000000003055', { threeDSecure: 'supported' }),
  card('authenticationRequiredChargeDeclinedInsufficientFunds', '4000008260003178', {
    threeDSecure: 'required',
    decline: declined('insufficient_funds'),
  }),
  card('threeDSecureRequiredChargeDeclined', '4000008400001629', {
    threeDSecure: 'required',
    decline: declined('generic_decline'),
  }),
  card('threeDSecureRequiredProcessingError', '4000008400001280', {
    threeDSecure: 'lookup_error',
    decline: declined('generic_decline'),
  }),
  card('threeDSecureOptionalProcessingError', '4000000000003097', { threeDSecure: 'lookup_error' }),

  card('chargeDeclined', '4000000000000002', { decline: declined('generic_decline') }),
  card('chargeDeclinedInsufficientFunds', '4000000000009995', { decline: declined('insufficient_funds') }),
  card('chargeDeclinedLostCard', '4000000000009987', { decline: declined('lost_card') }),
  card('chargeDeclinedStolenCard', '4000000000009979', { decline: declined('stolen_card') }),
  card('chargeDeclinedExpiredCard', '4000000000000069', { decline: EXPIRED }),
  card('chargeDeclinedIncorrectCvc', '4000000000000127', { decline: WRONG_CVC, failedChecks: ['cvc_check'] }),
  card('chargeDeclinedProcessingError', '4000000000000119', { decline: PROCESSING }),
  card('visa_chargeDeclinedVelocityLimitExceeded', '4000000000006975', {
    decline: declined('card_velocity_exceeded'),
  }),
  card('chargeDeclinedFraudulent', '4100000000000019', {
    decline: { ...declined('fraudulent'), blocked: true },
  }),
  card('chargeCustomerFail', '4000000000000341', { decline: declined('generic_decline') }),

  card('cvcCheckFail', '4000000000000101', { failedChecks: ['cvc_check'] }),
  card('avsFail', '4000000000000010', { failedChecks: ['address_line1_check', 'address_postal_code_check'] }),
  card('avsLine1Fail', '4000000000000028', { failedChecks: ['address_line1_check'] }),
  card('avsZipFail', '4000000000000036', { failedChecks: ['address_postal_code_check'] }),

  card('createDispute', '4000000000000259', { afterwards: 'dispute' }),
  card('pendingRefund', '4000000000007726', { afterwards: 'refund_pending' }),
  card('refundFail', '4000000000005126', { afterwards: 'refund_fails' }),
];

const BY_NUMBER = new Map(TEST_CARDS.map((test) => [test.number, test]));
const BY_NAME = new Map(TEST_CARDS.map((test) => [test.name, test]));
const FINGERPRINTS = new Map(
  TEST_CARDS.map(({ name, number }) => [
    name,
    createHash('sha256').update(number).digest('base64url').slice(0, 16),
  ]),
);

export const cardByNumber = (number: string): TestCard | undefined => BY_NUMBER.get(number);

export function cardByName(name: string): TestCard {
  const found = BY_NAME.get(name);
  if (!found) throw new Error(`no test card is called ${name}`);
  return found;
}

/** `pm_card_visa` and its kin, with which a server makes test payments without a browser. */
export function cardByTestId(id: string): TestCard | undefined {
  const name = /^pm_card_(\w+)$/.exec(id)?.[1] ?? '';
  // Stripe's documentation names the cards that are declined with their brand, and its API takes both.
  return BY_NAME.get(name) ?? BY_NAME.get(name.replace(/^visa_(?=chargeDeclined)/, ''));
}

export function passesLuhn(number: string): boolean {
  let sum = 0;
  for (let at = 0; at < number.length; at++) {
    const digit = Number(number[number.length - 1 - at]);
    sum += at % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2;
  }
  return number.length >= 12 && number.length <= 19 && sum % 10 === 0;
}

export function toCardRow(test: TestCard, entered: { month: number; year: number; cvc: boolean }): CardRow {
  return {
    card: test.name,
    brand: test.brand,
    funding: test.funding,
    country: test.country,
    last4: test.number.slice(-4),
    exp_month: entered.month,
    exp_year: entered.year,
    fingerprint: FINGERPRINTS.get(test.name)!,
    cvc_check: entered.cvc ? 'unchecked' : null,
    address_line1_check: null,
    address_postal_code_check: null,
  };
}
