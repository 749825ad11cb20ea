import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { expect, it } from 'vitest';
import { listBoard } from '../../server-stub/orders/board-rows.ts';
import { readOrder } from '../../server-stub/orders/detail.ts';
import { listOrders } from '../../server-stub/orders/list.ts';
import { openDatabase } from '../../server-stub/store/database.ts';
import { migrate } from '../../server-stub/store/migrations/migrate.ts';
import type { Tables } from '../../server-stub/store/schema.ts';
import { startPostgres } from '../helpers/postgres.ts';

it('a database that was filled by the first release goes forward and keeps what it holds', async () => {
  const postgres = await startPostgres({ empty: true });
  const pool = new pg.Pool({ connectionString: postgres.url });
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  const opened = [db];
  try {
    await migrate(db, '005-reconcile');
    await sql`INSERT INTO attempt (id, cart_id, cart_version, owner, shopper, locale, client_key, snapshot, amount, currency,
        account, mode, rules, pi_id, return_url, state, reference, order_no, next_check_at, expires_at)
      VALUES ('at_1', 'cart-1', 1, 'o', 'member', 'ja', 'k', '{"contact":{"email":"a@shop.example"},"lines":[]}', 1000, 'jpy',
        'acct_1', 'test', '{"methodName":"カード"}', 'pi_1', '', 'committed', 'REF1', 'N1', NULL, app_now())`.execute(
      db,
    );
    await sql`INSERT INTO confirmation (attempt_id, n, client_key, confirmation_token, card, save)
      VALUES ('at_1', 1, 'k', 'ctoken_1', 'new', false), ('at_1', 2, 'k2', 'ctoken_2', 'new', true)`.execute(
      db,
    );
    await sql`INSERT INTO orders (attempt_id, cart_id, cart_version, order_no, status, money, amount, currency, account, mode, pi_id)
      VALUES ('at_1', 'cart-1', 1, 'N1', 'processing', 'authorised', 1000, 'jpy', 'acct_1', 'test', 'pi_1')`.execute(
      db,
    );
    await sql`INSERT INTO outbox (kind, attempt_id) VALUES ('mail', 'at_1')`.execute(db);
    await sql`INSERT INTO finding (pi_id, account, mode, bucket, action, amount, currency)
      VALUES ('pi_2', 'acct_1', 'test', 'captured', 'needs-attention', 500, 'jpy')`.execute(db);

    // Two instances start at once.
    const home = { url: postgres.url, dataDir: '' };
    const [now, other] = await Promise.all([openDatabase(home), openDatabase(home)]);
    opened.push(now, other);

    const query = { filter: { q: 'a@shop.example' }, zone: 'Asia/Tokyo', limit: 10 };
    expect((await listOrders(now, query)).orders).toMatchObject([
      { order: 'N1', money: 'authorised', saved: true, captured: 0, refunded: 0, captureBefore: null },
    ]);
    expect(await readOrder(now, 'at_1')).toMatchObject({ reference: 'REF1', order: { card: null } });
    expect(await listBoard(now, { status: 'open' }, { limit: 10 })).toMatchObject([
      { bucket: 'captured', intent: 'pi_2' },
    ]);
  } finally {
    await Promise.all(opened.map((each) => each.destroy()));
    await postgres.stop();
  }
});
