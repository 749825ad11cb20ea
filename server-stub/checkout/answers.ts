/** The shopper's answers count only for the very text that was shown. Checked before anything is begun. */
import { wordingVersion, type Settings } from '../settings/settings.ts';
import type { Pay } from './pay.ts';
import { CheckoutError } from './problem.ts';

export function checkAnswers({ wordings, threeDSecureData }: Settings, request: Pay): void {
  const { locale, consent, threeDSecureConsent } = request;
  const changed = (text: string, version: string) => version !== wordingVersion(text);
  if (consent?.checked && changed(wordings.consent[locale], consent.version))
    throw new CheckoutError('settings-changed', { detail: 'the consent text changed' });
  if (threeDSecureData !== 'checkbox') return;
  if (!threeDSecureConsent?.checked)
    throw new CheckoutError('invalid-request', {
      detail: 'threeDSecureConsent: has to be given to pay by card',
    });
  if (changed(wordings.threeDSecureData[locale], threeDSecureConsent.version))
    throw new CheckoutError('settings-changed', { detail: 'the text about 3-D Secure data changed' });
}
