export function checkoutToken(claims: object, secret: string): string;
export function readCheckoutResult(
  jwt: string | null | undefined,
  secret: string,
): Record<string, unknown> | undefined;
