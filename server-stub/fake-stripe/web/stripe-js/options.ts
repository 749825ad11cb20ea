/** What Stripe.js lets its caller say: a wrong value throws, an unknown name is warned about and left alone. */
import { IntegrationError } from './errors.ts';

type Check = (value: unknown, path: string, call: string) => void;

function fail(call: string, path: string, expected: string, value: unknown): never {
  throw new IntegrationError(
    `Invalid value for ${call}: ${path} should be ${expected}. You specified: ${show(value)}.`,
  );
}

function show(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
}

export const anything: Check = () => {};
export const text: Check = (value, path, call) => {
  if (typeof value !== 'string') fail(call, path, 'a string', value);
};
export const yesOrNo: Check = (value, path, call) => {
  if (typeof value !== 'boolean') fail(call, path, 'a boolean', value);
};
export const matching =
  (pattern: RegExp, expected: string): Check =>
  (value, path, call) => {
    if (typeof value !== 'string' || !pattern.test(value)) fail(call, path, expected, value);
  };
export const oneOf =
  (...values: readonly string[]): Check =>
  (value, path, call) => {
    if (!values.includes(value as string))
      fail(call, path, `one of the following strings: ${values.join(', ')}`, value);
  };
export const wholeNumber: Check = (value, path, call) => {
  if (!Number.isSafeInteger(value) || (value as number) < 0) {
    fail(call, path, "an integer in the currency's minor unit", value);
  }
};
export const orNull =
  (check: Check): Check =>
  (value, path, call) => {
    if (value !== null) check(value, path, call);
  };
export const listOf =
  (check: Check): Check =>
  (value, path, call) => {
    if (!Array.isArray(value)) fail(call, path, 'an array', value);
    value.forEach((entry, index) => check(entry, `${path}[${index}]`, call));
  };
export const either =
  (plain: Check, structured: Check): Check =>
  (value, path, call) =>
    (typeof value === 'object' && value !== null ? structured : plain)(value, path, call);
export const mapOf =
  (check: Check): Check =>
  (value, path, call) => {
    if (!isRecord(value)) fail(call, path, 'an object', value);
    for (const [name, entry] of Object.entries(value)) check(entry, `${path}.${name}`, call);
  };
export const record =
  (names: Readonly<Record<string, Check>>): Check =>
  (value, path, call) => {
    if (!isRecord(value)) fail(call, path || 'options', 'an object', value);
    for (const [name, entry] of Object.entries(value)) {
      const full = path ? `${path}.${name}` : name;
      const check = Object.hasOwn(names, name) ? names[name] : undefined;
      if (!check) {
        console.warn(
          `[Stripe.js] Unrecognized ${call} parameter: ${full} is not a recognized parameter. ` +
            'This may cause issues with your integration in the future.',
        );
      } else if (entry !== undefined) check(entry, full, call);
    }
  };

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const appearance = record({
  theme: oneOf('stripe', 'night', 'flat'),
  labels: oneOf('above', 'floating', 'auto'),
  inputs: oneOf('spaced', 'condensed'),
  disableAnimations: yesOrNo,
  variables: mapOf((value, path, call) => {
    if (typeof value !== 'string' && typeof value !== 'number') fail(call, path, 'a string', value);
  }),
  rules: mapOf(mapOf(text)),
});
const changeable = {
  amount: wholeNumber,
  currency: matching(/^[a-z]{3}$/, 'a three-letter currency code in lower case'),
  captureMethod: oneOf('manual', 'automatic', 'automatic_async'),
  setupFutureUsage: orNull(oneOf('off_session', 'on_session')),
  paymentMethodOptions: anything,
  allowedPaymentMethodTypes: listOf(text),
  excludedPaymentMethodTypes: listOf(text),
  onBehalfOf: matching(/^acct_/, 'the id of an account'),
  appearance,
  locale: text,
};

export const elementsOptions = record({
  ...changeable,
  mode: oneOf('payment', 'setup', 'subscription'),
  paymentMethodCreation: oneOf('manual'),
  paymentMethodConfiguration: matching(/^pmc_/, 'the id of a payment method configuration'),
  customerSessionClientSecret: matching(
    /^cuss_secret_|^cuss_\w+_secret_/,
    'the client secret of a CustomerSession',
  ),
  externalPaymentMethodTypes: listOf(text),
  fonts: listOf(anything),
  loader: oneOf('auto', 'always', 'never'),
});
export const elementsUpdate = record(changeable);

const never = oneOf('auto', 'never', 'if_required');
const address = record({
  line1: never,
  line2: never,
  city: never,
  state: never,
  country: never,
  postalCode: never,
});
const billingFields = record({ name: never, email: never, phone: never, address: either(never, address) });
const show3 = oneOf('auto', 'always', 'never');
const paymentChangeable = {
  business: record({ name: text }),
  defaultValues: anything,
  fields: record({ billingDetails: either(never, billingFields) }),
  layout: either(
    oneOf('tabs', 'accordion', 'auto'),
    record({
      type: oneOf('tabs', 'accordion', 'auto'),
      defaultCollapsed: yesOrNo,
      radios: either(oneOf('always', 'auto', 'never', 'if_multiple'), anything),
      spacedAccordionItems: yesOrNo,
      visibleAccordionItemsCount: wholeNumber,
      paymentMethodLogoPosition: oneOf('start', 'end'),
    }),
  ),
  paymentMethodOrder: orNull(listOf(text)),
  readOnly: yesOrNo,
  terms: mapOf(show3),
  wallets: mapOf(oneOf('auto', 'never')),
};
export const paymentUpdate = record(paymentChangeable);
export const paymentOptions = record({ ...paymentChangeable, applePay: anything });
