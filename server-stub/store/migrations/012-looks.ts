import { sql, type Kysely } from 'kysely';

/** Looks at Stripe take time: what one says is written down only if nothing newer was learnt meanwhile. */
export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  // + 1 with each confirmation, each outcome and each change of \`pi_status\`.
  `ALTER TABLE attempt ADD COLUMN revision int NOT NULL DEFAULT 0`,
];
