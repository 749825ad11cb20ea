/** What the server makes of the draft: asked for anew when what it is made of has changed, and when it is too old to be shown. */
import { ApiProblem } from './call.ts';
import type { Model } from './model.ts';

/** The server shows a draft for an hour; soon after, it would show a refusal in its place. Milliseconds. */
const lifetime = 50 * 60_000;

export function drafted<Made>() {
  let asked = '';
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let shown: { made: Made; of: string; at: number } | undefined;
  let problem: 'refused' | 'lost' | undefined;
  return {
    get shown(): Made | undefined {
      return shown?.made;
    },
    /** `refused`: the server cannot make sense of the draft; `lost`: it did not answer. */
    get problem() {
      return problem;
    },
    /** The next question is asked, even if it is the last one once more. */
    forget(): void {
      asked = '';
    },
    /** `of`: all that it is made of. Each is asked for once, and only the answer to the newest is shown. Milliseconds of rest. */
    ask(model: Model, of: string, make: () => Promise<Made>, rest = 0): void {
      if (asked === of) return;
      asked = of;
      clearTimeout(waiting);
      if (shown?.of === of && Date.now() - shown.at < lifetime) return;
      const answer = async () => {
        try {
          const made = await make();
          if (asked !== of) return;
          shown = { made, of, at: Date.now() };
          problem = undefined;
        } catch (error) {
          if (asked !== of) return;
          shown = undefined;
          problem = error instanceof ApiProblem && error.status === 400 ? 'refused' : 'lost';
          if (problem === 'lost') throw error;
        }
      };
      waiting = setTimeout(() => void model.look(answer), rest);
    },
  };
}
