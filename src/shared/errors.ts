/** Stable codes of the API's problem+json answers, with their HTTP status. A code never changes its meaning. */
export const problemStatus = {
  'invalid-request': 400,
  'token-missing': 401,
  'token-invalid': 401,
  'token-expired': 401,
  'signature-invalid': 401,
  'origin-not-allowed': 403,
  'method-unavailable': 403,
  'region-not-served': 403,
  'not-found': 404,
  'attempt-not-found': 404,
  'cart-not-found': 404,
  'order-not-found': 404,
  'cart-changed': 409,
  'already-ordered': 409,
  'in-progress-elsewhere': 409,
  'settings-changed': 409,
  superseded: 409,
  'sold-out': 409,
  'card-mismatch': 409,
  'amount-not-payable': 409,
  'not-capturable': 409,
  'not-cancelable': 409,
  'not-refundable': 409,
  'amount-too-large': 409,
  'request-id-reused': 409,
  'body-too-large': 413,
  'unsupported-media-type': 415,
  'rate-limited': 429,
  internal: 500,
  unavailable: 503,
} as const;

export type ProblemCode = keyof typeof problemStatus;

/** RFC 9457. `code` is ours and stable; `detail` is for developers, never for shoppers. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: ProblemCode;
  detail?: string;
}
