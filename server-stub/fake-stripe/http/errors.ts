import type Stripe from 'stripe';

export interface ErrorBody {
  readonly type: 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error';
  readonly message: string;
  readonly code?: string;
  readonly param?: string;
  readonly decline_code?: string;
  readonly charge?: string;
  readonly doc_url?: string;
  readonly payment_intent?: Stripe.PaymentIntent;
  readonly payment_method?: Stripe.PaymentMethod;
}

interface ErrorTraits {
  /** Whether an idempotency key keeps this answer. Nothing that fails before the endpoint runs is kept. */
  readonly kept: boolean;
  /** The `Stripe-Should-Retry` header, left out when null. */
  readonly shouldRetry: boolean | null;
}

/** An answer that is not a 200. Thrown where it is found, written by the pipeline. */
export class ApiError extends Error {
  readonly status: number;
  readonly body: ErrorBody;
  readonly traits: ErrorTraits;

  constructor(status: number, body: ErrorBody, traits: Partial<ErrorTraits> = {}) {
    super(body.message);
    this.status = status;
    this.body = body.code ? { ...body, doc_url: docUrl(body.code) } : body;
    this.traits = { kept: true, shouldRetry: null, ...traits };
  }
}

const docUrl = (code: string): string => `https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}`;

/** A parameter that no endpoint would begin to work with: not kept by an idempotency key. */
export const badParameter = (message: string, param: string, code?: string): ApiError =>
  new ApiError(
    400,
    { type: 'invalid_request_error', message, param, ...(code && { code }) },
    { kept: false },
  );

export const badRequest = (message: string, detail: Partial<ErrorBody> = {}): ApiError =>
  new ApiError(400, { type: 'invalid_request_error', message, ...detail });

export const unauthorized = (message: string, code?: string): ApiError =>
  new ApiError(401, { type: 'invalid_request_error', message, ...(code && { code }) }, { kept: false });

export const forbidden = (message: string, code?: string): ApiError =>
  new ApiError(403, { type: 'invalid_request_error', message, ...(code && { code }) }, { kept: false });

/** The object named by the path is 404; one named by a parameter is 400. */
export const missing = (
  kind: string,
  id: string,
  param: string,
  elsewhere: string | null,
  inPath = true,
): ApiError =>
  new ApiError(inPath ? 404 : 400, {
    type: 'invalid_request_error',
    code: 'resource_missing',
    param,
    message: `No such ${kind}: '${id}'${elsewhere ?? ''}`,
  });

export const unexpectedState = (message: string, intent: Stripe.PaymentIntent): ApiError =>
  new ApiError(
    400,
    {
      type: 'invalid_request_error',
      code: 'payment_intent_unexpected_state',
      message,
      payment_intent: intent,
    },
    { shouldRetry: false },
  );

export const unknownUrl = (method: string, path: string): ApiError =>
  new ApiError(
    404,
    {
      type: 'invalid_request_error',
      message:
        `Unrecognized request URL (${method}: ${path}). Please see https://stripe.com/docs or we can help at ` +
        'https://support.stripe.com/.',
    },
    { kept: false },
  );

export const rateLimited = (code: 'rate_limit' | 'lock_timeout'): ApiError =>
  new ApiError(
    429,
    {
      type: 'invalid_request_error',
      code,
      message:
        code === 'rate_limit'
          ? 'Request rate limit exceeded. Learn more about rate limits at https://stripe.com/docs/rate-limits.'
          : 'This object cannot be accessed right now because another API request or Stripe process is currently ' +
            'accessing it. If you see this error intermittently, retry the request.',
    },
    { kept: false, shouldRetry: true },
  );

export const internalError = (kept: boolean): ApiError =>
  new ApiError(
    500,
    { type: 'api_error', message: 'An unknown error occurred.' },
    // Stripe tells a client not to repeat a 500 that its key would only replay.
    { kept, shouldRetry: kept ? false : null },
  );
