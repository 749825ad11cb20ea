/** How large a world is explored, and what can happen in it. */
import type { Size } from './world.ts';

export interface Configuration extends Size {
  name: string;
  /** `joined`: in our database, in our transactions. `remote`: asked over a wire, where the answer may be lost. */
  shop: 'joined' | 'remote';
  /** Each is a beginning of its own. */
  stock: number[];
  /**
   * How we hear that the merchant or the bank moved the money. `looked at`: anybody may look at any moment, which is all
   * that an event, lost, doubled or late, can bring about. `told`: by events alone, the list is never read. `left alone`:
   * nobody moves it but the checkout, and what follows an order is not told.
   */
  money: 'looked at' | 'told' | 'left alone';
  /** Whether servers are killed: any number of times, at any moment, with any of the handlers in flight. */
  kills: boolean;
}

const oneCart = { carts: 1, attempts: 3, slots: 3, stock: [1, 2], money: 'looked at', kills: true } as const;
const twoCarts = {
  carts: 2,
  attempts: 2,
  slots: 2,
  stock: [1, 2],
  money: 'left alone',
  kills: true,
} as const;
const eventsAlone = { carts: 1, attempts: 1, slots: 3, stock: [1, 2], money: 'told', kills: false } as const;

const listed = (name: string, its: Omit<Configuration, 'name' | 'stock'> & { stock: readonly number[] }) => ({
  ...its,
  name,
  stock: [...its.stock],
});

/** `npm run model` */
export const full: Configuration[] = [
  listed('one cart, three attempts', { ...oneCart, shop: 'joined' }),
  listed('one cart, three attempts, a shop elsewhere', { ...oneCart, shop: 'remote', slots: 2 }),
  listed('two carts and one stock', { ...twoCarts, shop: 'joined' }),
  listed('two carts and one stock, a shop elsewhere', { ...twoCarts, shop: 'remote' }),
  listed('events alone, and no server killed', { ...eventsAlone, shop: 'joined' }),
];

/** `npm test` */
export const short: Configuration[] = [
  listed('one cart, two attempts', { ...oneCart, shop: 'joined', attempts: 2, slots: 2 }),
  listed('one cart, one attempt, a shop elsewhere', { ...oneCart, shop: 'remote', attempts: 1, slots: 2 }),
  listed('two carts, an attempt each', { ...twoCarts, shop: 'joined', attempts: 1 }),
  listed('events alone, two handlers in flight', { ...eventsAlone, shop: 'joined', slots: 2 }),
];

/** Small enough to find each mutant's counter-example at once. */
export const small: Configuration = listed('small', {
  ...oneCart,
  shop: 'joined',
  attempts: 1,
  slots: 2,
  stock: [2],
});
