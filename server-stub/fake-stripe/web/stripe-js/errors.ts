/** What Stripe.js throws where its caller is wrong. */
export class IntegrationError extends Error {
  override name = 'IntegrationError';
}

/** A client secret names its object: `pi_123_secret_456` belongs to `pi_123`. */
export function readClientSecret(secret: unknown, call: string): string {
  const id = typeof secret === 'string' ? /^(pi_\w+?)_secret_\w+$/.exec(secret)?.[1] : undefined;
  if (id) return id;
  throw new IntegrationError(
    `Invalid value for ${call} intent secret: value should be a client secret of the form ` +
      '${id}_secret_${secret}. You specified: ' +
      `${String(secret)}.`,
  );
}

export function requirePublishableKey(key: unknown): asserts key is string {
  if (typeof key !== 'string' || key === '') {
    throw new IntegrationError(
      `Please call Stripe() with your publishable key. You used ${key === '' ? 'an empty string' : String(key)}.`,
    );
  }
  if (/^[sr]k_/.test(key)) {
    throw new IntegrationError(
      'You should not use your secret key with Stripe.js. Please pass a publishable key instead.',
    );
  }
  if (!/^pk_(test|live)_/.test(key)) {
    throw new IntegrationError('Please call Stripe() with your publishable key. You used something else.');
  }
  const local = ['localhost', '127.0.0.1', '[::1]'].includes(location.hostname);
  if (key.startsWith('pk_live_') && location.protocol !== 'https:' && !local) {
    throw new IntegrationError('Live Stripe.js integrations must use HTTPS.');
  }
}
