import { type Signer, TypedDataEncoder, type TypedDataField } from "ethers";

/*
 * Everything people sign, as EIP-712 types in the very order of the contracts' type hashes, and nothing twice: holds and
 * authorisations are signed in the token's domain, mint orders in the issuance desk's, the rest in the redemption desk's.
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
  // In the domain of LegalOrders.
  LiftDirectBlock: {
    LiftDirectBlock: [
      field("uint64", "party"),
      field("bytes32", "grounds"),
      field("bytes32", "salt"),
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
  // Hashed into a hold's `terms`, never signed by itself.
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

/** The id under which the desk remembers a spent batch. */
export function mintBatchHash(batch: MintBatch): string {
  return TypedDataEncoder.hashStruct("MintBatch", TYPED_DATA.MintBatch, batch);
}
