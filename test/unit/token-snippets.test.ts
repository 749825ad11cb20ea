import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { checkoutToken, readCheckoutResult } from '../../demo/templates/token/checkout-token.mjs';
import { readToken, signResult } from '../../server-stub/checkout/token.ts';
import { hasInterpreter } from '../helpers/interpreter.ts';

interface Vector {
  secret: string;
  claims: Record<string, unknown>;
  token: string;
  result: { jwt: string; claims: Record<string, unknown> };
}

const folder = 'demo/templates/token';
const vector = JSON.parse(await readFile(`${folder}/vector.json`, 'utf8')) as Vector;

/** Each prints, as JSON: the vector's token, its result, the result of a forged one, and that of none at all. */
const languages = [
  {
    command: 'php',
    file: 'checkout-token.php',
    equal: 'hash_equals(',
    args: [
      '-r',
      `require 'checkout-token.php';
       $v = json_decode(file_get_contents('vector.json'), true);
       echo json_encode([checkout_token($v['claims'], $v['secret']),
         read_checkout_result($v['result']['jwt'], $v['secret']),
         read_checkout_result($v['result']['jwt'] . 'x', $v['secret']), read_checkout_result(null, $v['secret'])]);`,
    ],
  },
  {
    command: 'ruby',
    file: 'checkout_token.rb',
    equal: 'OpenSSL.secure_compare(',
    args: [
      '-r./checkout_token',
      '-e',
      `v = JSON.parse(File.read('vector.json', encoding: 'UTF-8'))
       puts JSON.generate([CheckoutToken.make(v['claims'], v['secret']),
         CheckoutToken.read_result(v['result']['jwt'], v['secret']),
         CheckoutToken.read_result(v['result']['jwt'] + 'x', v['secret']), CheckoutToken.read_result(nil, v['secret'])])`,
    ],
  },
  {
    command: 'python3',
    file: 'checkout_token.py',
    equal: 'hmac.compare_digest(',
    args: [
      '-B',
      '-c',
      `import json
from checkout_token import checkout_token, read_checkout_result
v = json.load(open('vector.json', encoding='utf-8'))
print(json.dumps([checkout_token(v['claims'], v['secret']),
  read_checkout_result(v['result']['jwt'], v['secret']),
  read_checkout_result(v['result']['jwt'] + 'x', v['secret']), read_checkout_result(None, v['secret'])]))`,
    ],
  },
];

describe('the lines that a shop signs its token with', () => {
  it('make the vector’s token in Node, and read its result', () => {
    expect(checkoutToken(vector.claims, vector.secret)).toBe(vector.token);
    expect(readCheckoutResult(vector.result.jwt, vector.secret)).toEqual(vector.result.claims);
  });

  it.each(languages)(
    'make the same in $command, where it is installed',
    async ({ command, file, equal, args }) => {
      const text = await readFile(`${folder}/${file}`, 'utf8');
      expect(text).toContain('{"alg":"HS256","typ":"JWT"}');
      expect(text).toMatch(/sha256/i);
      expect(text).toContain(equal);
      if (!hasInterpreter(command)) return;
      const output = execFileSync(command, args, { cwd: folder, encoding: 'utf8' });
      expect(JSON.parse(output)).toEqual([vector.token, vector.result.claims, null, null]);
    },
    30_000,
  );

  it('make a token that the server takes', async () => {
    const claims = { ...vector.claims, exp: Math.floor(Date.now() / 1000) + 1800 };
    const caller = await readToken(vector.secret, checkoutToken(claims, vector.secret));
    expect(caller).toEqual({ claims, expired: false });
  });

  it('believe the server’s result, and neither one that has expired nor one of another secret', async () => {
    const claims = { outcome: 'paid', cart: 'cart-1042', order: 'K-10482', reference: 'KDM4-7Q2H' } as const;
    const jwt = await signResult(vector.secret, claims);
    expect(readCheckoutResult(jwt, vector.secret)).toMatchObject(claims);
    expect(readCheckoutResult(jwt, 'another secret of at least 32 characters')).toBeUndefined();
    expect(
      readCheckoutResult(checkoutToken({ ...claims, exp: 1 }, vector.secret), vector.secret),
    ).toBeUndefined();
    expect(readCheckoutResult(undefined, vector.secret)).toBeUndefined();
  });
});
