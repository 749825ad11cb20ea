/** A session is a signed cookie; beside it a token that only a page of ours can read, so that no other can post. */
import { createHmac, hkdfSync, randomUUID, timingSafeEqual } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';

export const sessionHours = 8;

export interface AdminSession {
  id: string;
  /** The staff member's name, as the audit log has it. */
  actor: string;
  /** Of the staff member when the session began; a later one ends it. */
  epoch: number;
}

export function createSessions(secretsKey: string) {
  const key = new Uint8Array(
    hkdfSync('sha256', Buffer.from(secretsKey, 'hex'), '', 'secure-checkout admin session', 32),
  );
  const csrfToken = (session: AdminSession) =>
    createHmac('sha256', key).update(session.id).digest('base64url');

  return {
    csrfToken,

    async start(actor: string, epoch: number): Promise<string> {
      return new SignJWT({ actor, epoch })
        .setProtectedHeader({ alg: 'HS256' })
        .setJti(randomUUID())
        .setAudience('admin')
        .setExpirationTime(`${sessionHours}h`)
        .sign(key);
    },

    async read(cookie: string | undefined): Promise<AdminSession | undefined> {
      if (!cookie) return undefined;
      const verified = await jwtVerify(cookie, key, { audience: 'admin', algorithms: ['HS256'] }).catch(
        () => undefined,
      );
      const { jti, actor, epoch } = verified?.payload ?? {};
      return jti && typeof actor === 'string' && typeof epoch === 'number'
        ? { id: jti, actor, epoch }
        : undefined;
    },

    isOwn(session: AdminSession, token: string | undefined): boolean {
      const [given, expected] = [Buffer.from(token ?? ''), Buffer.from(csrfToken(session))];
      return given.length === expected.length && timingSafeEqual(given, expected);
    },

    /** What a preview may show, and for how long. Each is another one, so that a frame is loaded anew for each change. */
    async signPreview(claims: Record<string, unknown>): Promise<string> {
      return new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS256' })
        .setJti(randomUUID())
        .setAudience('preview')
        .setExpirationTime('1h')
        .sign(key);
    },

    async readPreview(token: string): Promise<Record<string, unknown> | undefined> {
      const verified = await jwtVerify(token, key, { audience: 'preview', algorithms: ['HS256'] }).catch(
        () => undefined,
      );
      return verified?.payload;
    },
  };
}
