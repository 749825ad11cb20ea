/** Every endpoint of the fake as the real SDK calls it: a call that succeeds, and what may be wrong with it. */
import { account } from './account.ts';
import { customers } from './customers.ts';
import { payments } from './payments.ts';
import type { Endpoint } from './shared.ts';

export const ENDPOINTS: Readonly<Record<string, Endpoint>> = { ...account, ...customers, ...payments };
