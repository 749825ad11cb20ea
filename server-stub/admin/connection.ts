/** "Test connection": whether the key works, whose it is, and what it may not do. */
import type { Gateway } from '../stripe/gateway.ts';

export interface ConnectionReport {
  mode: 'test' | 'live';
  key: 'good' | 'unknown-to-stripe' | 'unreachable';
  /** What Stripe said, where the key is not good. */
  message?: string;
  /** Whose the key is; a restricted key may not be allowed to ask. */
  account?: { id: string; name: string };
  /** Set in the settings, and another one's. */
  otherAccount?: true;
  /** Every right that the checkout needs, and whether the key has it. */
  rights: { name: string; granted: boolean; message?: string }[];
}

/** Nothing is left to mend. */
export const isSound = ({ key, otherAccount, rights }: ConnectionReport): boolean =>
  key === 'good' && !otherAccount && rights.every(({ granted }) => granted);

export async function testConnection(gateway: Gateway, expected?: string): Promise<ConnectionReport> {
  const { mode } = gateway;
  const account = await gateway.retrieveAccount();
  if (account.kind === 'unknown') return { mode, key: 'unreachable', message: account.message, rights: [] };
  if (account.kind === 'refused' && account.code === 'StripeAuthenticationError')
    return { mode, key: 'unknown-to-stripe', message: account.message, rights: [] };
  const rights = await gateway.probeRights();
  return {
    mode,
    key: 'good',
    rights,
    ...(account.kind === 'ok' && {
      account: {
        id: account.value.id,
        name: account.value.settings?.dashboard.display_name ?? account.value.business_profile?.name ?? '',
      },
      ...(expected && expected !== account.value.id && { otherAccount: true as const }),
    }),
  };
}
