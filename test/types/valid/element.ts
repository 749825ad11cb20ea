import { SecureCheckout, type CheckoutStatus, type Messages } from 'secure-checkout';

const element = document.createElement('secure-checkout');
const same: SecureCheckout = element;
element.endpoint = 'https://pay.shop.example';
element.theme = 'auto';
element.cardSaving = 'optional';
element.config = { paymentName: 'Card', shopper: 'member' };
element.appearance = { theme: 'flat', variables: { colorPrimary: '#0b5cad' } };
element.billingDetails = { phone: '090-1234-5678', country: 'JP' };
element.messages = { payButton: 'Pay' } satisfies Partial<Messages>;

const status: CheckoutStatus = element.status;
const paid: Promise<CheckoutStatus> = element.submit();
const valid: boolean = element.checkValidity() && element.reportValidity();
const checked: Promise<boolean> = element.validate();
element.retryLoad();
element.reset();
void element.takeOver();
export { checked, paid, same, status, valid };
