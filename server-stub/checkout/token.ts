/** The checkout token that a shop signs, and the result that goes back to its pages under the same secret. */
import { errors, jwtVerify, SignJWT } from 'jose';
import {
  checkoutTokenClaims,
  type CheckoutResultClaims,
  type CheckoutTokenClaims,
} from '../../src/shared/contract.ts';
import { CheckoutError } from './problem.ts';

/** An expired token still reads and resumes what it started, for this long. Seconds. */
const graceSeconds = 24 * 60 * 60;
const resultSeconds = 15 * 60;

export interface Caller {
  claims: CheckoutTokenClaims;
  expired: boolean;
}

const keys = new Map<string, Promise<CryptoKey>>();

/** Made once a secret: from its bytes the library would make it anew each time, on another thread. */
function keyOf(secret: string): Promise<CryptoKey> {
  const known = keys.get(secret);
  if (known) return known;
  const bytes = new TextEncoder().encode(secret);
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const made = crypto.subtle.importKey('raw', bytes, algorithm, false, ['sign', 'verify']);
  keys.set(secret, made);
  return made;
}

export async function readToken(secret: string, token: string): Promise<Caller> {
  let payload: unknown;
  try {
    ({ payload } = await jwtVerify(token, await keyOf(secret), {
      algorithms: ['HS256'],
      clockTolerance: graceSeconds,
    }));
  } catch (error) {
    throw new CheckoutError(error instanceof errors.JWTExpired ? 'token-expired' : 'token-invalid');
  }
  const parsed = checkoutTokenClaims.safeParse(payload);
  if (!parsed.success) {
    const fields = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
    throw new CheckoutError('token-invalid', { detail: `claims missing or wrong: ${fields}` });
  }
  // A token's age is the wall clock's business, as it is for whoever signed it.
  return { claims: parsed.data, expired: parsed.data.exp * 1000 <= new Date().getTime() };
}

export async function signResult(secret: string, claims: CheckoutResultClaims): Promise<string> {
  return new SignJWT({ ...claims })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuedAt()
    .setExpirationTime(`${resultSeconds}s`)
    .sign(await keyOf(secret));
}

export async function destination(
  secret: string,
  url: string,
  claims: CheckoutResultClaims,
): Promise<string> {
  const target = new URL(url);
  target.searchParams.set('checkout_result', await signResult(secret, claims));
  return target.href;
}
