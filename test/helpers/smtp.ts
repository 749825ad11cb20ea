/** A real SMTP receiver on loopback, which keeps what it is sent. */
import type { AddressInfo } from 'node:net';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { deferred } from './deferred.ts';

export interface ReceivedMail extends ParsedMail {
  /** Whom the envelope names, which is who gets it. */
  recipients: string[];
}

export async function startSmtp() {
  const mails: ReceivedMail[] = [];
  let arrived = deferred();
  const state = { refusing: false };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      const recipients = session.envelope.rcptTo.map(({ address }) => address);
      simpleParser(stream, (error, mail) => {
        if (!state.refusing && !error) {
          mails.push({ ...mail, recipients });
          arrived.resolve();
          arrived = deferred();
        }
        done(state.refusing ? Object.assign(new Error('come back later'), { responseCode: 451 }) : error);
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    state,
    /** The first that has this in its subject, now or when it comes. */
    async withSubject(part: string): Promise<ReceivedMail> {
      for (;;) {
        const mail = mails.find(({ subject }) => subject?.includes(part));
        if (mail) return mail;
        await arrived.promise;
      }
    },
    stop: () => new Promise<void>((resolve) => server.close(resolve)),
  };
}
