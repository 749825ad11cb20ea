import type { FrameOptions } from '../messages.ts';

/** A call of the API with the publishable key, as Stripe's own frame makes it. */
export async function callApi(
  options: FrameOptions | undefined,
  method: string,
  path: string,
  body?: URLSearchParams,
): Promise<Record<string, unknown>> {
  const response = await fetch(path, {
    method,
    headers: {
      Authorization: `Bearer ${options?.publishableKey}`,
      ...(options?.account && { 'Stripe-Account': options.account }),
    },
    ...(body && { body }),
  });
  return (await response.json()) as Record<string, unknown>;
}
