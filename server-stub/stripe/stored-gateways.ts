/**
 * Gateways over the keys in the database. They are looked up at each use, so that a change holds from the next request
 * on, on every instance; a gateway is made anew only when one of its keys is another.
 */
import { sql } from 'kysely';
import Stripe from 'stripe';
import {
  credentialsReading,
  inForce,
  leadingAccount,
  openCredential,
  usableCredentials,
  type Credential,
  type World,
} from '../keys/credentials.ts';
import type { Mode } from '../keys/shape.ts';
import type { Vault } from '../keys/vault.ts';
import type { Database } from '../store/database.ts';
import { createGateway, type Gateway, type GatewayOptions } from './gateway.ts';
import type { Gateways } from './gateways.ts';
import { withNewestKey } from './newest-key.ts';

/**
 * ms; an event whose signature fits a secret that was in force so lately is not worth a question to the database: one that is
 * replaced is good for another day. What does not fit is judged by what is stored now.
 */
const secretsKnownMs = 60_000;

export interface StoredGatewaysOptions {
  db: Database;
  vault: Vault;
  world: World;
  /** Where and how the SDK sends; the same for all. */
  transport?: Pick<GatewayOptions, 'apiBase' | 'httpClient' | 'maxNetworkRetries' | 'onCall'>;
}

export function createStoredGateways({ db, vault, world, transport = {} }: StoredGatewaysOptions): Gateways {
  const made = new Map<string, { ids: string; gateway: Gateway }>();
  let lately: { gateways: Gateway[]; until: number } | undefined;
  const { httpClient = Stripe.createNodeHttpClient() } = transport;
  const credentials = credentialsReading(db, world);

  function gatewayFor(rows: Credential[], account: string, mode: Mode): Gateway | undefined {
    const its = rows.filter((row) => row.account === account && row.mode === mode);
    const { publishableKey, secretKey } = inForce(its, mode);
    if (!publishableKey || !secretKey) return undefined;
    const ids = its.map(({ id }) => id).join();
    const known = made.get(`${mode}:${account}`);
    if (known?.ids === ids) return known.gateway;
    const open = (row: Credential) => openCredential(vault, world, row);
    const gateway = createGateway({
      ...transport,
      httpClient: withNewestKey(httpClient, () => newestSecret(account, mode)),
      account,
      mode,
      publishableKey: open(publishableKey),
      secretKey: open(secretKey),
      webhookSecrets: its.filter(({ field }) => field === 'webhookSecret').map(open),
      ...(secretKey.connect && { connectedAccount: account }),
    });
    made.set(`${mode}:${account}`, { ids, gateway });
    return gateway;
  }

  function leadingGateway(rows: Credential[], mode: Mode): Gateway | undefined {
    const leading = leadingAccount(rows, mode);
    return leading && gatewayFor(rows, leading.account, mode);
  }

  async function newestSecret(account: string, mode: Mode): Promise<string | undefined> {
    const rows = await usableCredentials(db, world);
    const newest = rows.findLast(
      (row) => row.inForce && row.account === account && row.mode === mode && row.field === 'secretKey',
    );
    return newest && openCredential(vault, world, newest);
  }

  return {
    async current(environment) {
      const [rows, mode] = await Promise.all([usableCredentials(db, world), environment ?? selectedMode(db)]);
      return leadingGateway(rows, mode);
    },

    reading: {
      column: credentials.column,
      read(value) {
        const rows = credentials.read(value);
        return (mode) => leadingGateway(rows, mode);
      },
    },

    async of({ account, mode }) {
      return gatewayFor(await usableCredentials(db, world), account, mode);
    },

    async readEvent(body, signature) {
      const soon = lately && performance.now() < lately.until && readByOne(lately.gateways, body, signature);
      if (soon) return soon;
      const rows = await usableCredentials(db, world);
      const places = new Set(rows.map(({ account, mode }) => JSON.stringify([account, mode])));
      const gateways = [...places].flatMap((place) => {
        const [account, mode] = JSON.parse(place) as [string, Mode];
        return gatewayFor(rows, account, mode) ?? [];
      });
      lately = rows.every(({ inForce }) => inForce)
        ? { gateways, until: performance.now() + secretsKnownMs }
        : undefined;
      const event = readByOne(gateways, body, signature);
      if (!event) throw new Error('no webhook secret that is stored fits');
      return event;
    },
  };
}

/** The one whose secret fits. */
function readByOne(gateways: readonly Gateway[], body: string, signature: string): Stripe.Event | undefined {
  for (const gateway of gateways) {
    try {
      return gateway.readEvent(body, signature);
    } catch {
      // Signed for another of them, or by nobody.
    }
  }
  return undefined;
}

async function selectedMode(db: Database): Promise<Mode> {
  const row = await db
    .selectFrom('settings')
    .select(sql<Mode | null>`data->>'environment'`.as('environment'))
    .executeTakeFirst();
  return row?.environment ?? 'test';
}
