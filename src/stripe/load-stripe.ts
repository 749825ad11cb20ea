/**
 * Fetches Stripe.js from where Stripe serves it, and from nowhere else. Stripe's own loader sets a plain string as the
 * script's address, which a page under Trusted Types refuses, and weighs five times as much.
 */
import type { Stripe, StripeConstructor, StripeConstructorOptions } from '@stripe/stripe-js';

export const stripeJsUrl = 'https://js.stripe.com/endive/stripe.js';

let loading: Promise<StripeConstructor> | undefined;

export async function loadStripe(key: string, options: StripeConstructorOptions): Promise<Stripe> {
  loading ??= window.Stripe ? Promise.resolve(window.Stripe) : fetchStripe();
  // The next try starts anew.
  loading.catch(() => (loading = undefined));
  return (await loading)(key, options);
}

async function fetchStripe(): Promise<StripeConstructor> {
  const known = document.querySelector<HTMLScriptElement>('script[src^="https://js.stripe.com/"]');
  if (known && document.readyState !== 'complete') {
    // The page's own tag, still under way; without an answer by the time all has loaded it is not coming.
    await new Promise((resolve) => {
      known.addEventListener('load', resolve);
      known.addEventListener('error', resolve);
      addEventListener('load', resolve);
    });
  }
  if (!window.Stripe) await inject();
  if (!window.Stripe) throw new Error('Stripe.js is not available');
  return window.Stripe;
}

function inject(): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.addEventListener('load', () => resolve());
    script.addEventListener('error', () => {
      script.remove();
      reject(new Error(`${stripeJsUrl} could not be loaded`));
    });
    script.src = trusted(stripeJsUrl) as string;
    document.head.append(script);
  });
}

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): unknown };
}
let policy: ReturnType<TrustedTypes['createPolicy']> | undefined;

/** `trusted-types secure-checkout` in a page's policy allows this one address. */
function trusted(url: string): unknown {
  const { trustedTypes } = window as { trustedTypes?: TrustedTypes };
  policy ??= trustedTypes?.createPolicy('secure-checkout', { createScriptURL: () => stripeJsUrl });
  return policy?.createScriptURL(url) ?? url;
}
