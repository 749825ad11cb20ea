/** Whom a secret key belongs to, before it is stored. */
import type { KeyOwnerAnswer } from '../keys/change.ts';
import { createGateway, type GatewayOptions } from './gateway.ts';

export async function askOwner(
  secretKey: string,
  transport: Pick<GatewayOptions, 'apiBase' | 'httpClient'>,
): Promise<KeyOwnerAnswer> {
  const { apiBase, httpClient } = transport;
  const gateway = createGateway({
    secretKey,
    publishableKey: '',
    webhookSecrets: [],
    account: '',
    mode: secretKey.includes('_live_') ? 'live' : 'test',
    maxNetworkRetries: 0,
    ...(apiBase && { apiBase }),
    ...(httpClient && { httpClient }),
  });
  const answer = await gateway.retrieveAccount();
  if (answer.kind === 'ok') return { kind: 'account', id: answer.value.id };
  const unknown = answer.kind === 'refused' && answer.code === 'StripeAuthenticationError';
  // A restricted key may not be allowed to ask, and Stripe may be out of reach.
  return unknown ? { kind: 'unknown-key' } : { kind: 'silent' };
}
