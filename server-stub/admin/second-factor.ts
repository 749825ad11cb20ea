/** One-time codes from an authenticator app (RFC 6238), and recovery codes for the day it is lost. */
import { createHash, randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import type { Vault } from '../keys/vault.ts';
import { appNow } from '../store/attempts.ts';
import type { Database, Tx } from '../store/database.ts';
import { findStaff, recordStaff, type StaffRow } from './staff.ts';

const recoveryCodes = 10;

const placeOf = (name: string): string => JSON.stringify(['staff', name, 'totp']);

export const sealSecondFactor = (vault: Vault, name: string, secret: string): string =>
  vault.seal(secret, placeOf(name));

export interface Enrolment {
  /** Base32, to be typed. */
  secret: string;
  /** For the app to scan: `otpauth://totp/…`. */
  uri: string;
}

/** What holds until now goes on until a code proves that the app has the new secret. */
export async function beginEnrolment(
  db: Database,
  vault: Vault,
  { name, shop }: { name: string; shop: string },
): Promise<Enrolment> {
  const secret = new Secret({ buffer: new Uint8Array(randomBytes(20)).buffer });
  await db
    .updateTable('staff')
    .set({ totp_pending: sealSecondFactor(vault, name, secret.base32) })
    .where('name', '=', name)
    .execute();
  const uri = new TOTP({ issuer: shop, label: name, secret }).toString();
  return { secret: secret.base32, uri };
}

/** The recovery codes, told once; undefined: the code is wrong, or nothing was begun. */
export async function finishEnrolment(
  db: Database,
  vault: Vault,
  { name, code }: { name: string; code: string },
): Promise<string[] | undefined> {
  return db.transaction().execute(async (tx) => {
    const row = await findStaff(tx, name);
    if (!row?.totp_pending) return undefined;
    if (!(await spendCode(tx, name, vault.open(row.totp_pending, placeOf(name)), code))) return undefined;
    await tx
      .updateTable('staff')
      .set({ totp_sealed: row.totp_pending, totp_pending: null })
      .where('name', '=', name)
      .execute();
    const codes = Array.from({ length: recoveryCodes }, newRecoveryCode);
    await tx.deleteFrom('staff_recovery_code').where('name', '=', name).execute();
    await tx
      .insertInto('staff_recovery_code')
      .values(codes.map((one) => ({ name, hash: hashOf(one) })))
      .execute();
    await recordStaff(tx, 'second-factor-enrolled', { actor: name });
    return codes;
  });
}

/** A code of the app or a recovery code, each taken once. */
export async function provesSecondFactor(
  db: Database,
  vault: Vault,
  { name, totp_sealed }: Pick<StaffRow, 'name' | 'totp_sealed'>,
  code: string,
): Promise<boolean> {
  if (!totp_sealed) return true;
  if (await spendCode(db, name, vault.open(totp_sealed, placeOf(name)), code)) return true;
  const { numDeletedRows } = await db
    .deleteFrom('staff_recovery_code')
    .where('name', '=', name)
    .where('hash', '=', hashOf(code))
    .executeTakeFirst();
  if (numDeletedRows === 0n) return false;
  await recordStaff(db, 'recovery-code-used', { actor: name });
  return true;
}

/** Each code once: its time step is written down, and none at or before it is taken again. */
async function spendCode(db: Database | Tx, name: string, secret: string, code: string): Promise<boolean> {
  const totp = new TOTP({ secret: Secret.fromBase32(secret) });
  const { now } = await db.selectNoFrom(appNow.as('now')).executeTakeFirstOrThrow();
  const timestamp = now.getTime();
  const delta = totp.validate({ token: code.replaceAll(/\s/g, ''), timestamp, window: 1 });
  if (delta === null) return false;
  const step = totp.counter({ timestamp }) + delta;
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('sign_in')
    .values({ name, totp_step: step, locked_until: null })
    .onConflict((conflict) =>
      conflict.column('name').doUpdateSet({ totp_step: step }).where('sign_in.totp_step', '<', step),
    )
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** 50 bits behind a lock after ten failures; no letter that is taken for another. */
function newRecoveryCode(): string {
  const letters = [...randomBytes(10)].map((byte) => alphabet[byte % alphabet.length]).join('');
  return `${letters.slice(0, 5)}-${letters.slice(5)}`;
}
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';

const hashOf = (code: string): string =>
  createHash('sha256').update(code.trim().toLowerCase().replaceAll(/[\s-]/g, '')).digest('base64url');

/** After a start with another SECRETS_KEY: proves that every secret can be opened, and seals it with the newest. */
export async function checkSecondFactors(db: Database, vault: Vault): Promise<void> {
  const rows = await db.selectFrom('staff').selectAll().where('totp_sealed', 'is not', null).execute();
  for (const { name, totp_sealed } of rows) {
    const secret = vault.open(totp_sealed ?? '', placeOf(name));
    if (vault.isCurrent(totp_sealed ?? '')) continue;
    await db
      .updateTable('staff')
      .set({ totp_sealed: sealSecondFactor(vault, name, secret), totp_pending: null })
      .where('name', '=', name)
      .execute();
  }
}
