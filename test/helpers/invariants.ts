/** The invariants, asked of both sides by a test: it throws with every one that is broken. */
import type Stripe from 'stripe';
import { readBothSides } from '../../server-stub/invariants/both-sides.ts';
import { brokenInvariants } from '../../server-stub/invariants/broken-invariants.ts';
import { saidNoSecret, type Heard } from '../../server-stub/invariants/privacy.ts';
import type { Database } from '../../server-stub/store/database.ts';

export { holdsMoney } from '../../server-stub/invariants/both-sides.ts';

const nothing: Heard = { said: [], secrets: [] };

/** `settled`: nothing is under way any more, so nothing may be left over either. `heard`: logs and URLs, for I13. */
export async function checkInvariants(
  db: Database,
  stripe: Stripe,
  { settled = true, heard = nothing } = {},
): Promise<void> {
  const listed = stripe.paymentIntents.list({ limit: 100, expand: ['data.latest_charge'] });
  const broken = await brokenInvariants(await readBothSides(db, listed, settled));
  broken.push(...saidNoSecret(heard));
  if (broken.length === 0) return;
  throw new Error(`invariants broken:\n${broken.map(({ rule, what }) => `${rule}: ${what}`).join('\n')}`);
}
