import { randomFillSync } from 'node:crypto';
import type { Random } from './random.ts';

/** Where ids, client secrets and the network's own numbers come from. */
export interface Ids {
  /** Random base-62 text. */
  text(length: number): string;
  id(prefix: string): string;
  uuid(): string;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** A client secret opens a payment, so it must not be guessed; a seeded run brings its own numbers instead. */
export function createIds(random?: Random): Ids {
  const letter = random ? () => Math.floor(random() * ALPHABET.length) : unguessableLetter();
  const text = (length: number): string => {
    let text = '';
    while (text.length < length) text += ALPHABET[letter()];
    return text;
  };
  return { text, id: (prefix) => `${prefix}_${text(24)}`, uuid: random ? uuidOf(random) : randomUUID };
}

const randomUUID = (): string => crypto.randomUUID();

const uuidOf = (random: Random) => (): string =>
  'xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx'.replaceAll('x', () => Math.floor(random() * 16).toString(16));

/** Bytes above the largest multiple of 62 are thrown away, so every letter is as likely. */
function unguessableLetter(): () => number {
  const pool = new Uint8Array(4096);
  let used = pool.length;
  const nextByte = (): number => {
    if (used === pool.length) {
      randomFillSync(pool);
      used = 0;
    }
    return pool[used++]!;
  };
  return () => {
    for (;;) {
      const byte = nextByte();
      if (byte < 248) return byte % ALPHABET.length;
    }
  };
}
