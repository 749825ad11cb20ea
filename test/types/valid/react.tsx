import type { SecureCheckout } from 'secure-checkout';
import 'secure-checkout/react';
import { useRef } from 'react';

export function Checkout({ token }: { token: string }) {
  const element = useRef<SecureCheckout>(null);
  return (
    <secure-checkout
      ref={element}
      className="pay"
      endpoint="https://pay.shop.example"
      token={token}
      theme="dark"
      card-saving="required"
      confirm-on-submit
      billingDetails={{ email: 'hana@example.com' }}
      oncheckout-complete={(event) => console.log(event.orderId)}
    >
      <p slot="notice">…</p>
    </secure-checkout>
  );
}
