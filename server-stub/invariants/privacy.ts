/** What is kept about cards and people. */
import { sql } from 'kysely';
import { decideSaving } from '../../src/shared/policy.ts';
import { holdsMoney, type BothSides, type BrokenInvariant } from './both-sides.ts';

/** A key, a client secret, a webhook secret, or a card number; `edge` is that of a word. */
const secretWith = (edge: string) =>
  String.raw`(sk|rk|whsec)_[A-Za-z0-9_]{8,}|_secret_[A-Za-z0-9]{8,}|${edge}(4[0-9]{15}|5[1-5][0-9]{14}|3[47][0-9]{13}|35[0-9]{14})${edge}`;
const secret = secretWith(String.raw`\y`);
const spoken = new RegExp(secretWith(String.raw`\b`));

/** What left the server where anybody may read it: the lines of its log, and the URLs that it called and was called at. */
export interface Heard {
  said: readonly string[];
  /** Secrets of this very shop that no pattern knows: its token secret, tokens that were signed with it. */
  secrets: readonly string[];
}

/** I13, of logs and URLs. */
export function saidNoSecret({ said, secrets }: Heard): BrokenInvariant[] {
  const telling = said.filter((line) => spoken.test(line) || secrets.some((known) => line.includes(known)));
  // Not the line itself: it would be said once more.
  return telling.map((line) => ({
    rule: 'I13',
    what: `a log or a URL holds a secret or a card number (${line.length} characters, line ${said.indexOf(line) + 1})`,
  }));
}

/** I13, as far as our records go. */
export async function recordsHoldNoSecret({ db }: BothSides): Promise<BrokenInvariant[]> {
  const { rows } = await sql<{ place: string }>`
    SELECT 'audit' AS place FROM audit WHERE data::text ~ ${secret}
    UNION ALL SELECT 'outbox' FROM outbox WHERE concat(error, data::text, outcome::text) ~ ${secret}
    UNION ALL SELECT 'attempt' FROM attempt WHERE concat(snapshot::text, rules::text, return_url) ~ ${secret}
    UNION ALL SELECT 'confirmation' FROM confirmation WHERE concat(consent::text, outcome::text) ~ ${secret}
    UNION ALL SELECT 'shop_order' FROM shop_order WHERE concat(snapshot::text, mail_text) ~ ${secret}
    UNION ALL SELECT 'shop_mail' FROM shop_mail WHERE concat(subject, text, html) ~ ${secret}`.execute(db);
  return rows.map(({ place }) => ({
    rule: 'I13',
    what: `a row of ${place} holds a secret or a card number`,
  }));
}

/** I16: a card is stored only where policy and answer say so, and then with the text that was shown. */
export async function cardsSavedAsAllowed({
  db,
  attempts,
  intents,
  orders,
  confirmations,
}: BothSides): Promise<BrokenInvariant[]> {
  const broken: BrokenInvariant[] = [];
  const byId = new Map(intents.map((intent) => [intent.id, intent]));
  const consents = await db.selectFrom('consent').select(['attempt_id', 'n']).execute();
  const agreed = new Set(consents.map(({ attempt_id, n }) => `${attempt_id} ${n}`));
  const ordered = new Set(orders.map(({ attempt_id }) => attempt_id));
  for (const { id, pi_id, rules, shopper } of attempts) {
    const intent = byId.get(pi_id ?? '');
    if (!intent || !holdsMoney(intent)) continue;
    const saves = intent.setup_future_usage != null;
    const may = decideSaving({ policy: rules.cardSaving, shopper, card: 'new', consented: true }).save;
    if (saves && !may) broken.push({ rule: 'I16', what: `${id} saves a card against the policy` });
    const last = confirmations.get(id);
    // Of what a restored backup forgot, the answers are gone.
    if (!last) continue;
    if (saves !== last.save)
      broken.push({ rule: 'I16', what: `${id} was to ${last.save ? 'save' : 'forget'} its card` });
    if (ordered.has(id) && last.save && last.consent && !agreed.has(`${id} ${last.n}`))
      broken.push({ rule: 'I16', what: `${id} saves a card and no text is kept for it` });
  }
  return broken;
}
