/** Whom the board's alarms go to, and what they read. Both languages in one mail: whoever is on duty reads one of them. */
import type { Alarm, SendAlarms } from '../orders/alerts.ts';

interface Mailer {
  sendMail(mail: { from: string; to: string; subject: string; text: string }): Promise<unknown>;
}

export function alarmMail(
  mailer: Mailer,
  { from, to, publicUrl }: { from: string; to: string; publicUrl: string },
): SendAlarms {
  return async (alarms) => {
    await mailer.sendMail({
      from,
      to,
      subject: '[secure-checkout] 突き合わせに要対応があります / Reconciliation',
      text: textOf(alarms, publicUrl),
    });
  };
}

function textOf(alarms: Alarm[], publicUrl: string): string {
  const lines = alarms.map(({ bucket, count }) => `- ${bucket}: ${count}`);
  return [
    '突き合わせの画面で、ふだん0件の項目に要対応があります。',
    'These buckets of the reconciliation board should be empty and are not:',
    '',
    ...lines,
    '',
    `${publicUrl}/admin#/board?status=open`,
  ].join('\n');
}
