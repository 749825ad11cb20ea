import { Migrator, type Kysely, type Migration } from 'kysely';
import type { Tables } from '../schema.ts';
import { up as checkout } from './001-checkout.ts';
import { up as console } from './003-console.ts';
import { up as reconcile } from './005-reconcile.ts';
import { up as money } from './006-money.ts';
import { up as keys } from './007-keys.ts';
import { up as staff } from './008-staff.ts';
import { up as orders } from './010-orders.ts';
import { up as dataWording } from './011-data-wording.ts';
import { up as forgetMember } from './012-forget-member.ts';
import { up as looks } from './012-looks.ts';
import { up as board } from './015-board.ts';
import { up as shopSilent } from './016-shop-silent.ts';
import { up as drafts } from './017-drafts.ts';
import { up as demoShop } from '../../shop/demo/migration.ts';
import { up as demoMethods } from '../../shop/demo/methods-migration.ts';
import { up as demoPayment } from '../../shop/demo/payment-migration.ts';
import { up as demoStock } from '../../shop/demo/stock-migration.ts';

/** In the order in which they run; a name never changes once it has been released. */
const migrations: Record<string, Migration> = {
  '001-checkout': { up: checkout },
  '002-demo-shop': { up: demoShop },
  '003-console': { up: console },
  '005-reconcile': { up: reconcile },
  '006-money': { up: money },
  '007-demo-payment': { up: demoPayment },
  '007-keys': { up: keys },
  '008-staff': { up: staff },
  '009-demo-methods': { up: demoMethods },
  '010-orders': { up: orders },
  '011-data-wording': { up: dataWording },
  '012-forget-member': { up: forgetMember },
  '012-looks': { up: looks },
  '015-board': { up: board },
  '016-shop-silent': { up: shopSilent },
  '017-drafts': { up: drafts },
  '018-demo-stock': { up: demoStock },
};

/** Several instances may start at once: the migrator takes a lock in the database. `to`: no further than this one. */
export async function migrate(database: Kysely<Tables>, to?: string): Promise<void> {
  const migrator = new Migrator({
    db: database,
    provider: { getMigrations: async () => migrations },
    // Each stands on its own tables: one that comes with an earlier number than the newest one runs all the same.
    allowUnorderedMigrations: true,
  });
  const { error } = await (to ? migrator.migrateTo(to) : migrator.migrateToLatest());
  if (error) throw error;
}
