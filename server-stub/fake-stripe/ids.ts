import { randomFillSync } from 'node:crypto';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const pool = new Uint8Array(4096);
let used = pool.length;

function nextByte(): number {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  return pool[used++]!;
}

/** Random base-62 text. Bytes above the largest multiple of 62 are thrown away, so every letter is as likely. */
export function randomText(length: number): string {
  let text = '';
  while (text.length < length) {
    const byte = nextByte();
    if (byte < 248) text += ALPHABET[byte % 62];
  }
  return text;
}

export const newId = (prefix: string): string => `${prefix}_${randomText(24)}`;
