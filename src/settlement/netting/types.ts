import { field, type Types } from "../signing.js";

/** One debt between two parties; a leaf of the gross list. */
export interface Obligation {
  readonly debtor: string;
  readonly creditor: string;
  /** minor units */
  readonly amount: bigint;
  /** bytes32: salted hash of the invoice or contract; one obligation, one reference */
  readonly obligationReference: string;
}

/** The position of one party: paid if above zero, pays if below. */
export interface Net {
  readonly party: string;
  /** minor units */
  readonly amount: bigint;
}

/** One payment of a net debtor to a net creditor, both by index in the nets. */
export interface Slice {
  readonly debtor: bigint;
  readonly creditor: bigint;
  /** minor units */
  readonly amount: bigint;
}

/** What is settled together; see contracts/interfaces/INettingCycle.sol. */
export interface Cycle {
  readonly token: string;
  /** bytes32: root of the gross list */
  readonly grossRoot: string;
  readonly netsHash: string;
  readonly slicesHash: string;
  /** unix seconds: slices placed and consents given strictly before */
  readonly cutOff: bigint;
  /** unix seconds: settled strictly before */
  readonly settleBy: bigint;
  /** unix seconds: the end of a second round, zero for none */
  readonly secondBy: bigint;
  readonly round: bigint;
  /** bytes32: id of the first cycle, zero in round 1 */
  readonly previous: string;
  readonly salt: string;
}

/** What a party signs that pays nothing, in the desk's domain; its hash is the `terms` of every slice's hold. */
export const CYCLE_TYPES = {
  Cycle: [
    field("address", "token"),
    field("bytes32", "grossRoot"),
    field("bytes32", "netsHash"),
    field("bytes32", "slicesHash"),
    field("uint64", "cutOff"),
    field("uint64", "settleBy"),
    field("uint64", "secondBy"),
    field("uint8", "round"),
    field("bytes32", "previous"),
    field("bytes32", "salt"),
  ],
} satisfies Types;
