/** What a developer did that cannot work, each with its cause and its fix. docs/errors.md lists the same. */
export const developerErrors = {
  SC001: [
    'There is an endpoint and no token, or a token and no endpoint.',
    "Print both into the template: endpoint is the checkout server's origin, token what your server signed for this cart.",
  ],
  SC002: [
    'publishable-key holds a secret or a restricted key.',
    'Take it off the page at once, roll it in the Stripe dashboard, and set a key that begins with pk_.',
  ],
  SC003: [
    'The checkout server cannot be reached.',
    "Either it is not running, or this page's origin is missing from its ALLOWED_ORIGINS, or this page's Content-Security-Policy lacks it in connect-src.",
  ],
  SC004: [
    'Stripe.js could not be loaded, or its form did not open.',
    "Allow https://js.stripe.com in script-src and frame-src of this page's Content-Security-Policy, and trusted-types secure-checkout lit-html if it names policies; do not sandbox Stripe's frames.",
  ],
  SC005: [
    "The box for Stripe's form cannot be placed in the document: the element, or a host around it, is not connected to it.",
    'Append the outermost host to the document first; a fragment or a detached tree cannot show a frame.',
  ],
  SC006: [
    'The JSON in slot="config" cannot be read.',
    'Write one JSON object into <script type="application/json" slot="config">, with names as of the properties.',
  ],
  SC007: [
    'confirm-on-submit does not know which button pays: the form has several submit buttons and none is marked.',
    'Set data-checkout-pay on the button that places the order.',
  ],
  SC008: [
    'The server does not take the token.',
    'Sign it with the same CHECKOUT_TOKEN_SECRET, with all claims, HS256, and for the origin that this page has.',
  ],
  SC009: [
    'The token has expired and nobody gave a new one.',
    'Listen to checkout-token-needed and call event.respondWith(promise of a fresh token) at once.',
  ],
  SC010: [
    "The checkout server refused this page's origin.",
    'Add it to ALLOWED_ORIGINS, and sign the token for it.',
  ],
} as const;

export type DeveloperError = keyof typeof developerErrors;

export function explain(code: DeveloperError): string {
  const [cause, fix] = developerErrors[code];
  return `${cause}\n${fix}`;
}
