import type { OtherShopState } from './start.ts';

export function answerTo(call: {
  operation: string;
  requestId: string;
  signature: string;
  body: string;
}): [status: number, answer: object];

interface Line {
  sku: string;
  name: string;
  quantity: number;
  unitPrice: number;
}

export const control: {
  open(its: { secret: string }): void;
  stock(product: { sku: string; quantity: number }): void;
  cart(cart: { id: string; lines: Line[]; contact?: object; locale?: string }): void;
  add(to: { id: string; line: Line }): void;
  read(cart: { id: string }): { kind: 'open'; cart: { version: number } } | { kind: 'ordered' | 'missing' };
  orderOtherwise(cart: { id: string; version: number }): { kind: string; orderNumber?: string };
  state(): OtherShopState;
};
