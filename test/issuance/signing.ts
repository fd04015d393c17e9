import { TypedDataEncoder, type Signer } from "ethers";
import type { IssuanceDesk } from "../../typechain-types/index.js";

const ITEM = [
  { name: "payee", type: "address" },
  { name: "amount", type: "uint256" },
  { name: "depositReference", type: "bytes32" },
];

/** EIP-712 types of everything that people and customers sign for the desks. */
export const DESK_TYPES = {
  MintOrder: [{ name: "token", type: "address" }, ...ITEM, { name: "expiry", type: "uint256" }],
  MintBatch: [
    { name: "token", type: "address" },
    { name: "items", type: "MintItem[]" },
    { name: "count", type: "uint256" },
    { name: "total", type: "uint256" },
    { name: "expiry", type: "uint256" },
  ],
  RedemptionTerms: [
    { name: "token", type: "address" },
    { name: "settlementAccount", type: "bytes32" },
    { name: "salt", type: "bytes32" },
  ],
  CancelRedemption: [
    { name: "token", type: "address" },
    { name: "hold", type: "bytes32" },
  ],
  RejectRedemption: [
    { name: "token", type: "address" },
    { name: "hold", type: "bytes32" },
    { name: "reason", type: "bytes4" },
    { name: "expiry", type: "uint256" },
  ],
  ReturnRedemption: [
    { name: "token", type: "address" },
    { name: "hold", type: "bytes32" },
    { name: "amount", type: "uint256" },
    { name: "returnReference", type: "bytes32" },
    { name: "expiry", type: "uint256" },
  ],
};

export type DeskType = keyof typeof DESK_TYPES;

export interface MintOrder {
  token: string;
  payee: string;
  amount: bigint;
  depositReference: string;
  expiry: bigint;
}

export interface MintItem {
  payee: string;
  amount: bigint;
  depositReference: string;
}

export interface MintBatch {
  token: string;
  items: MintItem[];
  count: bigint;
  total: bigint;
  expiry: bigint;
}

export interface RedemptionTerms {
  token: string;
  settlementAccount: string;
  salt: string;
}

function typesOf(type: DeskType) {
  return type === "MintBatch" ? { MintBatch: DESK_TYPES.MintBatch, MintItem: ITEM } : { [type]: DESK_TYPES[type] };
}

/** A signature under the desk's own domain, read from the desk (ERC-5267). */
export async function signFor(
  desk: Pick<IssuanceDesk, "eip712Domain">,
  signer: Signer,
  type: DeskType,
  message: object,
): Promise<string> {
  const { name, version, chainId, verifyingContract } = await desk.eip712Domain();
  return signer.signTypedData({ name, version, chainId, verifyingContract }, typesOf(type), message);
}

/** The EIP-712 struct hash of what is signed. */
export function structHash(type: DeskType, message: object): string {
  return TypedDataEncoder.hashStruct(type, typesOf(type), message);
}
