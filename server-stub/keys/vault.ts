/**
 * Seals secrets for the database: AES-256-GCM under keys derived from SECRETS_KEY. What is sealed for one place cannot
 * be opened at another. Every seal names its key, so that SECRETS_KEY itself can be rotated: the first of several seals,
 * all of them open.
 */
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';

export class VaultError extends Error {}

export interface Vault {
  seal(plain: string, place: string): string;
  /** Throws a VaultError: sealed with a key that is not given, for another place, or tampered with. */
  open(sealed: string, place: string): string;
  /** Whether it was sealed with the key that seals now. */
  isCurrent(sealed: string): boolean;
}

/** Each is 64 hexadecimal digits; the newest first. */
export function createVault([newest, ...older]: readonly [string, ...string[]]): Vault {
  const keys = new Map([newest, ...older].map((hex) => [keyId(hex), derive(hex)]));
  const id = keyId(newest);
  const key = derive(newest);

  return {
    seal(plain, place) {
      const iv = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(place));
      const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      const parts = [iv, cipher.getAuthTag(), text].map((part) => part.toString('base64url'));
      return [version, id, ...parts].join('.');
    },

    open(sealed, place) {
      const [format, keyName = '', ...parts] = sealed.split('.');
      const its = keys.get(keyName);
      if (format !== version || !its) throw new VaultError('it was sealed with another SECRETS_KEY');
      const [iv = none, tag = none, text = none] = parts.map((part) => Buffer.from(part, 'base64url'));
      try {
        const decipher = createDecipheriv('aes-256-gcm', its, iv, { authTagLength: 16 });
        decipher.setAAD(Buffer.from(place)).setAuthTag(tag);
        return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8');
      } catch (error) {
        throw new VaultError('what was sealed was changed, or moved to another place', { cause: error });
      }
    },

    isCurrent: (sealed) => sealed.startsWith(`${version}.${id}.`),
  };
}

const version = 'v1';
const none = Buffer.alloc(0);

const derive = (hex: string): Buffer =>
  Buffer.from(hkdfSync('sha256', Buffer.from(hex, 'hex'), '', 'secure-checkout secrets at rest', 32));

/** Tells keys apart and says nothing about them. */
const keyId = (hex: string): string =>
  createHash('sha256')
    .update('secure-checkout key id')
    .update(Buffer.from(hex, 'hex'))
    .digest('hex')
    .slice(0, 8);
