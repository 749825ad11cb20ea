import 'secure-checkout';

const element = document.createElement('secure-checkout');
element.theme = 'sepia'; // error TS2322
element.cardSaving = 'always'; // error TS2322
element.status = 'succeeded'; // error TS2540
element.config = { amount: 5400 }; // error TS2353
element.appearance = { theme: 'dark' }; // error TS2322
element.messages = { payButon: 'Pay' }; // error TS2561
element.amount = 5400; // error TS2339
const paid: boolean = element.submit(); // error TS2322
element.controller?.submit(); // error TS2551
export { paid };
