import type { WorldState } from '../../state.ts';
import type { Snapshot } from './api.ts';
import type { Language, words } from './words.ts';

/** What a view is drawn from, and what it may do. */
export interface Model extends Snapshot {
  readonly lang: Language;
  readonly t: (typeof words)[Language];
  readonly world: WorldState;
  readonly filter: { text: string; status: string };
  readonly draw: () => void;
  /** Does it, says how it ended, and fetches the state anew. */
  readonly act: (work: () => Promise<unknown>) => Promise<void>;
  readonly ask: (question: Question) => Promise<Answer | undefined>;
}

export interface Question {
  readonly title: string;
  readonly text: string;
  /** The most that can be moved, in minor units. */
  readonly amount?: number;
}

export interface Answer {
  readonly amount: number;
}
