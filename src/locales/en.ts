import type { OwnWords } from './messages.ts';

export const en: OwnWords = {
  testMode: 'Test mode',
  payButton: 'Place order',
  loading: 'Loading the card form',
  cardGroup: 'Card details',
  tryAgain: 'Load again',
  offlineNow: 'You are offline. Check your connection, then load again.',
  loadFailed: 'The payment form could not be loaded. Please wait a moment and load again.',
};
