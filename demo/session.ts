/** Who is shopping, and in which language. A guest is a random cookie; a member a signed one. */
import { randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import { deleteCookie, getCookie, getSignedCookie, setCookie, setSignedCookie } from 'hono/cookie';
import type { Locale } from '../src/shared/money.ts';

export interface Session {
  locale: Locale;
  visitor: string;
  member?: string;
  /** In whose name the cart is held: the member's, else the visitor's. */
  owner: string;
}

export interface SessionOptions {
  publicUrl: string;
  tokenSecret: string;
}

const year = 365 * 24 * 60 * 60;

const cookie = ({ publicUrl }: SessionOptions) => ({
  path: '/',
  httpOnly: true,
  sameSite: 'Lax' as const,
  secure: publicUrl.startsWith('https:'),
  maxAge: year,
});

/** One secret, two uses: what signs a cookie must never pass for a token. */
const cookieSecret = ({ tokenSecret }: SessionOptions) => `shop-cookie:${tokenSecret}`;

export async function readSession(c: Context, options: SessionOptions): Promise<Session> {
  const known = getCookie(c, 'visitor');
  const visitor = known && /^visit-[\w-]{36}$/.test(known) ? known : `visit-${randomUUID()}`;
  if (visitor !== known) setCookie(c, 'visitor', visitor, cookie(options));
  const member = (await getSignedCookie(c, cookieSecret(options), 'member')) || undefined;
  return { locale: readLocale(c, options), visitor, ...(member && { member }), owner: member ?? visitor };
}

function readLocale(c: Context, options: SessionOptions): Locale {
  const asked = c.req.query('lang');
  if (asked === 'ja' || asked === 'en') {
    setCookie(c, 'lang', asked, cookie(options));
    return asked;
  }
  return getCookie(c, 'lang') === 'en' ? 'en' : 'ja';
}

export const rememberMember = (c: Context, options: SessionOptions, member: string) =>
  setSignedCookie(c, 'member', member, cookieSecret(options), cookie(options));

export function forgetMember(c: Context): void {
  deleteCookie(c, 'member', { path: '/' });
}
