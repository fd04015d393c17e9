import type { Signer } from "ethers";

import type { SigningContract } from "../../chain/typedData.js";
import { signDeal } from "../signing.js";
import { orderId } from "./order.js";
import { ORDER_TYPES, type Order, type OrderActs } from "./types.js";

/** The seller's consent to an order, for `fund`. */
export function signOrder(escrow: SigningContract, seller: Signer, order: Order): Promise<string> {
  return signDeal(escrow, seller, { Order: ORDER_TYPES.Order }, order);
}

/** A party's signature of one act on an order: anyone may submit it, and it works once. */
export function signOrderAct<Act extends keyof OrderActs>(
  escrow: SigningContract,
  signer: Signer,
  order: Order,
  act: Act,
  content: OrderActs[Act],
): Promise<string> {
  return signDeal(escrow, signer, { [act]: ORDER_TYPES[act] }, { order: orderId(order), ...content });
}
