import { hexlify, randomBytes, type Signer, TypedDataEncoder, type TypedDataField } from "ethers";

import { type ActApproval, type ActTerms, approveAct } from "../twoPeople.js";
import { type SigningContract, TYPED_DATA } from "../typedData.js";
import type { LegalActName } from "./signing.js";

/*
 * Acts under legal orders, lifts, and the end of a pause by the bare fields that are signed: what tests of the contracts
 * need. Programs use `signLegalAct`, which checks and names the fields.
 */

export { type LegalOrder, legalOrderHash } from "../typedData.js";

export type LiftName = Extract<LegalActName, `Lift${string}` | "UnblockWallet"> | "LiftPause";
export type ActName = Exclude<LegalActName, LiftName>;
export type Consent = ActTerms;

/** The EIP-712 types of an act or a lift. */
export const lawTypes = (name: ActName | LiftName): Record<string, TypedDataField[]> => TYPED_DATA[name];

/** The name of an act for ever: the hash of what was signed, `act` in the events. */
export function actHash(name: ActName | LiftName, content: object, { salt, expiry }: Consent): string {
  return TypedDataEncoder.hashStruct(name, TYPED_DATA[name], { ...content, salt, expiry });
}

/** A consent good until `expiry`, for one act. */
export const newConsent = (expiry: bigint): Consent => ({ salt: hexlify(randomBytes(32)), expiry });

/**
 * Signs an act or a lift for the contract that will carry it out.
 * @param content the fields of the act by name: `{ order, party }`, `{ lienId, amount, grounds }`, ...
 */
export const signAct = (
  contract: SigningContract,
  signer: Signer,
  name: ActName | LiftName,
  content: object,
  consent: Consent,
): Promise<ActApproval> => approveAct(contract, signer, name, content, consent);
