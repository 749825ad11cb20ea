/** Mails as they were written, and which of them have been sent. */
import type { ColumnType, Selectable } from 'kysely';

/** Always set by the database through app_now(). */
type Time = ColumnType<Date, Date | undefined, Date>;

export type MailKind = 'order' | 'release';

export interface MailTable {
  attempt_id: string;
  kind: MailKind;
  to_address: string;
  subject: string;
  text: string;
  html: string;
  created_at: Time;
  /** Who sends claims first; a claim that came to nothing lapses. */
  claimed_at: ColumnType<Date | null, never, Date | null>;
  sent_at: ColumnType<Date | null, never, Date | null>;
}

export type ShopMail = Selectable<MailTable>;
