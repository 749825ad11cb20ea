/** What every route of ours shares: problem+json, body limits, JSON that is what it says. */
import type { Context, ErrorHandler, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import type { z } from 'zod';
import type { CheckoutProblem } from '../../src/shared/contract.ts';
import { problemMessage } from '../../src/locales/problem-words.ts';
import type { ProblemCode } from '../../src/shared/errors.ts';
import type { Locale } from '../../src/shared/money.ts';
import { CheckoutError } from '../checkout/problem.ts';
import type { CheckoutDeps } from '../checkout/deps.ts';
import { ShopUnknown } from '../shop/port.ts';

export const largestBody = 64 * 1024;

/**
 * Hono's own limit looks at the body, for which the whole request is made anew as a stream; where its length is said, or
 * there is none, that is spared. Node holds a body to the length that it was announced with.
 */
export function limitBody(
  maxSize: number,
  onError: (c: Context) => Response | Promise<Response> = () => tooLarge(maxSize),
): MiddlewareHandler {
  const counted = bodyLimit({ maxSize, onError });
  return (c, next) => {
    const length = c.req.header('content-length');
    const streamed = c.req.header('transfer-encoding') !== undefined;
    const bodiless = c.req.method === 'GET' || c.req.method === 'HEAD';
    if (streamed || (length === undefined && !bodiless)) return counted(c, next);
    return Number(length ?? 0) > maxSize ? Promise.resolve(onError(c)) : next();
  };
}

function tooLarge(maxSize: number): never {
  throw new CheckoutError('body-too-large', { detail: `at most ${maxSize} bytes` });
}

export function localeOf(c: Context): Locale {
  return c.req.header('accept-language')?.toLowerCase().startsWith('en') ? 'en' : 'ja';
}

export function sendProblem(c: Context, problem: CheckoutProblem): Response {
  c.header('Content-Type', 'application/problem+json');
  c.header('Cache-Control', 'no-store');
  if (problem.retryAfter) c.header('Retry-After', String(problem.retryAfter));
  const message = problemMessage(problem.code, localeOf(c));
  return c.body(JSON.stringify({ message, ...problem }), problem.status as 400);
}

export async function readJson<Schema extends z.ZodType>(
  c: Context,
  schema: Schema,
): Promise<z.output<Schema>> {
  if (c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase() !== 'application/json') {
    throw new CheckoutError('unsupported-media-type', { detail: 'send application/json' });
  }
  const text = await c.req.text();
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new CheckoutError('invalid-request', { detail: 'the body is not JSON' });
  }
  return check(schema, value);
}

export function check<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const detail = parsed.error.issues
    .map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`)
    .join('; ');
  throw new CheckoutError('invalid-request', { detail });
}

/** Errors leave as problem+json without their stack; what was not expected is logged with it. */
export function problems(log: CheckoutDeps['log']): ErrorHandler {
  return (error, c) => {
    if (error instanceof CheckoutError) return sendProblem(c, error.problem);
    if (error instanceof ShopUnknown) {
      log.warn({ err: error, path: c.req.path }, 'the shop did not answer');
      return sendProblem(c, new CheckoutError('unavailable').problem);
    }
    if (error instanceof HTTPException) {
      const code: ProblemCode = error.status === 413 ? 'body-too-large' : 'invalid-request';
      return sendProblem(c, new CheckoutError(code).problem);
    }
    log.error({ err: error, path: c.req.path }, 'request failed');
    const down = error instanceof Error && 'code' in error && String(error.code).startsWith('ECONN');
    return sendProblem(c, new CheckoutError(down ? 'unavailable' : 'internal').problem);
  };
}
