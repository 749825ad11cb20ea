/**
 * The floor under our pay path: a bare `node:http` handler that makes the same Stripe calls and leaves the same rows behind
 * (attempt, reservation, customer, confirmation, both orders, outbox, audit), each by one plain statement, and in one
 * transaction what must stand together. Less than ours: no token to verify, no rules, no cart to read, no key to look up, no
 * compare-and-set, no customer written down before it is asked for, nothing to fall back on, no log. Its outbox is nobody's
 * work; the events of its payments go to our server as ours do. Started as a process of its own: DATABASE_URL,
 * STRIPE_API_BASE.
 */
import { createServer } from 'node:http';
import pg from 'pg';
import Stripe from 'stripe';
import { SECRET_KEY } from '../../../server-stub/fake-stripe/keys.ts';
import { apiVersion } from '../../../server-stub/stripe/gateway.ts';

interface Purchase {
  id: string;
  cart: { id: string; version: number; amount: number; lines: { sku: string; quantity: number }[] };
  confirmationToken: string;
}

const { hostname, port } = new URL(process.env['STRIPE_API_BASE'] ?? '');
const stripe = new Stripe(SECRET_KEY, {
  apiVersion,
  host: hostname,
  port,
  protocol: 'http',
  telemetry: false,
});
const pool = new pg.Pool({
  connectionString: process.env['DATABASE_URL'],
  max: 20,
  idleTimeoutMillis: 60 * 60_000,
});

async function inTransaction(work: (client: pg.PoolClient) => Promise<void>): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await work(client);
    await client.query('COMMIT');
  } finally {
    client.release();
  }
}

const audit = (to: pg.Pool | pg.PoolClient, id: string, event: string) =>
  to.query(`INSERT INTO audit (attempt_id, event, data) VALUES ($1, $2, '{}')`, [id, event]);

async function buy({ id, cart, confirmationToken }: Purchase): Promise<void> {
  const snapshot = JSON.stringify(cart);
  const [line] = cart.lines;
  await inTransaction(async (client) => {
    await client.query(
      `INSERT INTO attempt (id, cart_id, cart_version, owner, shopper, locale, client_key, snapshot, amount, currency,
         account, mode, rules, return_url, state, reference, next_check_at, expires_at)
       VALUES ($1, $2, $3, $1, 'guest', 'ja', $1, $4, $5, 'jpy', 'acct', 'test', '{}', '', 'active', $1,
         app_now() + interval '5 minutes', app_now() + interval '5 minutes')`,
      [id, cart.id, cart.version, snapshot, cart.amount],
    );
    await client.query(`SELECT stock FROM product WHERE sku = $1 FOR UPDATE`, [line?.sku]);
    await client.query(`INSERT INTO reservation VALUES ($1, $2, $3)`, [id, line?.sku, line?.quantity]);
    await audit(client, id, 'started');
  });
  const customer = await stripe.customers.create(
    { metadata: { subject: cart.id } },
    { idempotencyKey: `${id}:c` },
  );
  await pool.query(
    `INSERT INTO stripe_customer (account, mode, kind, subject, customer_id) VALUES ('acct', 'test', 'guest', $1, $2)`,
    [cart.id, customer.id],
  );
  const intent = await stripe.paymentIntents.create(
    {
      amount: cart.amount,
      currency: 'jpy',
      customer: customer.id,
      capture_method: 'manual',
      allowed_payment_method_types: ['card'],
      metadata: { attempt: id, cart: cart.id },
    },
    { idempotencyKey: `${id}:create` },
  );
  await pool.query(`UPDATE attempt SET pi_id = $2, customer_id = $3 WHERE id = $1`, [
    id,
    intent.id,
    customer.id,
  ]);
  await inTransaction(async (client) => {
    await client.query(
      `INSERT INTO confirmation (attempt_id, n, client_key, confirmation_token, card, save)
       VALUES ($1, 1, $1, $2, 'new', false)`,
      [id, confirmationToken],
    );
    await client.query(`UPDATE attempt SET expires_at = app_now() + interval '30 minutes' WHERE id = $1`, [
      id,
    ]);
  });
  await stripe.confirmationTokens.retrieve(confirmationToken);
  await stripe.paymentIntents.confirm(
    intent.id,
    {
      confirmation_token: confirmationToken,
      return_url: 'http://shop.test',
      expand: ['latest_charge'],
    },
    { idempotencyKey: `${id}:confirm:1` },
  );
  await pool.query(`UPDATE confirmation SET outcome = '{"kind":"accepted"}' WHERE attempt_id = $1`, [id]);
  await pool.query(`UPDATE attempt SET pi_status = 'requires_capture', hold_seen = true WHERE id = $1`, [id]);
  await pool.query(`UPDATE attempt SET state = 'placing' WHERE id = $1`, [id]);
  const number = await pool.query<{ n: number }>(
    `INSERT INTO order_number (attempt_id) VALUES ($1) RETURNING n`,
    [id],
  );
  const orderNumber = String(number.rows[0]?.n);
  await pool.query(`UPDATE attempt SET order_no = $2 WHERE id = $1`, [id, orderNumber]);
  await inTransaction(async (client) => {
    // It leaves our workers' queue: they have no key of its account, and would come back to it for ever.
    await client.query(`UPDATE attempt SET state = 'committed', next_check_at = NULL WHERE id = $1`, [id]);
    await client.query(`DELETE FROM reservation WHERE attempt_id = $1`, [id]);
    await client.query(`UPDATE product SET stock = stock - 1 WHERE sku = $1`, [line?.sku]);
    await client.query(
      `INSERT INTO shop_order (order_no, attempt_id, cart_id, cart_version, owner, status, method, snapshot, mail_text)
       VALUES ($1, $2, $3, $4, $2, 'processing', 'card', $5, '')`,
      [orderNumber, id, cart.id, cart.version, snapshot],
    );
    await client.query(`DELETE FROM cart_line WHERE cart_id = $1`, [cart.id]);
    await client.query(
      `INSERT INTO orders (attempt_id, cart_id, cart_version, order_no, status, money, amount, currency, account, mode, pi_id)
       VALUES ($1, $2, $3, $4, 'processing', 'authorised', $5, 'jpy', 'acct', 'test', $6)`,
      [id, cart.id, cart.version, orderNumber, cart.amount, intent.id],
    );
    // Written, and done with: nobody works this outbox.
    await client.query(
      `INSERT INTO outbox (kind, attempt_id, done_at) VALUES ('mail', $1, app_now()), ('label', $1, app_now())`,
      [id],
    );
    await audit(client, id, 'committed');
  });
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    buy(JSON.parse(Buffer.concat(chunks).toString()) as Purchase).then(
      () => response.end('{"status":"succeeded"}'),
      (error: unknown) => {
        response.statusCode = 500;
        response.end(String(error));
      },
    );
  });
});
server.listen(0, () => {
  const address = server.address();
  console.log(`floor http://localhost:${typeof address === 'object' ? address?.port : ''}`);
});
