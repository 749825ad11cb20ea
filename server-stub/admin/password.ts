/** Passwords are kept as scrypt hashes: `scrypt$N$r$p$salt$hash`, salt and hash in base64url. */
import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto';

/** OWASP's least for 32 MB of memory. Exported for tests, which sign in hundreds of times. */
export const cost = { N: 2 ** 15, r: 8, p: 3 };
const format = /^scrypt\$(\d+)\$(\d+)\$(\d+)\$([\w-]{16,})\$([\w-]{40,})$/;

export const isPasswordHash = (text: string): boolean => format.test(text);

/** Whether a hash was made at the cost of today. */
export const isAsDear = (stored: string): boolean => stored.startsWith(prefix());

const prefix = () => `scrypt$${cost.N}$${cost.r}$${cost.p}$`;

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, cost, 32);
  return `${prefix()}${salt.toString('base64url')}$${hash.toString('base64url')}`;
}

export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const [, N, r, p, salt = '', expected = ''] = format.exec(stored) ?? [];
  const wanted = Buffer.from(expected, 'base64url');
  const options = { N: Number(N), r: Number(r), p: Number(p) };
  const given = await derive(password, Buffer.from(salt, 'base64url'), options, wanted.length);
  return timingSafeEqual(given, wanted);
}

function derive(password: string, salt: Buffer, options: ScryptOptions, length: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    // Node's own limit is just below what this cost needs.
    scrypt(password.normalize('NFKC'), salt, length, { ...options, maxmem: 128 * 2 ** 20 }, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}
