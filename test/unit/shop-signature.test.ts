import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sign, verify } from '../../server-stub/shop/http/signature.ts';

/** The vector of docs/shop-port.md, for those who write the other side. */
const vector = {
  secret: 'a-shop-secret-of-at-least-32-characters',
  timestamp: 1767225600,
  requestId: '0b7d6be2-5f0c-4c8e-9a51-3d1f2a9c7e10',
  operation: 'order-number',
  body: '{"attempt":"at_019b7a3c"}',
  v1: '3d21fe1a8ff63d08e50c7e84756f50d6469fda1a8dffcf6c00e70fa22281f5b8',
};
const { secret, timestamp } = vector;
const message = { requestId: vector.requestId, operation: vector.operation, body: vector.body };
const signature = sign([secret], timestamp, message);

it('is what the documented vector says', () => {
  expect(signature).toBe(`t=${timestamp},v1=${vector.v1}`);
  for (const file of ['docs/shop-port.md', 'docs/shop-port.ja.md']) {
    const text = readFileSync(file, 'utf8');
    for (const part of [secret, `Checkout-Signature: ${signature}`, message.requestId, message.body])
      expect(text).toContain(part);
  }
});

describe('a signature', () => {
  it('is good within five minutes, whichever clock is ahead', () => {
    for (const seconds of [-300, 0, 300])
      expect(verify([secret], timestamp + seconds, signature, message)).toBe('good');
    for (const seconds of [-301, 301])
      expect(verify([secret], timestamp + seconds, signature, message)).toBe('too-old');
  });

  it('covers the body byte for byte, the operation, the request id and the time', () => {
    for (const changed of [
      { ...message, body: `${message.body} ` },
      { ...message, operation: 'release' },
      { ...message, requestId: 'another' },
    ])
      expect(verify([secret], timestamp, signature, changed)).toBe('wrong');
    expect(verify([secret], timestamp, signature.replace('t=1767225600', 't=1767225601'), message)).toBe(
      'wrong',
    );
  });

  it('during a rotation is good under the old secret and the new one, on either side', () => {
    const both = sign(['new-secret', 'old-secret'], timestamp, message);
    for (const known of [['old-secret'], ['new-secret'], ['new-secret', 'old-secret']])
      expect(verify(known, timestamp, both, message)).toBe('good');
    expect(verify(['new-secret', secret], timestamp, signature, message)).toBe('good');
    expect(verify(['new-secret'], timestamp, signature, message)).toBe('wrong');
  });

  it.each([undefined, '', 't=1', 'v1=00', 't=1,t=2,v1=00', 't=x,v1=00'])('that is %s is none', (nothing) => {
    expect(verify([secret], timestamp, nothing, message)).toBe('missing');
  });
});
