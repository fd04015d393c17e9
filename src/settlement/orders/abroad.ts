import type { Hold } from "../../chain/typedData.js";
import { dealHash } from "../signing.js";
import { orderId } from "./order.js";
import { ORDER_TYPES, type Order } from "./types.js";

/** One payment of an order: what remained before it, and what is paid; minor units of the buyer's token. */
export interface Part {
  readonly remaining: bigint;
  readonly amount: bigint;
}

/** `terms` of the dealer's hold for this payment of this order. */
export function partTerms(order: Order, { remaining, amount }: Part): string {
  return dealHash("OrderPart", { OrderPart: ORDER_TYPES.OrderPart }, { order: orderId(order), remaining, amount });
}

/** What the seller gets at least for `amount` of the buyer's money: pro rata, rounded up. */
export function minimumFor(order: Order, amount: bigint): bigint {
  return (order.sellerMinimum * amount + order.amount - 1n) / order.amount;
}

/**
 * The hold that the dealer signs (in the domain of `order.sellerToken`) for one payment. Times are unix seconds; `pays`
 * is the seller's minimum if left out.
 */
export function dealerHold(
  order: Order,
  escrow: string,
  part: Part,
  times: { readonly expiry: bigint; readonly placeBy: bigint },
  { pays = minimumFor(order, part.amount), payee = order.seller }: { pays?: bigint; payee?: string } = {},
): Hold {
  return {
    payer: order.dealer,
    payee,
    notary: escrow,
    amount: pays,
    expiry: times.expiry,
    placeBy: times.placeBy,
    assignable: false,
    terms: partTerms(order, part),
  };
}
