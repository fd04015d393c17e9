import type { OrderEscrow } from "../../../typechain-types/index.js";
import type { Order } from "./types.js";

/** Stages by the contract's number: what may happen next. */
export const ORDER_STAGES = [
  "Unfunded",
  "Closed",
  "Lapsed",
  "Disputed",
  "Escalated",
  "DefaultDue",
  "Funded",
  "Overdue",
  "Shipped",
  "Received",
  "Due",
] as const;
export type OrderStage = (typeof ORDER_STAGES)[number];

/** Why the seller was paid or the buyer got its money back, by the number in the events. */
export const PAYMENT_CAUSES = [
  "Confirmed",
  "PartPaid",
  "Due",
  "Refunded",
  "Unshipped",
  "Settled",
  "Awarded",
  "AwardedByDefault",
] as const;
export type PaymentCause = (typeof PAYMENT_CAUSES)[number];

/** An order as it stands. Deadlines are wall-clock unix seconds, good while the clock runs on; undefined if there is none. */
export interface OrderState {
  readonly id: string;
  readonly stage: OrderStage;
  /** minor units not yet paid or released */
  readonly remaining: bigint;
  /** who is paid out of the hold: the seller, its successor, its assignee, or the dealer */
  readonly payee: string;
  /** the clock stands: every deadline moves on with time */
  readonly stopped: boolean;
  /** seconds of standstill so far, out of 60 days */
  readonly standstill: bigint;
  readonly shipBy: bigint;
  readonly disputeBy: bigint | undefined;
  readonly answerBy: bigint | undefined;
  readonly escalateFrom: bigint | undefined;
  readonly escalates: bigint | undefined;
  readonly awardBy: bigint | undefined;
  /** the hold lapses, its extensions included */
  readonly expiry: bigint;
}

/** Asks the escrow what may happen to the order next, and when. */
export async function readOrder(escrow: Pick<OrderEscrow, "stateOf">, order: Order): Promise<OrderState> {
  const state = await escrow.stateOf(order);
  const { id, remaining, payee, stopped, standstill, shipBy, expiry } = state;
  const deadline = (second: bigint) => (second === 0n ? undefined : second);
  return {
    id,
    stage: ORDER_STAGES[Number(state.stage)]!,
    remaining,
    payee,
    stopped,
    standstill,
    shipBy,
    disputeBy: deadline(state.disputeBy),
    answerBy: deadline(state.answerBy),
    escalateFrom: deadline(state.escalateFrom),
    escalates: deadline(state.escalates),
    awardBy: deadline(state.awardBy),
    expiry,
  };
}
