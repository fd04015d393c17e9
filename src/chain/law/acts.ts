import { hexlify, randomBytes, type Signer, TypedDataEncoder, type TypedDataField } from "ethers";

import { signingDomain, type SigningContract } from "../typedData.js";

/*
 * What the second person signs for an act under a legal order, for a lift, and for the end of a pause: EIP-712 types in the
 * very order of `contracts/compliance/LegalActs.sol` and `PauseControl.sol`.
 */

const field = (type: string, name: string): TypedDataField => ({ name, type });
const CONSENT = [field("bytes32", "salt"), field("uint256", "expiry")];

const LEGAL_ORDER = [
  field("bytes32", "id"),
  field("bytes32", "authority"),
  field("bytes32", "documentHash"),
  field("uint64", "issuedAt"),
  field("uint64", "validUntil"),
];
const ORDER = field("LegalOrder", "order");

/** Fields of each act, less the order and the consent that every act has. */
const ACTS = {
  BlockParty: [field("uint64", "party")],
  PlaceLien: [field("address", "token"), field("address", "account"), field("uint256", "amount")],
  Seize: [
    field("address", "token"),
    field("address", "account"),
    field("address", "custody"),
    field("uint256", "amount"),
    field("bytes32", "lienId"),
  ],
  Recover: [field("address", "lost"), field("address", "successor")],
  ForceRelease: [field("address", "token"), field("bytes32", "hold")],
} as const;

/** Fields of each lift, less the consent. `LiftPause` is of PauseControl, the others of LegalOrders. */
const LIFTS = {
  LiftBlock: [field("bytes32", "orderId"), field("uint64", "party"), field("bytes32", "grounds")],
  LiftLien: [field("bytes32", "lienId"), field("uint256", "amount"), field("bytes32", "grounds")],
  LiftDirectBlock: [field("uint64", "party"), field("bytes32", "grounds")],
  UnblockWallet: [field("address", "token"), field("address", "wallet"), field("bytes32", "grounds")],
  LiftPause: [field("address", "token"), field("uint8", "operation"), field("bytes32", "reason")],
} as const;

export type ActName = keyof typeof ACTS;
export type LiftName = keyof typeof LIFTS;

/** An order of a court or an authority; see contracts/interfaces/ILegalOrders.sol. */
export interface LegalOrder {
  /** bytes32: the bank's number of the order, salted */
  readonly id: string;
  /** bytes32: code of the court or authority */
  readonly authority: string;
  /** bytes32: hash of the document as served */
  readonly documentHash: string;
  /** unix seconds */
  readonly issuedAt: bigint;
  /** unix seconds; 0 until lifted */
  readonly validUntil: bigint;
}

/** The second person's consent, as the contracts take it. */
export interface Approval {
  /** bytes32: makes acts of equal content different */
  readonly salt: string;
  /** unix seconds: void from here on */
  readonly expiry: bigint;
  readonly approver: string;
  readonly signature: string;
}

export type Consent = Pick<Approval, "salt" | "expiry">;

/** The EIP-712 types of an act or a lift. */
export function lawTypes(name: ActName | LiftName): Record<string, TypedDataField[]> {
  if (name in LIFTS) return { [name]: [...LIFTS[name as LiftName], ...CONSENT] };
  return { [name]: [ORDER, ...ACTS[name as ActName], ...CONSENT], LegalOrder: LEGAL_ORDER };
}

/** The name of an act for ever: the hash of what was signed, `act` in the events. */
export function actHash(name: ActName | LiftName, content: object, consent: Consent): string {
  return TypedDataEncoder.hashStruct(name, lawTypes(name), { ...content, ...consent });
}

/** What is filed under an order's id. */
export function legalOrderHash(order: LegalOrder): string {
  return TypedDataEncoder.hashStruct("LegalOrder", { LegalOrder: LEGAL_ORDER }, order);
}

/** A consent good until `expiry`, for one act. */
export const newConsent = (expiry: bigint): Consent => ({ salt: hexlify(randomBytes(32)), expiry });

/**
 * Signs an act or a lift for the contract that will carry it out.
 * @param content the fields of the act by name: `{ order, party }`, `{ lienId, amount, grounds }`, ...
 */
export async function signAct(
  contract: SigningContract,
  signer: Signer,
  name: ActName | LiftName,
  content: object,
  consent: Consent,
): Promise<Approval> {
  const message = { ...content, ...consent } as Record<string, unknown>;
  const signature = await signer.signTypedData(await signingDomain(contract), lawTypes(name), message);
  return { ...consent, approver: await signer.getAddress(), signature };
}
