import { type Signer, TypedDataEncoder, type TypedDataField } from "ethers";

/*
 * Everything people sign, as EIP-712 types in the very order of the contracts' type hashes, and nothing twice. In which
 * contract's domain each is signed stands above its group.
 */

const field = (type: string, name: string): TypedDataField => ({ name, type });

const AUTHORIZATION = [
  field("address", "from"),
  field("address", "to"),
  field("uint256", "value"),
  field("uint256", "validAfter"),
  field("uint256", "validBefore"),
  field("bytes32", "nonce"),
];

const MINT_ITEM = [field("address", "payee"), field("uint256", "amount"), field("bytes32", "depositReference")];

/** What makes one act of two people this one, once. */
const TERMS = [field("bytes32", "salt"), field("uint256", "expiry")];

const LEGAL_ORDER = [
  field("bytes32", "id"),
  field("bytes32", "authority"),
  field("bytes32", "documentHash"),
  field("uint64", "issuedAt"),
  field("uint64", "validUntil"),
];
const ORDER = field("LegalOrder", "order");

/** EIP-712 types by primary type, each with the types it refers to. Amounts in minor units, times in unix seconds. */
export const TYPED_DATA = {
  // In the token's domain.
  Hold: {
    Hold: [
      field("address", "payer"),
      field("address", "payee"),
      field("address", "notary"),
      field("uint256", "amount"),
      field("uint256", "expiry"),
      field("uint256", "placeBy"),
      field("bool", "assignable"),
      field("bytes32", "terms"),
    ],
  },
  Permit: {
    Permit: [
      field("address", "owner"),
      field("address", "spender"),
      field("uint256", "value"),
      field("uint256", "nonce"),
      field("uint256", "deadline"),
    ],
  },
  TransferWithAuthorization: { TransferWithAuthorization: AUTHORIZATION },
  ReceiveWithAuthorization: { ReceiveWithAuthorization: AUTHORIZATION },
  CancelAuthorization: { CancelAuthorization: [field("address", "authorizer"), field("bytes32", "nonce")] },
  // In the issuance desk's domain.
  MintOrder: {
    MintOrder: [
      field("address", "token"),
      field("address", "payee"),
      field("uint256", "amount"),
      field("bytes32", "depositReference"),
      field("uint256", "expiry"),
    ],
  },
  MintBatch: {
    MintBatch: [
      field("address", "token"),
      field("MintItem[]", "items"),
      field("uint256", "count"),
      field("uint256", "total"),
      field("uint256", "expiry"),
    ],
    MintItem: MINT_ITEM,
  },
  // In the redemption desk's domain.
  CancelRedemption: { CancelRedemption: [field("address", "token"), field("bytes32", "hold")] },
  RejectRedemption: {
    RejectRedemption: [
      field("address", "token"),
      field("bytes32", "hold"),
      field("bytes4", "reason"),
      field("uint256", "expiry"),
    ],
  },
  ReturnRedemption: {
    ReturnRedemption: [
      field("address", "token"),
      field("bytes32", "hold"),
      field("uint256", "amount"),
      field("bytes32", "returnReference"),
      field("uint256", "expiry"),
    ],
  },
  // In the domain of Limits.
  Clearance: {
    Clearance: [
      field("address", "token"),
      field("address", "payer"),
      field("address", "payee"),
      field("uint256", "amount"),
      field("uint256", "expiry"),
      field("bytes32", "caseId"),
    ],
  },
  // In the domain of LegalOrders.
  BlockParty: { BlockParty: [ORDER, field("uint64", "party"), ...TERMS], LegalOrder: LEGAL_ORDER },
  PlaceLien: {
    PlaceLien: [ORDER, field("address", "token"), field("address", "account"), field("uint256", "amount"), ...TERMS],
    LegalOrder: LEGAL_ORDER,
  },
  Seize: {
    Seize: [
      ORDER,
      field("address", "token"),
      field("address", "account"),
      field("address", "custody"),
      field("uint256", "amount"),
      field("bytes32", "lienId"),
      ...TERMS,
    ],
    LegalOrder: LEGAL_ORDER,
  },
  Recover: {
    Recover: [ORDER, field("address", "lost"), field("address", "successor"), ...TERMS],
    LegalOrder: LEGAL_ORDER,
  },
  ForceRelease: {
    ForceRelease: [ORDER, field("address", "token"), field("bytes32", "hold"), ...TERMS],
    LegalOrder: LEGAL_ORDER,
  },
  LiftBlock: {
    LiftBlock: [field("bytes32", "orderId"), field("uint64", "party"), field("bytes32", "grounds"), ...TERMS],
  },
  LiftLien: {
    LiftLien: [field("bytes32", "lienId"), field("uint256", "amount"), field("bytes32", "grounds"), ...TERMS],
  },
  LiftDirectBlock: {
    LiftDirectBlock: [
      field("uint64", "party"),
      field("bytes32", "grounds"),
      field("bytes32", "salt"),
      field("uint256", "expiry"),
    ],
  },
  UnblockWallet: {
    UnblockWallet: [field("address", "token"), field("address", "wallet"), field("bytes32", "grounds"), ...TERMS],
  },
  // In the domain of ConfirmedPayments.
  PayeeConfirmation: {
    PayeeConfirmation: [
      field("address", "token"),
      field("address", "payee"),
      field("bytes32", "nameHash"),
      field("uint256", "expiry"),
    ],
  },
  // In the domain of PauseControl.
  LiftPause: {
    LiftPause: [
      field("address", "token"),
      field("uint8", "operation"),
      field("bytes32", "reason"),
      field("bytes32", "salt"),
      field("uint256", "expiry"),
    ],
  },
  // In the resolution contract's domain.
  Declaration: {
    Declaration: [
      field("address", "token"),
      field("bytes32", "instrument"),
      field("bytes32", "authorityCode"),
      field("address", "agent"),
      field("uint256", "expiry"),
    ],
  },
  RegisterCommitment: {
    RegisterCommitment: [
      field("address", "token"),
      field("bytes32", "root"),
      field("uint256", "total"),
      field("uint256", "holders"),
      field("uint256", "blockNumber"),
      field("uint256", "burnedThen"),
      field("uint256", "expiry"),
    ],
  },
  // In the domain of the liability transfer between two tokens.
  Acceptance: {
    Acceptance: [
      field("bytes32", "root"),
      field("uint256", "total"),
      field("bytes32", "instrument"),
      field("uint256", "expiry"),
    ],
  },
  // Hashed into a hold's `terms` or filed, never signed by themselves.
  LegalOrder: { LegalOrder: LEGAL_ORDER },
  PaymentTerms: { PaymentTerms: [field("address", "token"), field("bytes32", "nameHash"), field("bytes32", "salt")] },
  RedemptionTerms: {
    RedemptionTerms: [field("address", "token"), field("bytes32", "settlementAccount"), field("bytes32", "salt")],
  },
} satisfies Record<string, Record<string, TypedDataField[]>>;

export type TypedDataName = keyof typeof TYPED_DATA;

/** Money of `payer` earmarked for `payee`; see contracts/types/HoldWord.sol. `payee` zero is a redemption. */
export interface Hold {
  readonly payer: string;
  readonly payee: string;
  readonly notary: string;
  /** minor units */
  readonly amount: bigint;
  /** unix seconds: executed strictly before */
  readonly expiry: bigint;
  /** unix seconds: placed strictly before */
  readonly placeBy: bigint;
  readonly assignable: boolean;
  /** bytes32, the hash of what the hold is for */
  readonly terms: string;
}

/** What an approver signs for one mint. */
export interface MintOrder {
  readonly token: string;
  readonly payee: string;
  /** minor units */
  readonly amount: bigint;
  /** bytes32, salted */
  readonly depositReference: string;
  /** unix seconds: sent strictly before */
  readonly expiry: bigint;
}

/** One item of a batch. */
export type MintItem = Pick<MintOrder, "payee" | "amount" | "depositReference">;

/** What an approver signs for a batch; build it with `buildMintBatch`. */
export interface MintBatch {
  readonly token: string;
  readonly items: readonly MintItem[];
  readonly count: bigint;
  /** sum of the amounts, minor units */
  readonly total: bigint;
  readonly expiry: bigint;
}

/** What two people allow over a corridor under review; see contracts/interfaces/IPartyLimits.sol. */
export interface Clearance {
  readonly token: string;
  readonly payer: string;
  readonly payee: string;
  /** minor units */
  readonly amount: bigint;
  /** unix seconds: used strictly before */
  readonly expiry: bigint;
  /** bytes32, salted hash of the bank's case file */
  readonly caseId: string;
}

/** What a redemption's hold is for; see contracts/interfaces/IRedemptionDesk.sol. */
export interface RedemptionTerms {
  readonly token: string;
  /** bytes32: salted hash of the customer's own bank account, as registered */
  readonly settlementAccount: string;
  /** bytes32: makes equal requests different */
  readonly salt: string;
}

/** What an approver signs so that a token goes into resolution; build it with `buildDeclaration`. */
export interface Declaration {
  readonly token: string;
  /** bytes32: hash of the resolution instrument */
  readonly instrument: string;
  /** bytes32: code or LEI of the authority, text */
  readonly authorityCode: string;
  readonly agent: string;
  /** unix seconds: sent strictly before */
  readonly expiry: bigint;
}

/** What an approver signs so that a register of holders counts; build it with `buildCommitment`. */
export interface RegisterCommitment {
  readonly token: string;
  readonly root: string;
  /** minor units */
  readonly total: bigint;
  readonly holders: bigint;
  readonly blockNumber: bigint;
  /** minor units, since the token began */
  readonly burnedThen: bigint;
  /** unix seconds: sent strictly before */
  readonly expiry: bigint;
}

/** What the successor's approver signs to take a liability over; build it with `buildAcceptance`. */
export interface Acceptance {
  readonly root: string;
  /** minor units */
  readonly total: bigint;
  /** bytes32: hash of the transfer's instrument */
  readonly instrument: string;
  /** unix seconds: sent strictly before */
  readonly expiry: bigint;
}

/** An order of a court or an authority; build it with `buildLegalOrder`. See contracts/interfaces/ILegalOrders.sol. */
export interface LegalOrder {
  /** bytes32: the bank's number of the order, salted */
  readonly id: string;
  /** bytes32: code of the court or authority */
  readonly authority: string;
  /** bytes32: hash of the document as served */
  readonly documentHash: string;
  /** unix seconds */
  readonly issuedAt: bigint;
  /** last unix second at which the bank may act under it; 0 until lifted */
  readonly validUntil: bigint;
}

/** What a compliance approver signs so that one payment passes a corridor under review; build it with `buildClearance`. */
export interface Clearance {
  readonly token: string;
  /** zero address for a mint */
  readonly payer: string;
  readonly payee: string;
  /** minor units: the payment must be of exactly this */
  readonly amount: bigint;
  /** unix seconds: used strictly before */
  readonly expiry: bigint;
  /** bytes32: salted hash of the bank's case */
  readonly caseId: string;
}

/** What the hold of a confirmed payment is for; see contracts/interfaces/IConfirmedPayments.sol. */
export interface PaymentTerms {
  readonly token: string;
  /** bytes32: salted hash of the name that the payer expects */
  readonly nameHash: string;
  /** bytes32: makes equal payments different */
  readonly salt: string;
}

/** What the payee's bank signs: behind this account stands this name. */
export interface PayeeConfirmation {
  readonly token: string;
  readonly payee: string;
  /** bytes32: salted hash of the name as the bank knows it */
  readonly nameHash: string;
  /** unix seconds: used strictly before */
  readonly expiry: bigint;
}

/** A contract that says its own signing domain (ERC-5267). */
export interface SigningContract {
  eip712Domain(): Promise<{ name: string; version: string; chainId: bigint; verifyingContract: string }>;
}

/** The signing domain as the contract itself names it: never one put together from configuration. */
export async function signingDomain(
  contract: SigningContract,
): Promise<{ name: string; version: string; chainId: bigint; verifyingContract: string }> {
  const { name, version, chainId, verifyingContract } = await contract.eip712Domain();
  return { name, version, chainId, verifyingContract };
}

/** Signs `message` for `contract`; a smart account's owner signs what ERC-1271 will be asked. */
export async function signFor(
  contract: SigningContract,
  signer: Signer,
  type: TypedDataName,
  message: object,
): Promise<string> {
  return signer.signTypedData(await signingDomain(contract), TYPED_DATA[type], message as Record<string, unknown>);
}

/** The id of a hold: the EIP-712 hash of the struct, in whatever token. */
export function holdId(hold: Hold): string {
  return TypedDataEncoder.hashStruct("Hold", TYPED_DATA.Hold, hold);
}

/** What a redemption's hold carries as `terms`. */
export function redemptionTermsHash(terms: RedemptionTerms): string {
  return TypedDataEncoder.hashStruct("RedemptionTerms", TYPED_DATA.RedemptionTerms, terms);
}

/** What LegalOrders files under an order's id. */
export function legalOrderHash(order: LegalOrder): string {
  return TypedDataEncoder.hashStruct("LegalOrder", TYPED_DATA.LegalOrder, order);
}

/** What a confirmed payment's hold carries as `terms`. */
export function paymentTermsHash(terms: PaymentTerms): string {
  return TypedDataEncoder.hashStruct("PaymentTerms", TYPED_DATA.PaymentTerms, terms);
}
