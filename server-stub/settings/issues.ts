/** Why a setting is refused, and where. Pure, and common to the console's page and the server. */
import { keyIssueCodes } from '../keys/shape.ts';

export const issueCodes = [
  ...keyIssueCodes,
  'invalid',
  'unknown-setting',
  'required',
  'too-long',
  'account-id',
  'no-region',
  'unknown-region',
  'unknown-status',
  'unknown-brand',
  'whole-number',
  'consent-must-name-off-session',
  'amount-missing',
] as const;
export type IssueCode = (typeof issueCodes)[number];

export interface SettingsIssue {
  path: string;
  code: IssueCode;
}
