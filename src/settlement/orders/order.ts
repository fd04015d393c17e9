import { randomBytes } from "node:crypto";

import { hexlify, ZeroAddress } from "ethers";

import { requireAddress, requireAmount, requireBytes } from "../../chain/checks.js";
import { type Hold } from "../../chain/typedData.js";
import { VostroError } from "../../errors/index.js";
import { dealHash } from "../signing.js";
import { ORDER_DEFAULTS, ORDER_RULES, ORDER_TYPES, TRADE_ASSURANCE, type Order } from "./types.js";

/** What must be said of an order; the rest has defaults. */
export type OrderRequest = Pick<
  Order,
  "token" | "buyer" | "seller" | "amount" | "orderReference" | "document" | "arbiter" | "shipBy" | "placeBy"
> &
  Partial<Order>;

/**
 * An order that the escrow will take at `now` (unix seconds, the chain's), with the defaults of `ORDER_DEFAULTS`.
 * @throws VostroError BadAddress, BadAmount, BadBytes, BadOrder (the field is in `args`)
 */
export function buildOrder(request: OrderRequest, now: bigint): Order {
  const order: Order = {
    ...ORDER_DEFAULTS,
    inspector: ZeroAddress,
    assignable: false,
    milestone: 1n,
    milestones: 1n,
    dealer: ZeroAddress,
    sellerToken: ZeroAddress,
    sellerMinimum: 0n,
    salt: hexlify(randomBytes(32)),
    ...request,
  };
  const checked: Order = {
    ...order,
    token: requireAddress(order.token, "The token"),
    buyer: requireAddress(order.buyer, "The buyer"),
    seller: requireAddress(order.seller, "The seller"),
    arbiter: requireAddress(order.arbiter, "The arbiter"),
    inspector: optional(order.inspector, "The inspector"),
    dealer: optional(order.dealer, "The dealer"),
    sellerToken: optional(order.sellerToken, "The seller's token"),
    amount: requireAmount(order.amount, "An order"),
    orderReference: requireBytes(order.orderReference, 32, "The order reference"),
    document: requireBytes(order.document, 32, "The document's hash"),
    salt: requireBytes(order.salt, 32, "The salt"),
  };
  const problem = problemOfOrder(checked, now);
  if (problem === undefined) return checked;
  const [field, sentence] = problem;
  throw new VostroError({
    name: "BadOrder",
    args: { field },
    sentence,
    fix: `Correct ${field}; nothing was signed or sent.`,
  });
}

const optional = (address: string, what: string): string =>
  address === ZeroAddress ? address : requireAddress(address, what);

/** Which field breaks a rule of the escrow, and how; undefined for an order it takes. */
export function problemOfOrder(order: Order, now: bigint): readonly [field: keyof Order, sentence: string] | undefined {
  const { buyer, seller, dealer } = order;
  const abroad = dealer !== ZeroAddress;
  const rules: [boolean, keyof Order, string][] = [
    [seller !== buyer, "seller", "Buyer and seller are the same."],
    [![buyer, seller, dealer].includes(order.arbiter), "arbiter", "The arbiter is a party of the order, or nobody."],
    [order.inspector !== seller, "inspector", "The seller cannot inspect its own goods."],
    [
      0n <= order.inspection && order.inspection <= ORDER_RULES.longestInspection,
      "inspection",
      "An inspection takes at most 30 days.",
    ],
    [order.transit >= 0n, "transit", "The transit takes no time less than none."],
    [order.arbitration >= ORDER_RULES.shortestArbitration, "arbitration", "The arbiter has less than a day."],
    [
      0n <= order.defaultAward && order.defaultAward <= ORDER_RULES.whole,
      "defaultAward",
      "A share is 0 to 10,000 basis points.",
    ],
    [
      0n < order.milestone && order.milestone <= order.milestones,
      "milestone",
      "A stage has a number from 1 to the number of stages.",
    ],
    [!abroad || (dealer !== buyer && dealer !== seller), "dealer", "The dealer is the buyer or the seller."],
    [
      abroad ? order.sellerToken !== ZeroAddress && order.sellerToken !== order.token : order.sellerToken === dealer,
      "sellerToken",
      "Across currencies the seller is paid in another token, and only then.",
    ],
    [
      abroad ? order.sellerMinimum > 0n : order.sellerMinimum === 0n,
      "sellerMinimum",
      "Across currencies the seller has a minimum, and only then.",
    ],
    [!abroad || !order.assignable, "assignable", "Money that a dealer is paid cannot be assigned."],
    [order.shipBy > now, "shipBy", "The date of shipment has passed."],
    [order.placeBy > now, "placeBy", "The time to fund the order has passed."],
    [orderExpiry(order) <= now + ORDER_RULES.longestLife, "shipBy", "The order would live longer than 400 days."],
  ];
  const broken = rules.find(([kept]) => !kept);
  return broken === undefined ? undefined : [broken[1], broken[2]];
}

/** The order's id: what its acts name, and its hold carries as `terms`. */
export function orderId(order: Order): string {
  return dealHash("Order", { Order: ORDER_TYPES.Order }, order);
}

/**
 * When the order's hold lapses: after every window, a full standstill and a week to act. Unix seconds, rounded up to an
 * even one; the next, odd one across currencies, so that the hold alone tells whether a dealer must pay too.
 */
export function orderExpiry(order: Order): bigint {
  const windows = order.transit + order.inspection + TRADE_ASSURANCE.escalatesAfter + order.arbitration;
  const last = order.shipBy + windows + ORDER_RULES.longestStandstill + ORDER_RULES.closingTime;
  return last + (last % 2n) + (order.dealer === ZeroAddress ? 0n : 1n);
}

/** The one hold of the order: the buyer signs it (in the domain of `order.token`) or places it itself. */
export function holdOfOrder(order: Order, escrow: string): Hold {
  return {
    payer: order.buyer,
    payee: order.dealer === ZeroAddress ? order.seller : order.dealer,
    notary: escrow,
    amount: order.amount,
    expiry: orderExpiry(order),
    placeBy: order.placeBy,
    assignable: order.assignable,
    terms: orderId(order),
  };
}

/** The stages of one order that is funded stage by stage: one order each, of these amounts and dates of shipment. */
export function stagesOf(
  request: OrderRequest,
  stages: readonly (Pick<Order, "amount" | "shipBy" | "placeBy"> & Partial<Order>)[],
  now: bigint,
): Order[] {
  const milestones = BigInt(stages.length);
  return stages.map((stage, i) => buildOrder({ ...request, ...stage, milestone: BigInt(i + 1), milestones }, now));
}
