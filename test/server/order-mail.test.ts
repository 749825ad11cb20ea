import { Writable } from 'node:stream';
import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { placeOrder } from '../../server-stub/checkout/commit.ts';
import { findStanding } from '../../server-stub/store/standings.ts';
import { startSmtp } from '../helpers/smtp.ts';
import { openPage, startServer, type TestServer } from './harness.ts';

describe('mail over SMTP', () => {
  let smtp: Awaited<ReturnType<typeof startSmtp>>;
  let server: TestServer;
  const lines: { msg: string; attempt?: string }[] = [];
  const log = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(JSON.parse(chunk.toString()) as { msg: string });
      done();
    },
  });

  beforeAll(async () => {
    smtp = await startSmtp();
    server = await startServer('PostgreSQL', {}, { mailer: createTransport(smtp.url), log });
  });
  afterAll(async () => {
    await server.stop();
    await smtp.stop();
  });
  beforeEach(() => {
    smtp.mails.length = 0;
    smtp.state.refusing = false;
  });

  async function buy(contact: { name: string; email: string }) {
    const page = await openPage(server, await server.newCart({ ...address, ...contact }));
    return page.pay('4242424242424242');
  }

  it('an order is mailed once, to the shopper alone, as text and as HTML', async () => {
    await buy({ name: '山田花子', email: 'hanako@example.com' });
    await server.sweep();
    await server.sweep();
    expect(smtp.mails).toHaveLength(1);
    const [mail] = smtp.mails;
    expect(mail?.recipients).toEqual(['hanako@example.com']);
    const { order_no } = await server.db
      .selectFrom('orders')
      .select('order_no')
      .orderBy('created_at', 'desc')
      .executeTakeFirstOrThrow();
    expect(mail?.subject).toContain(order_no);
    for (const part of [mail?.text, mail?.html || '']) {
      expect(part).toContain('山田花子 様');
      expect(part).toContain(order_no);
      expect(part).toContain('クレジットカード');
    }
  });

  it('a mail server that is down keeps no order back, and the mail goes out when it is up again', async () => {
    smtp.state.refusing = true;
    const view = await buy({ name: '山田花子', email: 'hanako@example.com' });
    expect(view.status).toBe('succeeded');
    await server.sweep();
    expect(smtp.mails).toHaveLength(0);
    smtp.state.refusing = false;
    await server.passMinutes(60);
    await server.sweep();
    expect(smtp.mails).toHaveLength(1);
  });

  it('a name with line breaks and markup adds no header, no recipient and no element', async () => {
    await buy({
      name: 'A\r\nBcc: thief@example.com\r\n<img src=x onerror=alert(1)>',
      email: 'a@example.com',
    });
    await server.sweep();
    const [mail] = smtp.mails;
    expect(mail?.recipients).toEqual(['a@example.com']);
    expect(mail?.bcc).toBeUndefined();
    expect(mail?.html).not.toContain('<img');
    expect(mail?.html).toContain('&lt;img');
  });

  it('an address that carries a second one is refused rather than split', async () => {
    await buy({ name: 'A', email: 'a@example.com,thief@example.com' });
    await server.sweep();
    expect(smtp.mails.flatMap(({ recipients }) => recipients)).not.toContain('thief@example.com');
  });

  it('an order is logged once, by the one who placed it and not by one who comes late', async () => {
    const page = await openPage(server, await server.newCart());
    const { id } = await page.pay('4242424242424242');
    const attempt = await findStanding(server.db, id);
    const intent = await server.gateway.retrieveIntent(attempt?.pi_id ?? '');
    if (!attempt || intent.kind !== 'ok') throw new Error('no attempt with an intent');
    await placeOrder(server.deps, attempt, intent.value);
    const placed = lines.filter((line) => line.msg === 'order placed' && line.attempt === id);
    expect(placed).toHaveLength(1);
  });
});

const address = { phone: '03-1234-5678', country: 'JP', postal: '100-0001', address: '東京都千代田区' };
