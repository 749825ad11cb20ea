/** Fixed keys, so that the offline demo has nothing to set up. None of them is a secret of anybody's. */
export const PLATFORM_ACCOUNT = 'acct_fake_secure_checkout';
/** An account that the platform key may act for with the `Stripe-Account` header. */
export const CONNECTED_ACCOUNT = 'acct_fake_connected_shop';

export const PUBLISHABLE_KEY = 'pk_test_fake_secure_checkout';
export const SECRET_KEY = 'sk_test_fake_secure_checkout';
export const RESTRICTED_KEY = 'rk_test_fake_secure_checkout';
export const WEBHOOK_SECRET = 'whsec_fake_secure_checkout';

export const LIVE_PUBLISHABLE_KEY = 'pk_live_fake_secure_checkout';
export const LIVE_SECRET_KEY = 'sk_live_fake_secure_checkout';
export const LIVE_RESTRICTED_KEY = 'rk_live_fake_secure_checkout';

export const API_VERSION = '2026-10-28.endive';

/** Whether it is of the fake's own, which opens nothing at Stripe and is as good as none. */
export const isFakeKey = (key: string): boolean => /^((sk|rk|pk)_(test|live)|whsec)_fake_/.test(key);
