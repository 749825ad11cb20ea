import { expect, it } from 'vitest';
import { hashPassword, isPasswordHash, verifyPassword } from '../../server-stub/admin/password.ts';

it('a password is kept at the cost that OWASP names, under a salt of its own', async () => {
  const [one, other] = await Promise.all([hashPassword('a password'), hashPassword('a password')]);
  expect(one).toMatch(/^scrypt\$32768\$8\$3\$/);
  expect(one).not.toBe(other);
  expect(isPasswordHash(one)).toBe(true);
});

it('only the very password is right, however its letters were composed, and at the cost it was kept at', async () => {
  const stored = await hashPassword('pa\u00dfw\u00f6rd');
  expect(await verifyPassword('pa\u00dfwo\u0308rd', stored)).toBe(true);
  expect(await verifyPassword('pa\u00dfword', stored)).toBe(false);
  const cheaper = 'scrypt$16384$8$1$c2FsdHNhbHRzYWx0c2FsdA$bFVLMK8xo_yvdm7ylYYDIV9jI7JFdYr3uUmgOwLSMDQ';
  expect(await verifyPassword('a password', cheaper)).toBe(true);
  expect(await verifyPassword('another password', cheaper)).toBe(false);
});
