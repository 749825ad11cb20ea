/** The way between our server and another, with all that a network does to requests and answers. */
import type { Random } from './random.ts';
import type { Scheduler } from './scheduler.ts';

/** What may become of a request; what the other side does by itself is its own, and weighed beside these. */
const fates = {
  arrives: 80,
  'lost on the way': 3,
  'answer lost': 5,
  'answer cut': 1,
  /** We give up waiting; it is executed later, when nobody expects it. */
  late: 5,
};
type Fate = keyof typeof fates;

interface Request<Own extends string, Answer> {
  name: string;
  /** Faults of the other side itself. */
  own: Record<Own, number>;
  execute(fault?: Own): Promise<Answer>;
  /** How its answer is called in the trace. */
  told(answer: Answer): string | number;
}

export class Lost extends Error {
  constructor() {
    super('the connection was lost');
  }
}

export class Wire {
  healthy = false;
  readonly #random: Random;
  readonly #scheduler: Scheduler;
  readonly #trace: (line: string) => void;
  #late: { name: string; execute(): Promise<unknown> }[] = [];

  constructor(random: Random, scheduler: Scheduler, trace: (line: string) => void) {
    this.#random = random;
    this.#scheduler = scheduler;
    this.#trace = trace;
  }

  get late(): number {
    return this.#late.length;
  }

  /** One of the requests that were given up arrives after all; or it never does. */
  async deliverLate(): Promise<void> {
    const [request] = this.#late.splice(this.#random.int(this.#late.length), 1);
    if (!request) return;
    const lost = this.#random.chance(0.2);
    this.#trace(`late: ${request.name}${lost ? ' never arrives' : ''}`);
    if (!lost) await request.execute();
  }

  /** Throws `Lost` where no answer comes back. */
  async carry<Own extends string, Answer>(request: Request<Own, Answer>): Promise<Answer> {
    const { name, execute, own, told } = request;
    await this.#scheduler.gate(name);
    const fate = this.healthy
      ? 'arrives'
      : this.#random.weighted<Fate | Own>({ ...fates, ...own } as Record<Fate | Own, number>);
    if (fate !== 'arrives') this.#trace(`    ${fate}`);
    const answered = async (fault?: Own): Promise<Answer> => {
      const answer = await execute(fault);
      await this.#scheduler.gate(`${name} → ${told(answer)}`);
      return answer;
    };
    switch (fate) {
      case 'lost on the way':
        throw new Lost();
      case 'late':
        this.#late.push({ name, execute: () => execute() });
        throw new Lost();
      case 'answer lost':
      case 'answer cut':
        await execute();
        await this.#scheduler.gate(`${name} gets no answer`);
        throw new Lost();
      case 'arrives':
        return answered();
      default:
        return answered(fate as Own);
    }
  }
}
