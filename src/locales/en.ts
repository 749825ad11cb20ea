import type { OwnWords } from './messages.ts';

export const en: OwnWords = {
  payButton: 'Place order',
  paying: 'Processing your payment',
  loading: 'Loading the card form',
  cardGroup: 'Card details',
  tryAgain: 'Load again',
  back: 'Back',
  loadFailed: 'The payment form could not be loaded. Check your connection and load it again.',
  stripeBlocked:
    'The card form could not be loaded. Pause ad blockers or other extensions, or load it again.',
  notSent: 'We could not start the payment: there is no connection. Please try again.',
  errorSummary: 'Please check',
};
