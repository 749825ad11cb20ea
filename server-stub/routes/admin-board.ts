/** The console's reconciliation board. Mounted behind the console's sign-in. */
import { Hono } from 'hono';
import { z } from 'zod';
import type { CheckoutDeps } from '../checkout/deps.ts';
import { fixRow, planRow, snoozeRow } from '../orders/board-acts.ts';
import { boardCsv } from '../orders/board-csv.ts';
import { boardDays, buckets, countBoard, listBoard, statuses } from '../orders/board-rows.ts';
import { latestRun, startRun, stopRun } from '../orders/board-run.ts';
import { given, sendCsv, type ConsoleEnv, type OrderRoutesOptions } from './admin-orders.ts';
import { check, readJson } from './http.ts';

const mostRows = 200;
const filter = z.strictObject({ bucket: z.enum(buckets).optional(), status: z.enum(statuses).optional() });
const csvQuery = filter.extend({ lang: z.enum(['ja', 'en']).default('ja') });
const key = z.string().max(200);
const snoozeRequest = z.strictObject({
  key,
  hours: z
    .int()
    .min(1)
    .max(24 * 3653),
  reason: z.string().trim().min(1).max(200),
});
const runRequest = z.strictObject({ days: z.int().min(1).max(400), dry: z.boolean() });

export function boardRoutes(deps: CheckoutDeps, { zone }: OrderRoutesOptions): Hono<ConsoleEnv> {
  const { db } = deps;
  const app = new Hono<ConsoleEnv>();

  app.get('/board', async (c) => {
    const wanted = check(filter, given(c));
    const [counts, rows, days, run] = await Promise.all([
      countBoard(db),
      listBoard(db, wanted, { limit: mostRows }),
      boardDays(db, zone),
      latestRun(deps),
    ]);
    return c.json({ counts, rows, days, run: run ?? null, reconcile: deps.reconcile });
  });

  app.get('/board.csv', async (c) => {
    const { lang, ...wanted } = check(csvQuery, given(c));
    const { bucket, status } = wanted;
    const rows = (await countBoard(db))
      .filter((row) => !bucket || row.bucket === bucket)
      .filter((row) => (status ? row.status === status : row.status !== 'healed'))
      .reduce((sum, { count }) => sum + Number(count), 0);
    c.header('X-Row-Count', String(rows));
    return sendCsv(c, 'reconciliation', boardCsv(db, wanted, { zone, locale: lang }));
  });

  app.post('/board/plan', async (c) => {
    const wanted = await readJson(c, z.strictObject({ key }));
    return c.json({ plan: await planRow(deps, wanted.key) });
  });

  app.post('/board/fix', async (c) => {
    const wanted = await readJson(c, z.strictObject({ key }));
    return c.json({ plan: await fixRow(deps, wanted.key, c.get('session').actor) });
  });

  app.post('/board/snooze', async (c) => {
    const wanted = await readJson(c, snoozeRequest);
    await snoozeRow(deps, { ...wanted, actor: c.get('session').actor });
    return c.json({});
  });

  app.get('/board/run', async (c) => c.json({ run: (await latestRun(deps)) ?? null }));

  app.post('/board/run', async (c) => {
    const wanted = await readJson(c, runRequest);
    const { id, ended } = await startRun(deps, { ...wanted, actor: c.get('session').actor });
    ended.catch(() => {});
    return c.json({ id }, 202);
  });

  app.post('/board/run/stop', async (c) => {
    await stopRun(deps);
    return c.json({});
  });

  return app;
}
