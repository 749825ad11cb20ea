/**
 * One instant of the model: what our database, Stripe, the shop and the handlers in flight hold. Every field takes one of a
 * few values, so an instant is a few numbers, and two that differ only in names are the same one.
 */
import { createRecords } from './records.ts';

const intents = [
  'none',
  'requires_payment_method',
  'requires_action',
  'requires_capture',
  'succeeded',
  /** Succeeded, but by the merchant in the Dashboard, before or after the order. */
  'captured-by-hand',
  'refunded',
  'canceled',
] as const;

const money = ['none', 'authorised', 'captured', 'refunded', 'needs_attention'] as const;

/** An attempt with all that belongs to it: its intent at Stripe, its last confirmation, its order. */
const attempts = createRecords({
  state: ['none', 'active', 'placing', 'cancelling', 'committed', 'closed'],
  intent: intents,
  /** Whether `pi_id` is committed. */
  saved: [false, true],
  /** The last confirmation that was written down. */
  n: [0, 1, 2, 3],
  /** What Stripe has stored under the key of that confirmation. */
  answer: ['none', 'accepted', 'declined'],
  /** What we have recorded of it. */
  outcome: ['open', 'accepted', 'declined'],
  /** The intent's status as a handler remembered it. Read only where a rule is left out. */
  remembered: ['other', 'requires_payment_method'],
  /** What a shop elsewhere has of this attempt. */
  shop: ['nothing', 'order', 'release'],
  money,
  /** In the outbox: to capture for an order, or to tell a shop elsewhere that there is none. */
  job: ['none', 'due', 'done'],
  /** `next_check_at`: of a live attempt some moment always comes; of an ended one only if it was put there. */
  check: ['never', 'later', 'now'],
  /** Stripe has events that we have not stored. A lost one is polled, a doubled one known: one bit is all they are. */
  event: [false, true],
});

/** A handler between two of its steps, with what it has read, which may be overtaken. */
const slots = createRecords({
  doing: [
    'nothing',
    'begin',
    'retry',
    'mark',
    'remember',
    'claim',
    'place',
    'commit',
    'let-go',
    'give-up-active',
    'give-up-placing',
    'follow',
  ],
  /** Which attempt; which cart, for `begin`. */
  of: [0, 1, 2, 3, 4, 5],
  seen: intents,
  n: [0, 1, 2, 3],
  money,
  /** A follow's origin: it ends a turn of the sweeper or a job of the outbox, or nothing. */
  ends: ['nothing', 'check', 'job'],
});

const losses = ['none', 'lost', 'made up for'] as const;
/** One may be sold that is not there, where a rule is left out. */
const leastStock = -1;
const stocks = 4;

const carts = createRecords({
  /** Attempts begun. */
  begun: [0, 1, 2, 3],
  /** By another payment method. */
  ordered: [false, true],
});

export type Attempt = typeof attempts.blank;
export type IntentNow = Attempt['intent'];
export type Slot = typeof slots.blank;
export type Cart = typeof carts.blank;

export interface Size {
  carts: 1 | 2;
  /** Of each cart. */
  attempts: number;
  /** Handlers between two of their steps at one time. */
  slots: number;
}

const isOver = ({ state, intent, shop, job }: Attempt) =>
  state === 'closed' && (intent === 'canceled' || intent === 'refunded') && job !== 'due' && shop !== 'order';

/** Written to by the step that is tried; `copy` makes it the instant before again. */
export class World {
  readonly size: Size;
  stock = 0;
  /** It is lost once at most, and comes back. */
  loss: (typeof losses)[number] = 'none';
  readonly carts: Cart[];
  readonly attempts: Attempt[];
  readonly slots: Slot[];

  constructor(size: Size) {
    this.size = size;
    this.carts = Array.from({ length: size.carts }, () => carts.blank);
    this.attempts = Array.from({ length: size.carts * size.attempts }, () => attempts.blank);
    this.slots = Array.from({ length: size.slots }, () => slots.blank);
  }

  copy(from: World): void {
    this.stock = from.stock;
    this.loss = from.loss;
    for (let i = 0; i < this.carts.length; i++) this.carts[i] = from.carts[i]!;
    for (let i = 0; i < this.attempts.length; i++) this.attempts[i] = from.attempts[i]!;
    for (let i = 0; i < this.slots.length; i++) this.slots[i] = from.slots[i]!;
  }

  change(attempt: number, changes: Partial<Attempt>): void {
    this.attempts[attempt] = attempts.with(this.attempts[attempt]!, changes);
  }

  changeCart(cart: number, changes: Partial<Cart>): void {
    this.carts[cart] = carts.with(this.carts[cart]!, changes);
  }

  cartOf(attempt: number): number {
    return Math.floor(attempt / this.size.attempts);
  }

  /** The indexes of a cart's attempts: from, and up to before. */
  range(cart: number): [from: number, to: number] {
    return [cart * this.size.attempts, (cart + 1) * this.size.attempts];
  }

  /** A handler that has looked goes on later. False: as many as the configuration has are in flight. */
  launch(slot: Partial<Slot>): boolean {
    const free = this.slots.indexOf(slots.blank);
    if (free < 0) return false;
    this.slots[free] = slots.with(slots.blank, slot);
    return true;
  }

  goOn(slot: number, changes: Partial<Slot>): void {
    this.slots[slot] = slots.with(this.slots[slot]!, changes);
  }

  end(slot: number): void {
    this.slots[slot] = slots.blank;
  }

  /** How many numbers an instant takes. */
  get words(): number {
    return 1 + Math.ceil(this.slots.length / 2) + this.attempts.length;
  }

  decode(words: Uint32Array, at: number): void {
    let head = words[at++]!;
    this.stock = (head % stocks) + leastStock;
    head = Math.floor(head / stocks);
    this.loss = losses[head % losses.length]!;
    head = Math.floor(head / losses.length);
    for (let i = 0; i < this.carts.length; i++) {
      this.carts[i] = carts.at(head % carts.size);
      head = Math.floor(head / carts.size);
    }
    for (let i = 0; i < this.slots.length; i += 2) {
      const pair = words[at++]!;
      this.slots[i] = slots.at(pair % slots.size);
      if (i + 1 < this.slots.length) this.slots[i + 1] = slots.at(Math.floor(pair / slots.size));
    }
    for (let i = 0; i < this.attempts.length; i++) this.attempts[i] = attempts.at(words[at++]!);
  }

  /** As it stands. */
  write(words: Uint32Array): void {
    let at = 0;
    let head = 0;
    for (let i = this.carts.length - 1; i >= 0; i--) head = head * carts.size + this.carts[i]!.code;
    head = head * losses.length + losses.indexOf(this.loss);
    words[at++] = head * stocks + this.stock - leastStock;
    for (let i = 0; i < this.slots.length; i += 2)
      words[at++] = this.slots[i]!.code + (this.slots[i + 1]?.code ?? 0) * slots.size;
    for (let i = 0; i < this.attempts.length; i++) words[at++] = this.attempts[i]!.code;
  }

  /** What cannot matter any more is forgotten, and what differs only by the order of attempts and handlers is made one. */
  simplify(): void {
    for (let i = 0; i < this.attempts.length; i++)
      if (isOver(this.attempts[i]!) && !this.#isUsed(i)) this.attempts[i] = attempts.blank;
    for (let cart = 0; cart < this.carts.length; cart++) {
      const [from, to] = this.range(cart);
      // Few enough for the simplest of sorts.
      for (let i = from + 1; i < to; i++)
        for (let j = i; j > from && this.attempts[j]!.code > this.attempts[j - 1]!.code; j--)
          this.#swap(j, j - 1);
    }
    this.#sortSlots();
  }

  /** The same with the two carts' places changed. */
  swapCarts(): void {
    const each = this.size.attempts;
    [this.carts[0], this.carts[1]] = [this.carts[1]!, this.carts[0]!];
    for (let i = 0; i < each; i++) this.#swap(i, i + each);
    for (let i = 0; i < this.slots.length; i++)
      if (this.slots[i]!.doing === 'begin') this.goOn(i, { of: this.slots[i]!.of === 0 ? 1 : 0 });
    this.#sortSlots();
  }

  #sortSlots(): void {
    const { slots } = this;
    for (let i = 1; i < slots.length; i++)
      for (let j = i; j > 0 && slots[j]!.code > slots[j - 1]!.code; j--)
        [slots[j], slots[j - 1]] = [slots[j - 1]!, slots[j]!];
  }

  #isUsed(attempt: number): boolean {
    return this.slots.some(({ doing, of }) => of === attempt && doing !== 'nothing' && doing !== 'begin');
  }

  #swap(a: number, b: number): void {
    [this.attempts[a], this.attempts[b]] = [this.attempts[b]!, this.attempts[a]!];
    for (let i = 0; i < this.slots.length; i++) {
      const { doing, of } = this.slots[i]!;
      if (doing === 'nothing' || doing === 'begin') continue;
      if (of === a) this.goOn(i, { of: b as Slot['of'] });
      else if (of === b) this.goOn(i, { of: a as Slot['of'] });
    }
  }
}
