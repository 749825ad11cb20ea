/** Vitest's setup of the server's tests: how long a password takes is asserted in unit/password, and waited for nowhere. */
import { cost } from '../../server-stub/admin/password.ts';

Object.assign(cost, { N: 2, p: 1 });
