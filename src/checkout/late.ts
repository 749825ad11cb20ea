/** The second file: what happens and what is said from the press of the button on. */
export { PaymentFlow } from './flow.ts';
export { failureText, panelOf } from './panel.ts';
