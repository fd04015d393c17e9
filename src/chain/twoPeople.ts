import { hexlify, randomBytes, type Signer } from "ethers";

import type { Bank } from "./bank.js";
import { chainTime } from "./send.js";
import { signFor, type SigningContract, type TypedDataName } from "./typedData.js";

/** How long a second person's yes is good when nothing else is said: long enough to be sent, too short to be forgotten. */
const APPROVAL_SECONDS = 3_600n;

/** What makes an act of two people this one act, once; see contracts/types/Approval.sol. */
export interface ActTerms {
  /** bytes32 */
  readonly salt: string;
  /** unix seconds: sent strictly before */
  readonly expiry: bigint;
}

/** The second person's consent to one act, as legal orders and the lifting of pauses take it. */
export interface ActApproval extends ActTerms {
  readonly approver: string;
  readonly signature: string;
}

/** Terms of a new act: a random salt, good for an hour unless told. */
export async function newTerms(bank: Bank, seconds = APPROVAL_SECONDS): Promise<ActTerms> {
  return { salt: hexlify(randomBytes(32)), expiry: (await chainTime(bank)) + seconds };
}

/** The approver's yes to exactly this act. */
export async function approveAct(
  contract: SigningContract,
  approver: Signer,
  type: TypedDataName,
  message: object,
  terms: ActTerms,
): Promise<ActApproval> {
  const signature = await signFor(contract, approver, type, { ...message, ...terms });
  return { ...terms, approver: await approver.getAddress(), signature };
}
