/** Each rule of the protocol left out in turn, and what then breaks. A rule that nothing misses would be no rule. */
import { small, type Configuration } from './configurations.ts';
import { explore, type Exploration } from './explore.ts';
import { without, type Rule } from './rules.ts';

export interface Mutant {
  leftOut: Rule;
  /** The invariant whose shortest counter-example is looked for. */
  breaks: string;
  /** Where it can be seen, unless one attempt of one cart shows it. */
  where?: Partial<Configuration>;
}

const twice = { attempts: 2 };
const elsewhere = { shop: 'remote' } as const;
const eventsAlone = { money: 'told', kills: false } as const;

export const mutants: Mutant[] = [
  { leftOut: 'separate create, save and confirm', breaks: 'I1' },
  { leftOut: 'one live attempt per cart', breaks: 'I3', where: twice },
  { leftOut: 'atomic claim', breaks: 'I7' },
  { leftOut: 'cancel before a new attempt', breaks: 'I3', where: twice },
  { leftOut: 'manual capture', breaks: 'I4' },
  { leftOut: 'compare-and-set on save and confirm', breaks: 'I15 (ended)' },
  { leftOut: 'sweeper', breaks: 'I6' },
  { leftOut: 'cancel when the shop refuses', breaks: 'I14' },
  { leftOut: 'needs attention', breaks: 'I12', where: eventsAlone },
  { leftOut: 'an unknown cancel is asked again', breaks: 'I15 (ended)' },
  { leftOut: 'a late intent is cancelled', breaks: 'I11' },
  { leftOut: 'an unknown confirm is asked again', breaks: 'I15 (declined)' },
  { leftOut: 'an answer belongs to the confirmation it was asked for', breaks: 'I15 (declined)' },
  { leftOut: 'a decline is a fact of its confirmation', breaks: 'I15 (declined)' },
  { leftOut: 'another card only after the decline that was seen', breaks: 'I15 (declined)' },
  { leftOut: 'money is followed by compare-and-set', breaks: 'I12', where: eventsAlone },
  { leftOut: 'a commit keeps what is to be looked at', breaks: 'I10', where: eventsAlone },
  { leftOut: 'a look leaves the queue only as it found it', breaks: 'I10', where: eventsAlone },
  { leftOut: 'captured without an order is refunded', breaks: 'I14' },
  { leftOut: 'a release withdraws the order whose answer was lost', breaks: 'I5 (shop)', where: elsewhere },
  { leftOut: 'a release is final', breaks: 'I5 (shop)', where: elsewhere },
  { leftOut: 'an event is not believed', breaks: 'I12', where: eventsAlone },
  { leftOut: 'stock is checked when it is taken', breaks: 'I8' },
];

export function exploreMutant({ leftOut, breaks, where }: Mutant): Exploration {
  return explore({ ...small, ...where }, { rules: without(leftOut), only: [breaks] });
}
