import type Stripe from 'stripe';
import type { Call } from '../context.ts';
import { forbidden } from '../http/errors.ts';
import { masked } from '../http/auth.ts';
import { expand } from '../http/fields.ts';
import { params } from '../http/params.ts';
import { route, type Route } from '../http/route.ts';

const retrieveParams = params<Stripe.AccountRetrieveParams>()({ expand });

const SINCE = 1_700_000_000;

const account = ({ world }: Call): Stripe.Account => ({
  id: world.account,
  object: 'account',
  business_type: 'company',
  capabilities: { card_payments: 'active', transfers: 'active' },
  charges_enabled: true,
  country: 'JP',
  created: SINCE,
  default_currency: 'jpy',
  details_submitted: true,
  email: 'shop@example.com',
  metadata: {},
  payouts_enabled: true,
  type: 'standard',
});

export const accountRoutes: readonly Route[] = [
  route('GET', '/v1/account', 'account_read', retrieveParams, account),
  route('GET', '/v1/accounts/:id', 'account_read', retrieveParams, (call) => {
    if (call.path.id === call.world.account) return account(call);
    throw forbidden(
      `The provided key '${masked(call.key.key)}' does not have access to account '${call.path.id}' (or that account ` +
        'does not exist). Application access may have been revoked.',
      'account_invalid',
    );
  }),
];
