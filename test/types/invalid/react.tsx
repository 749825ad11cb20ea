import 'secure-checkout/react';

export const wrongValue = <secure-checkout theme="sepia" />; // error TS2322
export const wrongName = <secure-checkout amount={5400} />; // error TS2322
export const wrongListener = <secure-checkout oncheckout-complete={(event) => event.order} />; // error TS2551
export const wrongTag = <secure-chekout />; // error TS2339
