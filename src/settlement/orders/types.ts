import type { Hold } from "../../chain/typedData.js";
import { field, type Types } from "../signing.js";

/** The terms of one order, or of one stage of it, as contracts/types/Order.sol has them. */
export interface Order {
  /** in whose money the buyer pays */
  readonly token: string;
  readonly buyer: string;
  readonly seller: string;
  /** minor units of `token` */
  readonly amount: bigint;
  /** bytes32: the marketplace's number, salted; the stages of one order share it */
  readonly orderReference: string;
  /** bytes32: hash of the contract or purchase order */
  readonly document: string;
  readonly arbiter: string;
  /** zero address for nobody */
  readonly inspector: string;
  /** unix seconds; shipped strictly before */
  readonly shipBy: bigint;
  /** seconds, as the next two */
  readonly transit: bigint;
  readonly inspection: bigint;
  readonly arbitration: bigint;
  /** basis points to the seller */
  readonly defaultAward: bigint;
  /** unix seconds; funded strictly before */
  readonly placeBy: bigint;
  readonly assignable: boolean;
  readonly milestone: bigint;
  readonly milestones: bigint;
  /** zero address unless across currencies, as `sellerToken` */
  readonly dealer: string;
  readonly sellerToken: string;
  /** minor units of `sellerToken`, for the whole amount */
  readonly sellerMinimum: bigint;
  /** bytes32 */
  readonly salt: string;
}

/** The dealer's side of one payment across currencies. */
export interface DealerLeg {
  readonly hold: Hold;
  readonly signature: string;
}

const ORDER = field("bytes32", "order");
const NUMBER = field("uint256", "number");
const EVIDENCE = field("bytes32", "evidence");
const REMAINING = field("uint256", "remaining");

/** What each party signs, in the escrow's domain. The order's own hash is its id; the hold is signed in the token's domain. */
export const ORDER_TYPES = {
  Order: [
    field("address", "token"),
    field("address", "buyer"),
    field("address", "seller"),
    field("uint256", "amount"),
    field("bytes32", "orderReference"),
    field("bytes32", "document"),
    field("address", "arbiter"),
    field("address", "inspector"),
    field("uint256", "shipBy"),
    field("uint256", "transit"),
    field("uint256", "inspection"),
    field("uint256", "arbitration"),
    field("uint256", "defaultAward"),
    field("uint256", "placeBy"),
    field("bool", "assignable"),
    field("uint256", "milestone"),
    field("uint256", "milestones"),
    field("address", "dealer"),
    field("address", "sellerToken"),
    field("uint256", "sellerMinimum"),
    field("bytes32", "salt"),
  ],
  Confirmation: [ORDER],
  PartPayment: [ORDER, field("uint256", "amount"), REMAINING],
  Refund: [ORDER, field("uint256", "amount"), REMAINING, field("bool", "keepsGoods")],
  Settlement: [ORDER, field("uint256", "toSeller"), REMAINING],
  Shipment: [ORDER, EVIDENCE],
  Receipt: [ORDER, EVIDENCE],
  Shortening: [ORDER, field("uint256", "inspection")],
  Dispute: [ORDER, field("uint256", "claim"), EVIDENCE, NUMBER],
  Withdrawal: [ORDER, NUMBER],
  Answer: [ORDER, field("uint256", "offer"), EVIDENCE, NUMBER],
  Escalation: [ORDER, NUMBER],
  Award: [ORDER, field("uint256", "share"), EVIDENCE, NUMBER],
  OrderPart: [ORDER, REMAINING, field("uint256", "amount")],
} as const satisfies Types;

export type OrderType = keyof typeof ORDER_TYPES;

/** Content of each act that a party signs, `order` apart: that is the id. */
export interface OrderActs {
  Confirmation: object;
  PartPayment: { amount: bigint; remaining: bigint };
  Refund: { amount: bigint; remaining: bigint; keepsGoods: boolean };
  Settlement: { toSeller: bigint; remaining: bigint };
  Shipment: { evidence: string };
  Receipt: { evidence: string };
  Shortening: { inspection: bigint };
  Dispute: { claim: bigint; evidence: string; number: bigint };
  Withdrawal: { number: bigint };
  Answer: { offer: bigint; evidence: string; number: bigint };
  Escalation: { number: bigint };
  Award: { share: bigint; evidence: string; number: bigint };
}

const DAY = 86_400n;

/** Trade Assurance's timers, seconds. The first is a default of orders; the others are constants of the contract. */
export const TRADE_ASSURANCE = {
  inspection: 30n * DAY,
  answerWithin: 3n * DAY,
  escalateFrom: 4n * DAY,
  escalatesAfter: 7n * DAY,
} as const;

/** Bounds and margins of the contract, seconds and basis points. */
export const ORDER_RULES = {
  longestInspection: 30n * DAY,
  shortestArbitration: DAY,
  longestStandstill: 60n * DAY,
  closingTime: 7n * DAY,
  longestLife: 400n * DAY,
  whole: 10_000n,
} as const;

/** What an order says if nobody says otherwise: 30 days each, and half to each side if the arbiter is silent. */
export const ORDER_DEFAULTS = {
  transit: 30n * DAY,
  inspection: TRADE_ASSURANCE.inspection,
  arbitration: 30n * DAY,
  defaultAward: 5_000n,
} as const;
