/** Who may open the console. There is always an owner. Every change is in the audit log, with who made it. */
import { randomBytes } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { Database, Tx } from '../store/database.ts';
import type { StaffTable } from '../store/schema.ts';
import { hashPassword } from './password.ts';
import type { Role } from './roles.ts';

export type StaffRow = Selectable<StaffTable>;

export interface StaffMember {
  name: string;
  role: Role;
  hasSecondFactor: boolean;
  createdAt: Date;
}

export type StaffOutcome = { kind: 'done' } | { kind: 'unknown' } | { kind: 'last-owner' };

/** Lower case, so that one person is not two. */
export const staffName = /^[a-z0-9][a-z0-9._@-]{0,63}$/;

export async function listStaff(db: Database): Promise<StaffMember[]> {
  const rows = await db.selectFrom('staff').selectAll().orderBy('created_at').orderBy('name').execute();
  return rows.map((row) => ({
    name: row.name,
    role: row.role,
    hasSecondFactor: row.totp_sealed !== null,
    createdAt: row.created_at,
  }));
}

export const findStaff = (db: Database | Tx, name: string): Promise<StaffRow | undefined> =>
  db.selectFrom('staff').selectAll().where('name', '=', name).executeTakeFirst();

/** The password is made here and told once. Undefined: the name is taken. */
export async function addStaff(
  db: Database,
  actor: string,
  { name, role }: { name: string; role: Role },
): Promise<{ password: string } | undefined> {
  const password = newPassword();
  const password_hash = await hashPassword(password);
  return db.transaction().execute(async (tx) => {
    const { numInsertedOrUpdatedRows } = await tx
      .insertInto('staff')
      .values({ name, role, password_hash })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (!numInsertedOrUpdatedRows) return undefined;
    await recordStaff(tx, 'staff-added', { actor, subject: name, role });
    return { password };
  });
}

export function changeRole(db: Database, actor: string, name: string, role: Role): Promise<StaffOutcome> {
  return change(db, name, role !== 'owner', async (tx, { epoch }) => {
    await tx
      .updateTable('staff')
      .set({ role, epoch: epoch + 1 })
      .where('name', '=', name)
      .execute();
    await recordStaff(tx, 'staff-role-changed', { actor, subject: name, role });
  });
}

export function removeStaff(db: Database, actor: string, name: string): Promise<StaffOutcome> {
  return change(db, name, true, async (tx) => {
    await tx.deleteFrom('staff').where('name', '=', name).execute();
    await recordStaff(tx, 'staff-removed', { actor, subject: name });
  });
}

/** For whoever lost their device: they sign in with the password alone, and enrol anew. */
export function resetSecondFactor(db: Database, actor: string, name: string): Promise<StaffOutcome> {
  return change(db, name, false, async (tx, { epoch }) => {
    await tx
      .updateTable('staff')
      .set({ totp_sealed: null, totp_pending: null, epoch: epoch + 1 })
      .where('name', '=', name)
      .execute();
    await tx.deleteFrom('staff_recovery_code').where('name', '=', name).execute();
    await recordStaff(tx, 'second-factor-reset', { actor, subject: name });
  });
}

export async function resetPassword(
  db: Database,
  actor: string,
  name: string,
): Promise<{ kind: 'done'; password: string } | { kind: 'unknown' }> {
  const password = newPassword();
  const changed = await setPassword(db, name, password, { actor, event: 'password-reset' });
  return changed ? { kind: 'done', password } : { kind: 'unknown' };
}

/** Every session of theirs ends. False: there is nobody of that name. */
export async function setPassword(
  db: Database,
  name: string,
  password: string,
  { actor, event }: { actor: string; event: string },
): Promise<boolean> {
  const password_hash = await hashPassword(password);
  const { kind } = await change(db, name, false, async (tx, { epoch }) => {
    await tx
      .updateTable('staff')
      .set({ password_hash, epoch: epoch + 1 })
      .where('name', '=', name)
      .execute();
    await recordStaff(tx, event, { actor, subject: name });
  });
  return kind === 'done';
}

/** One change at a time: two owners who remove each other at once are not both gone. */
async function change(
  db: Database,
  name: string,
  endsOwner: boolean,
  act: (tx: Tx, row: StaffRow) => Promise<void>,
): Promise<StaffOutcome> {
  return db.transaction().execute(async (tx) => {
    const owners = await tx
      .selectFrom('staff')
      .select('name')
      .where('role', '=', 'owner')
      .orderBy('name')
      .forUpdate()
      .execute();
    const row = await findStaff(tx, name);
    if (!row) return { kind: 'unknown' };
    if (endsOwner && row.role === 'owner' && owners.length === 1) return { kind: 'last-owner' };
    await act(tx, row);
    return { kind: 'done' };
  });
}

export async function recordStaff(db: Database | Tx, event: string, data: object): Promise<void> {
  await db
    .insertInto('audit')
    .values({ attempt_id: null, event, data: JSON.stringify(data) })
    .execute();
}

/** 96 bits, and short enough to be read out. */
const newPassword = (): string => randomBytes(12).toString('base64url');
