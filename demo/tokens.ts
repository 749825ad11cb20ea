/** The few lines by which a shop's server connects its pages to the checkout: one token out, one result back. */
import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import type { CheckoutResultClaims, CheckoutTokenClaims } from '../src/shared/contract.ts';
import type { DemoCart } from '../server-stub/shop/demo/tables.ts';
import type { Session } from './session.ts';

const bytes = (secret: string) => new TextEncoder().encode(secret);

/** For one version of one cart, for half an hour. */
export function signCheckoutToken(
  { tokenSecret, publicUrl }: { tokenSecret: string; publicUrl: string },
  { owner, member }: Pick<Session, 'owner' | 'member'>,
  cart: DemoCart,
): Promise<string> {
  const page = (path: string) => new URL(path, publicUrl).href;
  const claims: Omit<CheckoutTokenClaims, 'exp'> = {
    sub: owner,
    cart: cart.id,
    ver: cart.version,
    shopper: member ? 'member' : 'guest',
    ...(member && { member }),
    billing_country: cart.contact.country,
    origin: new URL(publicUrl).origin,
    urls: { cart: page('/cart'), check: page('/checkout'), complete: page('/complete') },
  };
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuedAt()
    .setExpirationTime('30m')
    .sign(bytes(tokenSecret));
}

const resultClaims = z.object({
  outcome: z.enum(['paid', 'sold-out', 'left', 'paid-elsewhere', 'closed']),
  cart: z.string(),
  order: z.exactOptional(z.string()),
  items: z.exactOptional(z.array(z.object({ sku: z.string(), state: z.enum(['gone', 'held']) }))),
  reference: z.string(),
}) satisfies z.ZodType<CheckoutResultClaims, unknown>;

/** Undefined where nothing came back, or nothing to be believed. */
export async function readCheckoutResult(
  secret: string,
  jwt: string | undefined,
): Promise<CheckoutResultClaims | undefined> {
  if (!jwt) return undefined;
  try {
    const { payload } = await jwtVerify(jwt, bytes(secret), { algorithms: ['HS256'] });
    return resultClaims.parse(payload);
  } catch {
    return undefined;
  }
}
