import { sql, type Kysely } from 'kysely';

/** The outbox also works for people: a member who leaves is no attempt. */
export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `ALTER TABLE outbox ALTER COLUMN attempt_id DROP NOT NULL`,
  `ALTER TABLE outbox ADD COLUMN member text`,
  `ALTER TABLE outbox ADD CHECK (attempt_id IS NOT NULL OR member IS NOT NULL)`,
];
