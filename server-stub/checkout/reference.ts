import { randomInt } from 'node:crypto';

/** Eight letters and digits without those that are mistaken for one another. */
export function newReference(): string {
  const letters = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
  const pick = () => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('');
  return `${pick()}-${pick()}`;
}
