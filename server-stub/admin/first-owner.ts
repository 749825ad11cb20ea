/** The owner whom the environment names: made at the first start, and given another password when it gives another. */
import { createHash } from 'node:crypto';
import type { Vault } from '../keys/vault.ts';
import type { Database } from '../store/database.ts';
import { sealSecondFactor } from './second-factor.ts';
import { findStaff, recordStaff } from './staff.ts';

export const firstOwner = 'owner';

export interface EnvironmentOwner {
  passwordHash: string;
  /** Base32. */
  totpSecret?: string;
}

/** Also the way back in for whoever has lost everything else: set ADMIN_PASSWORD_HASH anew, and restart. */
export async function ensureOwner(db: Database, vault: Vault, owner: EnvironmentOwner): Promise<void> {
  const given = createHash('sha256')
    .update(JSON.stringify([owner.passwordHash, owner.totpSecret ?? '']))
    .digest('base64url');
  await db.transaction().execute(async (tx) => {
    const { owner_given } = await tx
      .selectFrom('installation')
      .select('owner_given')
      .forUpdate()
      .executeTakeFirstOrThrow();
    if (owner_given === given) return;
    const before = await findStaff(tx, firstOwner);
    const values = {
      role: 'owner' as const,
      password_hash: owner.passwordHash,
      totp_sealed: owner.totpSecret ? sealSecondFactor(vault, firstOwner, owner.totpSecret) : null,
      epoch: (before?.epoch ?? 0) + 1,
    };
    await tx
      .insertInto('staff')
      .values({ name: firstOwner, ...values })
      .onConflict((conflict) => conflict.column('name').doUpdateSet(values))
      .execute();
    await tx.updateTable('installation').set({ owner_given: given }).execute();
    await recordStaff(tx, 'owner-from-environment', { subject: firstOwner });
  });
}
