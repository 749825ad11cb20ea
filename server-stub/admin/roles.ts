/** What each role may do. Pure, and common to the console's page and the server. */
export const roles = ['owner', 'staff', 'read-only'] as const;
export type Role = (typeof roles)[number];

const rank: Record<Role, number> = { owner: 3, staff: 2, 'read-only': 1 };

export const mayActAs = (role: Role, needed: Role): boolean => rank[role] >= rank[needed];

/** Settings that decide whose money it is: for owners only, as the keys are. */
export const ownersSettings: ReadonlySet<string> = new Set(['environment', 'authMethod', 'accountId']);
