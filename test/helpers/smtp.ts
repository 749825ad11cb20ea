/** A real SMTP receiver on loopback, which keeps what it is sent. */
import type { AddressInfo } from 'node:net';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';

export interface ReceivedMail extends ParsedMail {
  /** Whom the envelope names, which is who gets it. */
  recipients: string[];
}

export async function startSmtp() {
  const mails: ReceivedMail[] = [];
  const state = { refusing: false };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      const recipients = session.envelope.rcptTo.map(({ address }) => address);
      simpleParser(stream, (error, mail) => {
        if (!state.refusing && !error) mails.push({ ...mail, recipients });
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
    stop: () => new Promise<void>((resolve) => server.close(resolve)),
  };
}
