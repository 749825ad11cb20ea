import type { Messages } from '../locales/messages.ts';
import type { FieldError } from './state.ts';

export interface OwnFields {
  /** Undefined where a field is not on the page. */
  email?: string | undefined;
  cardholder?: string | undefined;
  dataConsent?: boolean | undefined;
}

/** What is wrong with the fields that are ours. Pure. */
export function findWrong({ email, cardholder, dataConsent }: OwnFields, words: Messages): FieldError[] {
  const wrong: FieldError[] = [];
  const plain = (text: string) => text.normalize('NFKC').trim();
  if (cardholder !== undefined && !/^[\p{Script=Latin}\d .,'’/-]+$/u.test(plain(cardholder)))
    wrong.push({ field: 'cardholder', text: words.cardholderWrong ?? '' });
  if (email !== undefined && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(plain(email)))
    wrong.push({ field: 'email', text: words.emailWrong ?? '' });
  if (dataConsent === false) wrong.push({ field: 'data-consent', text: words.dataConsentMissing ?? '' });
  return wrong;
}
