import type Stripe from 'stripe';
import type {
  ConfirmationTokenRow,
  CustomerRow,
  CustomerSessionRow,
  WebhookEndpointRow,
} from '../store/rows.ts';
import { API_VERSION } from '../keys.ts';
import { renderCard } from './card.ts';

export function renderCustomer(row: CustomerRow, live: boolean): Stripe.Customer | Stripe.DeletedCustomer {
  return row.deleted ? { id: row.id, object: 'customer', deleted: true } : renderLiveCustomer(row, live);
}

export const renderLiveCustomer = (row: CustomerRow, live: boolean): Stripe.Customer => ({
  id: row.id,
  object: 'customer',
  address: row.address,
  balance: 0,
  created: row.created,
  currency: null,
  customer_account: null,
  default_source: null,
  delinquent: false,
  description: row.description,
  email: row.email,
  invoice_prefix: row.invoice_prefix,
  invoice_settings: {
    custom_fields: null,
    default_payment_method: row.default_payment_method,
    footer: null,
    rendering_options: null,
  },
  livemode: live,
  metadata: row.metadata,
  name: row.name,
  next_invoice_sequence: 1,
  phone: row.phone,
  preferred_locales: [...row.preferred_locales],
  shipping: row.shipping,
  tax_exempt: 'none',
  test_clock: null,
});

export const renderToken = (row: ConfirmationTokenRow, live: boolean): Stripe.ConfirmationToken => ({
  id: row.id,
  object: 'confirmation_token',
  created: row.created,
  expires_at: row.expires_at,
  livemode: live,
  mandate_data: null,
  metadata: {},
  payment_intent: row.payment_intent,
  payment_method_options: { card: { cvc_token: null } },
  payment_method_preview: {
    allow_redisplay: row.allow_redisplay,
    billing_details: row.billing_details,
    card: renderCard(row.card),
    customer: row.customer,
    customer_account: null,
    type: 'card',
  },
  return_url: row.return_url,
  setup_future_usage: row.setup_future_usage,
  setup_intent: null,
  shipping: row.shipping && {
    address: row.shipping.address,
    name: row.shipping.name,
    phone: row.shipping.phone,
  },
  use_stripe_sdk: row.use_stripe_sdk,
});

export const renderSession = (row: CustomerSessionRow, live: boolean): Stripe.CustomerSession => ({
  object: 'customer_session',
  client_secret: row.id,
  components: {
    active_entitlements: { enabled: false },
    buy_button: { enabled: false },
    customer_portal: { enabled: false },
    customer_sheet: { enabled: false, features: null },
    mobile_payment_element: { enabled: false, features: null },
    payment_element: row.payment_element,
    pricing_table: { enabled: false },
  },
  created: row.created,
  customer: row.customer,
  customer_account: null,
  expires_at: row.expires_at,
  livemode: live,
});

export const renderEndpoint = (row: WebhookEndpointRow, live: boolean): Stripe.WebhookEndpoint => ({
  id: row.id,
  object: 'webhook_endpoint',
  api_version: API_VERSION,
  application: null,
  created: row.created,
  description: row.description,
  enabled_events: [...row.enabled_events],
  livemode: live,
  metadata: row.metadata,
  status: row.disabled ? 'disabled' : 'enabled',
  url: row.url,
});
