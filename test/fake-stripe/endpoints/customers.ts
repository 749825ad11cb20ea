import {
  NOTES,
  REDISPLAY,
  SHIPPING,
  WINDOW,
  WORD_FOR_LIST,
  as,
  attached,
  card,
  changing,
  customer,
  deleting,
  inBrowser,
  listing,
  redisplay,
  retrieving,
  sessionWithCard,
  testToken,
  type Endpoint,
  typed,
} from './shared.ts';

export const customers: Readonly<Record<string, Endpoint>> = {
  'POST /v1/confirmation_tokens': {
    object: 'confirmation_token',
    good: { payment_method_data: typed },
    required: ['payment_method_data'],
    wrong: [
      WORD_FOR_LIST,
      SHIPPING,
      [{ payment_method_data: { card } }, 'payment_method_data[type]', 'parameter_missing'],
      [{ payment_method_data: { ...typed, type: 'klarna' } }, 'payment_method_data[type]'],
      [{ payment_method_data: { ...typed, allow_redisplay: 'no' } }, 'payment_method_data[allow_redisplay]'],
      [
        { payment_method_data: { ...typed, card: { ...card, pin: '1' } } },
        'payment_method_data[card][pin]',
        'parameter_unknown',
      ],
      [{ setup_future_usage: 'never' }, 'setup_future_usage'],
    ],
    call: (fake, given) => inBrowser(fake, 'POST', '/v1/confirmation_tokens', given),
  },
  'POST /v1/test_helpers/confirmation_tokens': {
    object: 'confirmation_token',
    good: { payment_method: 'pm_card_visa' },
    required: ['payment_method'],
    wrong: [
      WORD_FOR_LIST,
      SHIPPING,
      [{ setup_future_usage: 'never' }, 'setup_future_usage'],
      [{ payment_method: 'pm_x' }, 'payment_method', 'resource_missing'],
    ],
    call: ({ stripe }, given) => stripe.testHelpers.confirmationTokens.create(as(given)),
  },
  'GET /v1/confirmation_tokens/:id': retrieving(
    'confirmation_token',
    'ctoken_x',
    testToken,
    (stripe, id, given) => stripe.confirmationTokens.retrieve(id, given),
  ),
  'POST /v1/customers': {
    object: 'customer',
    good: { email: 'a@example.com', name: '山田 花子', preferred_locales: ['ja'] },
    wrong: [
      WORD_FOR_LIST,
      ...NOTES,
      SHIPPING,
      [{ email: 'x'.repeat(513) }, 'email', 'parameter_invalid_string_length'],
      [{ address: 'Tokyo' }, 'address'],
      [{ preferred_locales: 'ja' }, 'preferred_locales'],
      [{ payment_method: 'pm_x' }, 'payment_method', 'resource_missing'],
    ],
    call: ({ stripe }, given) => stripe.customers.create(as(given)),
  },
  'GET /v1/customers': listing(WINDOW, (stripe, given) => stripe.customers.list(given)),
  'GET /v1/customers/:id': retrieving('customer', 'cus_x', customer, (stripe, id, given) =>
    stripe.customers.retrieve(id, given),
  ),
  'POST /v1/customers/:id': changing(
    'customer',
    'cus_x',
    customer,
    { name: '山田' },
    [
      ...NOTES,
      SHIPPING,
      [{ phone: '1'.repeat(21) }, 'phone', 'parameter_invalid_string_length'],
      [{ invoice_settings: { tone: 'x' } }, 'invoice_settings[tone]', 'parameter_unknown'],
    ],
    (stripe, id, given) => stripe.customers.update(id, given),
  ),
  'DELETE /v1/customers/:id': deleting('customer', 'cus_x', customer, (stripe, id, given) =>
    stripe.customers.del(id, given),
  ),
  'GET /v1/customers/:id/payment_methods': {
    ...listing([REDISPLAY], () => Promise.reject(new Error('not called'))),
    stranger: 'cus_x',
    call: async (fake, given, id) =>
      fake.stripe.customers.listPaymentMethods(id ?? (await customer(fake)), as(given)),
  },
  'GET /v1/customers/:id/payment_methods/:method': {
    object: 'payment_method',
    good: {},
    wrong: [WORD_FOR_LIST],
    stranger: 'pm_x',
    call: async (fake, given, id) => {
      const owner = await customer(fake);
      const method = id ?? (await attached(fake, owner));
      return fake.stripe.customers.retrievePaymentMethod(owner, method, as(given));
    },
  },
  'POST /v1/customer_sessions': {
    object: 'customer_session',
    good: async (fake) => ({
      customer: await customer(fake),
      components: { payment_element: { enabled: true, features: redisplay } },
    }),
    required: ['customer', 'components'],
    wrong: [
      WORD_FOR_LIST,
      [{ customer: 'cus_x' }, 'customer', 'resource_missing'],
      [{ components: { payment_element: { enabled: 'yes' } } }, 'components[payment_element][enabled]'],
      [
        { components: { payment_element: { enabled: true, features: { payment_method_save: 'always' } } } },
        'components[payment_element][features][payment_method_save]',
      ],
      [{ components: { cart: { enabled: true } } }, 'components[cart]', 'parameter_unknown'],
    ],
    call: ({ stripe }, given) => stripe.customerSessions.create(as(given)),
  },
  'GET /v1/elements/sessions': {
    object: undefined,
    good: async (fake) => ({ customer_session_client_secret: (await sessionWithCard(fake)).secret }),
    required: ['customer_session_client_secret'],
    wrong: [
      [{ customer_session_client_secret: 'cuss_x' }, 'customer_session_client_secret', 'resource_missing'],
    ],
    call: (fake, given) => inBrowser(fake, 'GET', '/v1/elements/sessions', given),
  },
  'POST /v1/elements/payment_methods/:id/detach': {
    object: 'payment_method',
    good: {},
    required: ['customer_session_client_secret'],
    wrong: [
      [{ customer_session_client_secret: 'cuss_x' }, 'customer_session_client_secret', 'resource_missing'],
    ],
    stranger: 'pm_x',
    call: async (fake, given, id) => {
      const { secret, method } = await sessionWithCard(fake);
      // A parameter that the test takes away is undefined, and stays away.
      const params = { customer_session_client_secret: secret, ...given };
      return inBrowser(fake, 'POST', `/v1/elements/payment_methods/${id ?? method}/detach`, params);
    },
  },
  'GET /v1/payment_methods': listing([REDISPLAY], (stripe, given) => stripe.paymentMethods.list(given)),
  'GET /v1/payment_methods/:id': retrieving(
    'payment_method',
    'pm_x',
    async (fake) => attached(fake, await customer(fake)),
    (stripe, id, given) => stripe.paymentMethods.retrieve(id, given),
  ),
  'POST /v1/payment_methods/:id': changing(
    'payment_method',
    'pm_x',
    async (fake) => attached(fake, await customer(fake)),
    { allow_redisplay: 'always', card: { exp_month: 1, exp_year: 2035 } },
    [
      ...NOTES,
      REDISPLAY,
      [{ card: { exp_month: 13 } }, 'card[exp_month]', 'parameter_invalid_integer'],
      [{ card: { number: '4242' } }, 'card[number]', 'parameter_unknown'],
    ],
    (stripe, id, given) => stripe.paymentMethods.update(id, given),
  ),
  'POST /v1/payment_methods/:id/attach': {
    object: 'payment_method',
    good: async (fake) => ({ customer: await customer(fake) }),
    required: ['customer'],
    wrong: [WORD_FOR_LIST, [{ customer: 'cus_x' }, 'customer', 'resource_missing']],
    call: ({ stripe }, given) => stripe.paymentMethods.attach('pm_card_visa', as(given)),
  },
  'POST /v1/payment_methods/:id/detach': changing(
    'payment_method',
    'pm_x',
    async (fake) => attached(fake, await customer(fake)),
    {},
    [],
    (stripe, id, given) => stripe.paymentMethods.detach(id, given),
  ),
};
