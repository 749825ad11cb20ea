import type { Route } from '../http/route.ts';
import { accountRoutes } from './accounts.ts';
import { chargeRoutes } from './charges.ts';
import { confirmationTokenRoutes } from './confirmation-tokens.ts';
import { customerSessionRoutes } from './customer-sessions.ts';
import { customerRoutes } from './customers.ts';
import { elementsRoutes } from './elements.ts';
import { eventRoutes } from './events.ts';
import { paymentIntentRoutes } from './payment-intents.ts';
import { paymentMethodRoutes } from './payment-methods.ts';
import { refundRoutes } from './refunds.ts';
import { webhookEndpointRoutes } from './webhook-endpoints.ts';

export const routes: readonly Route[] = [
  ...accountRoutes,
  ...chargeRoutes,
  ...confirmationTokenRoutes,
  ...customerRoutes,
  ...customerSessionRoutes,
  ...elementsRoutes,
  ...eventRoutes,
  ...paymentIntentRoutes,
  ...paymentMethodRoutes,
  ...refundRoutes,
  ...webhookEndpointRoutes,
];
