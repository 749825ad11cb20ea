import { createFakeStripe, fillCard } from 'secure-checkout/testing';

void fillCard(createFakeStripe(), 'declined'); // error TS2769
void fillCard(document, 'approved'); // error TS2769
export const card = createFakeStripe().card; // error TS2339
