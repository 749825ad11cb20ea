/**
 * A key may be replaced, and the old one ended at Stripe, while a request with it is on its way. Stripe then answers 401
 * before it looks at anything else, so the same request is sent once more with the key that is in force now: it has the
 * same idempotency key, and is of the same account and mode.
 */
import Stripe from 'stripe';

type Client = Stripe.HttpClient;

export function withNewestKey(inner: Client, newest: () => Promise<string | undefined>): Stripe.HttpClient {
  return Object.assign(new Stripe.HttpClient(), {
    getClientName: () => inner.getClientName(),
    async makeRequest(...[host, port, path, method, headers, ...rest]: Parameters<Client['makeRequest']>) {
      const answer = await inner.makeRequest(host, port, path, method, headers, ...rest);
      if (answer.getStatusCode() !== 401) return answer;
      const key = await newest();
      if (!key || headers['Authorization'] === `Bearer ${key}`) return answer;
      // Read to its end, so that its connection is free again.
      await answer.toJSON().catch(() => undefined);
      return inner.makeRequest(
        host,
        port,
        path,
        method,
        { ...headers, Authorization: `Bearer ${key}` },
        ...rest,
      );
    },
  });
}
