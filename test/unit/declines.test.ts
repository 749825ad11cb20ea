import { describe, expect, it } from 'vitest';
import { declineKinds, declineMessage } from '../../src/locales/declines.ts';

/** docs.stripe.com/declines/codes, "Card decline codes", all fifty as of November 2026. */
const published =
  `approve_with_id authentication_not_handled authentication_required call_issuer card_not_supported
  card_velocity_exceeded currency_not_supported do_not_honor do_not_try_again duplicate_transaction expired_card fraudulent
  generic_decline incorrect_address incorrect_cvc incorrect_number incorrect_pin incorrect_zip insufficient_funds
  invalid_account invalid_amount invalid_cvc invalid_expiry_month invalid_expiry_year invalid_number invalid_pin
  issuer_not_available lost_card merchant_blacklist mobile_device_authentication_required
  new_account_information_available no_action_taken not_permitted offline_pin_required online_or_offline_pin_required
  pickup_card pin_try_exceeded processing_error reenter_transaction restricted_card revocation_of_all_authorizations
  revocation_of_authorization security_violation service_not_allowed stolen_card stop_payment_order testmode_decline
  transaction_not_allowed try_again_later withdrawal_count_limit_exceeded`.split(/\s+/);

const say = (declineCode: string, locale: 'ja' | 'en' = 'ja') =>
  declineMessage({ code: 'card_declined', declineCode }, locale);

it('every decline code that Stripe publishes has words chosen for it', () => {
  expect(published).toHaveLength(50);
  expect(published.filter((code) => !(code in declineKinds))).toEqual([]);
});

it.each(
  'fraudulent lost_card stolen_card pickup_card restricted_card merchant_blacklist security_violation'.split(
    ' ',
  ),
)('%s tells whoever holds the card nothing: it reads as any other refusal', (code) => {
  for (const locale of ['ja', 'en'] as const) expect(say(code, locale)).toBe(say('generic_decline', locale));
});

it('a code that is not known yet gets the generic words, and one without a decline code its own', () => {
  expect(say('of_next_year')).toBe(say('generic_decline'));
  expect(declineMessage({ code: 'expired_card' }, 'en')).toContain('has expired');
});

describe.each([...new Set(Object.keys(declineKinds))])('%s', (code) => {
  it('speaks to shoppers: no trade words, and a next step', () => {
    const [ja, en] = [say(code), say(code, 'en')];
    expect(ja).not.toMatch(/オーソリ|キャプチャ|リトライ|失敗|銀行|拒否|Stripe/);
    expect(en).not.toMatch(/authoriz|captur|retry|failed|bank\b|reject|Stripe/i);
    expect(ja).toMatch(/ください/);
    expect(en).toMatch(/try|use|enter|check/i);
  });
});
