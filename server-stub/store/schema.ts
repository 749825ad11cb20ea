/** The tables as Kysely sees them. What each row means: the records of docs/decisions and the migration beside this. */
import type { ColumnType, Generated, Selectable } from 'kysely';
import type { DemoShopTables } from '../shop/demo/tables.ts';
import type { CartSnapshot } from '../shop/port.ts';
import type { CloseReason, SoldOutItem } from '../../src/shared/contract.ts';
import type { CardChoice, Shopper } from '../../src/shared/policy.ts';
import type { Locale } from '../../src/shared/money.ts';
import type { AttemptState, IntentStatus } from '../checkout/attempt.ts';
import type { Role } from '../admin/roles.ts';
import type { Rules } from '../settings/settings.ts';

/** Written as text, read as the parsed value. */
type Json<T> = ColumnType<T, string, string>;
type JsonOrNull<T> = ColumnType<T | null, string | null | undefined, string | null>;
/** Always set by the database through app_now(). */
type Time = ColumnType<Date, Date | undefined, Date>;

export interface AttemptTable {
  id: string;
  cart_id: string;
  cart_version: number;
  owner: string;
  shopper: Shopper;
  member: string | null;
  locale: Locale;
  /** The client key of the request that began it: a repeat finds its attempt even before a confirm was written. */
  client_key: string;
  snapshot: Json<CartSnapshot>;
  amount: number;
  currency: string;
  account: string;
  mode: 'test' | 'live';
  rules: Json<Rules>;
  pi_id: string | null;
  /** + 1 whenever something was learnt of the bank's answer: a look that began before it is out of date. */
  revision: Generated<number>;
  /** The intent's status when it was last seen: for reading, never for deciding. */
  pi_status: IntentStatus | null;
  customer_id: string | null;
  /** Where a bank that leaves the page sends the shopper back to. */
  return_url: string;
  state: AttemptState;
  close_reason: CloseReason | null;
  sold_out: JsonOrNull<SoldOutItem[]>;
  /** An authorisation was seen on the card at some time. */
  hold_seen: Generated<boolean>;
  fence: Generated<number>;
  reference: string;
  order_no: string | null;
  /** The shop was asked for its order then, and has not answered since. */
  shop_silent_since: ColumnType<Date | null, Date | null | undefined, Date | null>;
  /** Null: nothing to look at until somebody says so. */
  next_check_at: ColumnType<Date | null, Date | undefined, Date | null>;
  expires_at: Time;
  created_at: Time;
}

export type ConfirmationOutcome =
  | { kind: 'accepted' }
  | { kind: 'declined'; code: string; declineCode?: string }
  /** Never sent, or refused by Stripe before the bank was asked. */
  | { kind: 'refused'; code: string };

interface Answer {
  text: string;
  version: string;
}

export interface ConfirmationTable {
  attempt_id: string;
  n: number;
  client_key: string;
  confirmation_token: string;
  card: CardChoice;
  save: boolean;
  /** Wording 4 or 5 as it was shown, where the card is saved. */
  consent: JsonOrNull<Answer & { policy: string }>;
  /** Null: sent, and the answer is unknown. */
  outcome: JsonOrNull<ConfirmationOutcome>;
  /** Whoever sent it last waits for its answer, so nobody else sends it meanwhile. */
  sent_at: Time;
  created_at: Time;
}

export type OrderMoney =
  'authorised' | 'captured' | 'partly_refunded' | 'refunded' | 'voided' | 'disputed' | 'needs_attention';

/** Why the money is as it is, where the state alone does not say. */
export type MoneyReason =
  /** Nobody captured the hold in time. */
  | 'expired'
  /** Cancelled at Stripe, and not by us. */
  | 'canceled-at-stripe'
  /** The hold stands, and Stripe refuses for certain to capture it by itself: a person has to. */
  | 'capture-refused'
  /** The bank took it back and gave it again. */
  | 'dispute-won';

export interface OrderTable {
  attempt_id: string;
  cart_id: string;
  cart_version: number;
  order_no: string;
  status: string;
  money: OrderMoney;
  amount: number;
  amount_captured: Generated<number>;
  amount_refunded: Generated<number>;
  money_reason: ColumnType<MoneyReason | null, MoneyReason | null | undefined, MoneyReason | null>;
  /** + 1 with each change of the money. */
  money_version: Generated<number>;
  currency: string;
  account: string;
  mode: 'test' | 'live';
  pi_id: string;
  /** Until when the hold can be captured, as Stripe says. */
  capture_before: ColumnType<Date | null, Date | null | undefined, Date | null>;
  card: JsonOrNull<CardFacts>;
  /** The card was stored on the Stripe Customer. */
  saved: Generated<boolean>;
  created_at: Time;
}

/** What the bank and the card network said of the card that paid. Never a number. */
export interface CardFacts {
  brand: string | null;
  last4: string | null;
  funding: string | null;
  country: string | null;
  /** Null: 3-D Secure was not tried. */
  threeDSecure: { result: string | null; version: string | null; flow: string | null } | null;
}

export type OutboxKind =
  | 'mail'
  | 'release-mail'
  | 'label'
  | 'same-card'
  | 'capture'
  | 'cancel'
  | 'refund'
  /** Detaches the cards of a member who leaves. */
  | 'forget-member'
  /** Tells a shop elsewhere that the attempt is over without an order. */
  | 'release'
  /** Tells the shop every change of money that it has not acknowledged. One row an order, due again with each change. */
  | 'payment-changed';

/** What a person asked for. An automatic capture has none. */
export interface ActData {
  /** Minor units. */
  amount: number;
  /** As the caller put it; null: all there is. */
  asked: number | null;
  reason: string;
  actor: string;
  /** Which key the next sending uses: + 1 once Stripe only repeats a stored failure under the last. */
  key: number;
}

export type ActOutcome = { kind: 'done' } | { kind: 'refused'; code: string };

export interface OutboxTable {
  id: Generated<number>;
  kind: OutboxKind;
  /** Null where it is about a member. */
  attempt_id: string | null;
  member: string | null;
  request_id: Generated<string>;
  tries: Generated<number>;
  done_at: Date | null;
  next_at: Time;
  error: string | null;
  data: JsonOrNull<ActData>;
  outcome: JsonOrNull<ActOutcome>;
}

export interface CustomerParams {
  name?: string;
  email?: string;
  phone?: string;
  preferred_locales: string[];
  metadata: Record<string, string>;
}

export type SearchKind = 'events' | 'recent' | 'daily';

/** A payment of ours at Stripe that no attempt of ours accounts for. */
export type FindingBucket = 'incomplete' | 'uncaptured' | 'captured';
export type FindingAction = 'adopted' | 'cancelled' | 'needs-attention' | 'observed';

export interface StaffTable {
  name: string;
  role: Role;
  password_hash: string;
  /** By the vault; null: no second factor. */
  totp_sealed: string | null;
  /** Shown for enrolment, and not proved yet. */
  totp_pending: string | null;
  /** + 1 ends every session of theirs. */
  epoch: Generated<number>;
  created_at: Time;
}

export interface Tables extends DemoShopTables {
  clock: { singleton: Generated<boolean>; offset_ms: number };
  installation: { id: string; owner_given: ColumnType<string | null, never, string> };
  settings: { singleton: Generated<boolean>; version: number; data: Json<unknown>; updated_at: Time };
  settings_draft: { digest: string; data: Json<unknown>; kept_at: Time };
  sign_in: {
    name: string;
    failures: Generated<number>;
    locked_until: Date | null;
    totp_step: Generated<number>;
  };
  staff: StaffTable;
  staff_recovery_code: { name: string; hash: string };
  stripe_credential: {
    id: Generated<number>;
    world: 'fake' | 'stripe';
    account: string;
    mode: 'test' | 'live';
    field: 'publishableKey' | 'secretKey' | 'webhookSecret';
    connect: boolean;
    /** By the vault; null when it is no longer needed. */
    sealed: string | null;
    last4: string;
    fingerprint: string;
    source: 'console' | 'environment';
    created_at: Time;
    /** Null: in force. */
    retired_at: Date | null;
  };
  attempt: AttemptTable;
  confirmation: ConfirmationTable;
  stripe_customer: {
    account: string;
    mode: 'test' | 'live';
    kind: Shopper;
    subject: string;
    /** Null: asked for, and not answered yet. */
    customer_id: string | null;
    /** + 1 when the one we knew was deleted at Stripe. */
    generation: number;
    /** What Stripe was asked, word for word: a repeat under the same key must not differ. */
    params: Json<CustomerParams>;
    asked_at: Time;
  };
  stripe_search: {
    account: string;
    mode: 'test' | 'live';
    kind: SearchKind;
    next_at: Time;
    /** By Stripe's clock; what was created before it has been seen. */
    reached: Date | null;
    progress: Json<unknown>;
  };
  finding: {
    pi_id: string;
    account: string;
    mode: 'test' | 'live';
    bucket: FindingBucket;
    action: FindingAction;
    amount: number;
    currency: string;
    cart_id: string | null;
    attempt_id: string | null;
    found_at: Time;
    settled_at: Date | null;
  };
  /** A row of the board that a person put off. */
  snooze: { key: string; until: Time; reason: string; actor: string; created_at: Time };
  board_run: {
    id: Generated<number>;
    actor: string;
    account: string;
    mode: 'test' | 'live';
    dry: boolean;
    since: Time;
    progress: Json<unknown>;
    started_at: Time;
    seen_at: Time;
    ended_at: Date | null;
    stop: Generated<boolean>;
    outcome: 'complete' | 'stopped' | 'unanswered' | null;
  };
  board_alert: { bucket: string; count: number; alerted_at: Time };
  reservation: { attempt_id: string; sku: string; qty: number };
  orders: OrderTable;
  money_change: {
    attempt_id: string;
    version: number;
    money: OrderMoney;
    reason: MoneyReason | null;
    captured: number;
    refunded: number;
    at: Time;
    /** When the shop acknowledged it. */
    told_at: Date | null;
  };
  webhook_event: { id: string; type: string; intent: string | null; outcome: string; received_at: Time };
  outbox: OutboxTable;
  consent: {
    attempt_id: string;
    n: number;
    customer_id: string;
    payment_method_id: string | null;
    text: string;
    version: string;
    locale: Locale;
    policy: string;
    given_at: Time;
    withdrawn_at: Date | null;
  };
  /** Wording 6 as it stood on the page of confirmation n; written with it. */
  data_consent: {
    attempt_id: string;
    n: number;
    text: string;
    version: string;
    locale: Locale;
    policy: 'notice' | 'checkbox';
    given_at: Time;
  };
  audit: { id: Generated<number>; at: Time; attempt_id: string | null; event: string; data: Json<unknown> };
}

export type Attempt = Selectable<AttemptTable>;
/** Its times are for the database alone. */
export type Confirmation = Omit<Selectable<ConfirmationTable>, 'sent_at' | 'created_at'>;
