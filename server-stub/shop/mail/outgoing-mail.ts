/** Mail leaves once: written first, then claimed by one sender, then marked as sent. */
import { sql } from 'kysely';
import type { Database } from '../../store/database.ts';
import type { Mail } from './compose.ts';
import type { MailKind, ShopMail } from './table.ts';

/** As much of nodemailer's transport as is used. */
export interface Mailer {
  sendMail(mail: {
    from: string;
    to: { name: string; address: string };
    subject: string;
    text: string;
    html: string;
    messageId: string;
  }): Promise<unknown>;
}

export interface Outgoing {
  db: Database;
  mailer?: Mailer | undefined;
  from: string;
}

/** The first writing stands: what the preview shows is what is sent. */
export async function postMail(outgoing: Outgoing, key: string, kind: MailKind, mail: Mail): Promise<void> {
  await outgoing.db
    .insertInto('shop_mail')
    .values({
      attempt_id: key,
      kind,
      to_address: mail.to,
      subject: mail.subject,
      text: mail.text,
      html: mail.html,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  if (outgoing.mailer) await sendOnce(outgoing, outgoing.mailer, key, kind);
}

/**
 * A crash between the server's "accepted" and our mark is beyond us; the second copy then bears the same Message-ID,
 * by which mail systems know it.
 */
async function sendOnce({ db, from }: Outgoing, mailer: Mailer, key: string, kind: MailKind): Promise<void> {
  const mail = await findMail(db, key, kind);
  if (!mail || mail.sent_at || !mail.to_address) return;
  const claimed = await db
    .updateTable('shop_mail')
    .set({ claimed_at: appNow })
    .where('attempt_id', '=', key)
    .where('kind', '=', kind)
    .where('sent_at', 'is', null)
    .where(sql<boolean>`(claimed_at IS NULL OR claimed_at < app_now() - interval '2 minutes')`)
    .executeTakeFirst();
  if (claimed.numUpdatedRows !== 1n) throw new Error('the mail is being sent by another process');
  const mark = (sent: boolean) =>
    db
      .updateTable('shop_mail')
      .set(sent ? { sent_at: appNow } : { claimed_at: null })
      .where('attempt_id', '=', key)
      .where('kind', '=', kind)
      .execute();
  try {
    const { to_address: to, subject, text, html } = mail;
    // As an object it is one address whatever it contains; as text a comma would make two recipients of it.
    await mailer.sendMail({
      from,
      to: { name: '', address: to },
      subject,
      text,
      html,
      messageId: `<${key}.${kind}@secure-checkout>`,
    });
  } catch (error) {
    await mark(false);
    throw error;
  }
  await mark(true);
}

export function findMail(db: Database, key: string, kind: MailKind): Promise<ShopMail | undefined> {
  return db
    .selectFrom('shop_mail')
    .selectAll()
    .where('attempt_id', '=', key)
    .where('kind', '=', kind)
    .executeTakeFirst();
}

const appNow = sql<Date>`app_now()`;
