import { createHmac, timingSafeEqual } from 'node:crypto';

const encode = (text) => Buffer.from(text).toString('base64url');
const sign = (text, secret) => createHmac('sha256', secret).update(text).digest('base64url');

/** The token that goes into the page: which cart this is, and who is paying. */
export function checkoutToken(claims, secret) {
  const signed = `${encode('{"alg":"HS256","typ":"JWT"}')}.${encode(JSON.stringify(claims))}`;
  return `${signed}.${sign(signed, secret)}`;
}

/** What `checkout_result` says, or undefined where it is not to be believed. */
export function readCheckoutResult(jwt, secret) {
  const [header = '', body = '', signature = ''] = String(jwt ?? '').split('.');
  const expected = Buffer.from(sign(`${header}.${body}`, secret));
  const given = Buffer.from(signature);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  const result = JSON.parse(Buffer.from(body, 'base64url').toString());
  return result.exp > Date.now() / 1000 ? result : undefined;
}
