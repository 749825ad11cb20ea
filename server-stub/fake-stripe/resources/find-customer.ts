import type { Call } from '../context.ts';
import { missing } from '../http/errors.ts';
import type { CustomerRow } from '../store/rows.ts';

/** The customer that a parameter or the path names; a deleted one only where `deletedToo`. */
export function findCustomer(
  call: Call,
  id: string,
  param: string,
  inPath = false,
  deletedToo = false,
): CustomerRow {
  const row = call.world.customers.get(id);
  if (row && (!row.deleted || deletedToo)) return row;
  throw missing(
    'customer',
    id,
    param,
    otherMode(call, call.otherMode().customers.get(id) !== undefined),
    inPath,
  );
}

/** Stripe says so when the id is right and only the mode of the key is wrong. */
export function otherMode(call: Call, exists: boolean): string | null {
  if (!exists) return null;
  const [has, used] = call.live ? ['test', 'live'] : ['live', 'test'];
  return `; a similar object exists in ${has} mode, but a ${used} mode key was used to make this request.`;
}
