/** The demo shop's own tables, beside the checkout's in the same database. */
import type { ColumnType, Generated, Selectable } from 'kysely';
import type { Locale } from '../../../src/shared/money.ts';
import type { MailTable } from '../mail/table.ts';
import type { CartSnapshot, PaymentChange } from '../port.ts';

/** Written as text, read as the parsed value. */
type Json<T> = ColumnType<T, string, string>;
/** Always set by the database through app_now(). */
type Time = ColumnType<Date, Date | undefined, Date>;

export interface Contact {
  name: string;
  email: string;
  phone: string;
  /** ISO 3166-1 alpha-2. */
  country: string;
  postal: string;
  address: string;
}

/** What the demo freezes beyond the port's snapshot: where the parcel goes. */
export interface DemoCart extends CartSnapshot {
  subtotal: number;
  delivery: { postal: string; address: string };
}

interface ProductTable {
  sku: string;
  name_ja: string;
  name_en: string;
  description_ja: string;
  description_en: string;
  /** Yen. */
  price: number;
  stock: number;
  sort: number;
}

interface OrderRow {
  order_no: string;
  /** Null where a method without a checkout placed the order. */
  attempt_id: string | null;
  cart_id: string;
  cart_version: number;
  owner: string;
  status: string;
  /** As the shopper read it. */
  method: string;
  snapshot: Json<DemoCart>;
  mail_text: string;
  reference: string | null;
  /** What the checkout last told of the money; null before it told anything. */
  payment: ColumnType<PaymentChange | null, undefined, string>;
  created_at: Time;
}

export interface DemoShopTables {
  product: ProductTable;
  cart: {
    id: string;
    /** A guest's visit or a member: who has the cart in their hands now. */
    visitor: string;
    version: Generated<number>;
    locale: Locale;
    contact: Json<Contact | null>;
  };
  cart_line: { cart_id: string; sku: string; quantity: number };
  shop_order: OrderRow;
  order_number: { attempt_id: string; n: Generated<number> };
  shop_mail: MailTable;
  shop_method: { id: string; enabled: boolean; sort: number };
  shop_member: { id: string; contact: Json<Contact>; sort: number };
}

export type ShopOrder = Selectable<OrderRow>;
