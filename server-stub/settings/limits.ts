/** How long a text may be, in characters. Pure: the schema keeps to it, and the console says it. */
export const textLimits = { accountName: 100, contact: 200, wording: 2000 } as const;

/** Of the setting at `path`, as `Settings` names it. */
export const textLimit = (path: string): number =>
  path === 'accountName'
    ? textLimits.accountName
    : path.startsWith('contact.')
      ? textLimits.contact
      : textLimits.wording;
