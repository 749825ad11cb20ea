/** Says it aloud, once a day for each, when a bucket of the board that should be empty is not. */
import type { CheckoutDeps } from '../checkout/deps.ts';
import { appNow, inSeconds } from '../store/attempts.ts';
import { countBoard, type Bucket } from './board-rows.ts';

export interface Alarm {
  bucket: Bucket;
  count: number;
}

export type SendAlarms = (alarms: Alarm[]) => Promise<void>;

/** Seconds. It is said again sooner only when there are more of them. */
const again = 24 * 3600;

/** Everything that is new or more is logged and sent; whoever of several instances comes first sends it. */
export async function raiseAlarms(deps: CheckoutDeps, send: SendAlarms): Promise<Alarm[]> {
  const open = new Map<Bucket, number>();
  for (const { bucket, status, count } of await countBoard(deps.db))
    if (status === 'open') open.set(bucket, (open.get(bucket) ?? 0) + Number(count));
  await deps.db
    .deleteFrom('board_alert')
    .where((eb) => (open.size > 0 ? eb('bucket', 'not in', [...open.keys()]) : eb.val(true)))
    .execute();
  const fresh: Alarm[] = [];
  for (const [bucket, count] of open) if (await claim(deps, bucket, count)) fresh.push({ bucket, count });
  for (const alarm of fresh) deps.log.error({ ...alarm }, 'the reconciliation board needs a person');
  if (fresh.length === 0) return fresh;
  try {
    await send(fresh);
  } catch (error) {
    deps.log.error({ err: error }, 'the alarm could not be sent by mail; it is tried again');
    for (const { bucket } of fresh)
      await deps.db.deleteFrom('board_alert').where('bucket', '=', bucket).execute();
  }
  return fresh;
}

async function claim(deps: CheckoutDeps, bucket: Bucket, count: number): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await deps.db
    .insertInto('board_alert')
    .values({ bucket, count })
    .onConflict((c) =>
      c
        .column('bucket')
        .doUpdateSet({ count, alerted_at: appNow })
        .where((eb) =>
          eb.or([eb('board_alert.count', '<', count), eb('board_alert.alerted_at', '<=', inSeconds(-again))]),
        ),
    )
    .executeTakeFirst();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}
