/** `npm run admin:password`: reads a password and prints what goes into the environment. */
import { randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline/promises';
import { Secret, TOTP } from 'otpauth';
import { hashPassword } from '../server-stub/admin/password.ts';

const shortest = 12;

const terminal = createInterface({ input: process.stdin, output: process.stderr });
const password = await terminal.question(`Password for /admin (at least ${shortest} characters): `);
terminal.close();
if (password.length < shortest) {
  console.error(`Too short: ${password.length} characters.`);
  process.exit(1);
}
const secret = new Secret({ buffer: new Uint8Array(randomBytes(20)).buffer });
const totp = new TOTP({ issuer: 'secure-checkout', label: 'admin', secret });
// In single quotes, for a shell and a .env reader take the dollar signs for variables otherwise.
console.log(`ADMIN_PASSWORD_HASH='${await hashPassword(password)}'`);
console.log(`ADMIN_TOTP_SECRET=${secret.base32}`);
console.error(`\nFor your authenticator app (needed with live keys): ${totp.toString()}`);
