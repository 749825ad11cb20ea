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
  /** Whether there is a playground, whose guest this browser may be for the length of a scene. */
  playground?: object;
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
  const player = options.playground && readVisitor(c, 'playground');
  // Own cart, orders and sign-in stay as they are beside it, and are there again when it ends.
  if (player) return { locale: readLocale(c, options), visitor: player, owner: player };
  const known = readVisitor(c, 'visitor');
  const visitor = known ?? newVisitor();
  if (visitor !== known) setCookie(c, 'visitor', visitor, cookie(options));
  const member = (await getSignedCookie(c, cookieSecret(options), 'member')) || undefined;
  return { locale: readLocale(c, options), visitor, ...(member && { member }), owner: member ?? visitor };
}

const newVisitor = () => `visit-${randomUUID()}`;

function readVisitor(c: Context, name: 'visitor' | 'playground'): string | undefined {
  const known = getCookie(c, name);
  return known && /^visit-[\w-]{36}$/.test(known) ? known : undefined;
}

/** A guest without a past, whom this browser is until `leavePlayground`, or for an hour. */
export function enterPlayground(c: Context, options: SessionOptions): string {
  const visitor = newVisitor();
  setCookie(c, 'playground', visitor, { ...cookie(options), maxAge: 60 * 60 });
  return visitor;
}

export function leavePlayground(c: Context): void {
  deleteCookie(c, 'playground', { path: '/' });
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
