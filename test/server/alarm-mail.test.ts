/** The board's alarms over a real SMTP connection: who is told, what they read, and what a mail server that is down costs. */
import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { alarmMail } from '../../server-stub/operation/alarm-mail.ts';
import { raiseAlarms } from '../../server-stub/orders/alerts.ts';
import { startSmtp } from '../helpers/smtp.ts';
import { openPage, startServer, type TestServer } from './harness.ts';

let smtp: Awaited<ReturnType<typeof startSmtp>>;
let server: TestServer;
beforeAll(async () => {
  smtp = await startSmtp();
  server = await startServer('PostgreSQL');
});
afterAll(async () => {
  await server.stop();
  await smtp.stop();
});

it('an alarm reaches whoever is on duty, once, with the bucket, its number and the way to the board', async () => {
  const send = alarmMail(createTransport(smtp.url), {
    from: 'shop@example.com',
    to: 'duty@example.com',
    publicUrl: 'https://shop.example',
  });
  const look = () => raiseAlarms(server.deps, send);
  await look();
  expect(smtp.mails).toEqual([]);

  const page = await openPage(server, await server.newCart());
  await page.pay('4000002760003184');
  await server.passMinutes(40);
  smtp.state.refusing = true;
  await look();
  expect(smtp.mails).toEqual([]);
  smtp.state.refusing = false;
  await look();
  await look();
  expect(smtp.mails).toHaveLength(1);
  const [mail] = smtp.mails;
  expect(mail?.recipients).toEqual(['duty@example.com']);
  expect(mail?.from?.text).toBe('shop@example.com');
  expect(mail?.subject).toContain('突き合わせに要対応があります');
  expect(mail?.text).toContain('- incomplete: 1');
  expect(mail?.text).toContain('https://shop.example/admin#/board?status=open');

  await server.sweep();
  expect(await look()).toEqual([]);
  expect(smtp.mails).toHaveLength(1);
});
