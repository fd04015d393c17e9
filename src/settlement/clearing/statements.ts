import { type Signer } from "ethers";

import type { SigningContract } from "../../chain/typedData.js";
import { field, signDeal, type Types } from "../signing.js";

/** Where a payment stands that settles off chain, in the order of `ClearingState`. */
export const CLEARING_STATES = [
  "None",
  "Proposed",
  "ReceiverReady",
  "Locked",
  "Instructed",
  "Settled",
  "Repair",
  "Completed",
  "PaidOutside",
  "Cancelled",
] as const;
export type ClearingState = (typeof CLEARING_STATES)[number];

const EXPIRY = field("uint256", "expiry");

/** What two people of the receiving bank sign in the desk's domain. `payment` is the payment's hash. */
export const STATEMENTS = {
  /** The money came, exactly so much, under this reference. */
  SettlementStatement: [
    field("bytes32", "payment"),
    field("bytes32", "rtgsReference"),
    field("uint256", "amount"),
    EXPIRY,
  ],
  /** Credit this wallet of the payee's party instead. */
  CompletionStatement: [field("bytes32", "payment"), field("address", "wallet"), EXPIRY],
  /** The payee was paid in another way. */
  PaidOutsideStatement: [field("bytes32", "payment"), field("bytes32", "outsideReference"), EXPIRY],
  /** The money did not come and will not. */
  NonSettlementStatement: [field("bytes32", "payment"), field("bytes32", "rtgsReference"), EXPIRY],
} as const;
export type Statement = keyof typeof STATEMENTS;

/** Two different people of the receiving bank under one statement; see contracts/interfaces/IEvidenceClearing.sol. */
export interface TwoPeople {
  readonly expiry: bigint;
  readonly operator: string;
  readonly operatorSignature: string;
  readonly approver: string;
  readonly approverSignature: string;
}

/** One person's signature of a statement. `message` has every field but none else. */
export function signStatement(
  desk: SigningContract,
  signer: Signer,
  statement: Statement,
  message: object,
): Promise<string> {
  const types: Types = { [statement]: STATEMENTS[statement] };
  return signDeal(desk, signer, types, message);
}

/** Both signatures of a statement, ready to be sent by anyone. */
export async function signTogether(
  desk: SigningContract,
  [operator, approver]: readonly [Signer, Signer],
  statement: Statement,
  message: { readonly expiry: bigint },
): Promise<TwoPeople> {
  const [operatorSignature, approverSignature] = await Promise.all(
    [operator, approver].map((signer) => signStatement(desk, signer, statement, message)),
  );
  return {
    expiry: message.expiry,
    operator: await operator.getAddress(),
    operatorSignature: operatorSignature!,
    approver: await approver.getAddress(),
    approverSignature: approverSignature!,
  };
}
