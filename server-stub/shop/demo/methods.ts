/** The shop's other payment methods: in use or not, and where they stand among all. */
import type { Database } from '../../store/database.ts';
import type { OtherMethod } from '../port.ts';
import { directMethod, directMethods, isDirectMethod, type DirectMethod } from './facts.ts';

export type ShopMethod = Required<OtherMethod> & { id: DirectMethod };

export async function listMethods(db: Database): Promise<ShopMethod[]> {
  const rows = await db.selectFrom('shop_method').selectAll().execute();
  return directMethods.map((id) => {
    const { name, sort } = directMethod[id];
    const changed = rows.find((row) => row.id === id);
    return { id, name, sort: changed?.sort ?? sort, enabled: changed?.enabled ?? true };
  });
}

/** False: the shop has no such method. */
export async function changeMethod(
  db: Database,
  id: string,
  change: { enabled: boolean; sort: number },
): Promise<boolean> {
  if (!isDirectMethod(id)) return false;
  await db
    .insertInto('shop_method')
    .values({ id, ...change })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(change))
    .execute();
  return true;
}
