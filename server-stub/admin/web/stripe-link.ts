/** The payment in Stripe's own dashboard, of the right account and mode; in the demo, in the fake's. */
import type { Session } from './api.ts';

export function stripeLink(
  { stripe }: Session,
  { intent, account, mode }: { intent: string; account: string; mode: 'test' | 'live' },
): string {
  if (stripe.fake) return `${stripe.fakeUrl ?? ''}/#/payments/${intent}`;
  // Without an account id in the settings the key names the account, and the dashboard opens whichever is signed in.
  const owner = account.startsWith('acct_') ? `${account}/` : '';
  return `https://dashboard.stripe.com/${owner}${mode === 'test' ? 'test/' : ''}payments/${intent}`;
}
