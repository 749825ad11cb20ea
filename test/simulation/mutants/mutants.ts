/**
 * The checkout with one rule taken out of its code, to show that the simulation misses it. A mutant is a change of the text
 * of one source file, made while a copy of the simulation is compiled (`compile.ts`); what is shipped knows nothing of it.
 */
export interface Mutant {
  leftOut: string;
  /** One of these must be reported as broken, before anything counts as found; which comes first is the seed's choice. */
  breaks: string[];
  file: string;
  /** What stands in the file exactly once, and what stands there instead. */
  changes: [from: string, to: string][];
  /** Seen only where the shop is: the seeds of the other world are left out. */
  shop?: 'elsewhere';
}

export const mutants: Mutant[] = [
  {
    leftOut: 'the intent is saved before it is confirmed',
    breaks: ['I1'],
    file: 'server-stub/checkout/intent.ts',
    changes: [
      [`      pi_id: created.id,\n`, ''],
      ['rewritten(attempt, saved)', 'rewritten(attempt, { ...saved, pi_id: created.id })'],
    ],
  },
  {
    leftOut: 'one live attempt per cart',
    breaks: ['I2'],
    file: 'server-stub/checkout/pay.ts',
    // The tables are laid before the simulation begins, so the index is there and goes at the first payment.
    changes: [
      [
        'const row = await tx',
        `await (await import('kysely')).sql.raw('DROP INDEX IF EXISTS attempt_one_live_per_cart').execute(tx);
      const row = await tx`,
      ],
    ],
  },
  {
    leftOut: 'an attempt is claimed by compare-and-set',
    breaks: ['I7'],
    file: 'server-stub/checkout/commit.ts',
    changes: [
      [
        `moveAttempt(deps.db, attempt.id, 'active', 'placing', { order_no })`,
        `deps.db
      .updateTable('attempt')
      .set({ order_no, state: 'placing' })
      .where('id', '=', attempt.id)
      .returningAll()
      .executeTakeFirst()`,
      ],
    ],
  },
  {
    leftOut: 'a payment that the shop refuses is cancelled before it is over',
    breaks: ['I6', 'I15'],
    file: 'server-stub/checkout/commit.ts',
    changes: [[`'placing', 'cancelling', {`, `'placing', 'closed', {`]],
  },
  {
    leftOut: 'an unknown cancel is asked again',
    breaks: ['I15'],
    file: 'server-stub/checkout/cancel.ts',
    changes: [
      [
        `  await note(deps.db, attempt.id, 'cancel-unanswered', { kind: answer.kind });
  return retryLater(deps, attempt);`,
        `  await closeAttempt(deps, attempt);
  return true;`,
      ],
    ],
  },
  {
    leftOut: 'an unknown confirm is asked again',
    breaks: ['I15'],
    file: 'server-stub/checkout/confirm.ts',
    changes: [
      [
        `      if (answer.over) await readWhatBecame(deps, intentId, confirmation);
      return undefined;`,
        `      return record({ kind: 'declined', code: 'card_declined' });`,
      ],
    ],
  },
  {
    leftOut: 'the sweeper looks at what is being placed',
    breaks: ['I14'],
    file: 'server-stub/checkout/sweeper.ts',
    changes: [
      ['WHERE next_check_at <= app_now()', `WHERE next_check_at <= app_now() AND state <> 'placing'`],
    ],
  },
  {
    leftOut: 'stock is free when the attempt is over',
    breaks: ['I8'],
    file: 'server-stub/checkout/cancel.ts',
    changes: [[`    await tx.deleteFrom('reservation').where('attempt_id', '=', attempt.id).execute();`, '']],
  },
  {
    leftOut: 'no call to Stripe inside a transaction',
    breaks: ['no call inside a transaction'],
    file: 'server-stub/checkout/cancel.ts',
    changes: [
      [
        `    const closed = await moveAttempt(tx, attempt.id, 'cancelling', 'closed');`,
        `    const closed = await moveAttempt(tx, attempt.id, 'cancelling', 'closed');
    if (attempt.pi_id) await deps.gateway.cancelIntent(attempt.pi_id, 'abandoned');`,
      ],
    ],
  },
  {
    leftOut: 'a shop elsewhere is told that an attempt is over',
    shop: 'elsewhere',
    breaks: ['I8 (shop)'],
    file: 'server-stub/checkout/cancel.ts',
    changes: [[`if (shop.home === 'elsewhere') kinds.push('release');`, '']],
  },
];

/** As docs/simulation.md has it. */
export function mutantTable(): string {
  const rows = mutants.map(
    ({ leftOut, file, breaks }) => `| ${leftOut} | \`${file}\` | ${breaks.join(' or ')} |`,
  );
  return `| rule left out | of | what breaks |
| --- | --- | --- |
${rows.join('\n')}`;
}

/** The rules that a run reports as broken, each line of it by what stands before its colon. */
export function brokenRules(broken: readonly string[]): string[] {
  return broken.flatMap((one) => one.split('\n')).map((line) => line.split(':')[0] ?? '');
}

/** The source with the rule taken out; a mutant that does not fit its file any more is a mistake, not a find. */
export function mutate(source: string, { leftOut, file, changes }: Mutant): string {
  return changes.reduce((text, [from, to]) => {
    const places = text.split(from).length - 1;
    if (places !== 1) throw new Error(`"${leftOut}" fits ${places} places of ${file}`);
    return text.replace(from, () => to);
  }, source);
}
