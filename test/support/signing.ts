import { hexlify, randomBytes, Signature, TypedDataEncoder, type Signer, type TypedDataDomain } from "ethers";
import type { DepositToken } from "../../typechain-types/index.js";

/** EIP-712 types of everything a customer signs for the token. */
export const TYPES = {
  Hold: [
    { name: "payer", type: "address" },
    { name: "payee", type: "address" },
    { name: "notary", type: "address" },
    { name: "amount", type: "uint256" },
    { name: "expiry", type: "uint256" },
    { name: "placeBy", type: "uint256" },
    { name: "assignable", type: "bool" },
    { name: "terms", type: "bytes32" },
  ],
  Permit: [
    { name: "owner", type: "address" },
    { name: "spender", type: "address" },
    { name: "value", type: "uint256" },
    { name: "nonce", type: "uint256" },
    { name: "deadline", type: "uint256" },
  ],
  TransferWithAuthorization: authorizationFields(),
  ReceiveWithAuthorization: authorizationFields(),
  CancelAuthorization: [
    { name: "authorizer", type: "address" },
    { name: "nonce", type: "bytes32" },
  ],
};

function authorizationFields() {
  return [
    { name: "from", type: "address" },
    { name: "to", type: "address" },
    { name: "value", type: "uint256" },
    { name: "validAfter", type: "uint256" },
    { name: "validBefore", type: "uint256" },
    { name: "nonce", type: "bytes32" },
  ];
}

export type SignedType = keyof typeof TYPES;

export interface Hold {
  payer: string;
  payee: string;
  notary: string;
  amount: bigint;
  expiry: bigint;
  placeBy: bigint;
  assignable: boolean;
  terms: string;
}

export interface Authorization {
  from: string;
  to: string;
  value: bigint;
  validAfter: bigint;
  validBefore: bigint;
  nonce: string;
}

export interface Permit {
  owner: string;
  spender: string;
  value: bigint;
  nonce: bigint;
  deadline: bigint;
}

/** The token's signing domain, read from the token as wallets should (ERC-5267). */
export async function domainOf(token: DepositToken): Promise<Required<Omit<TypedDataDomain, "salt">>> {
  const { name, version, chainId, verifyingContract } = await token.eip712Domain();
  return { name, version, chainId, verifyingContract };
}

/** A 65-byte signature of `message` under the token's domain, or under `domain` if given. */
export async function sign(
  token: DepositToken,
  signer: Signer,
  type: SignedType,
  message: object,
  domain?: TypedDataDomain,
): Promise<string> {
  return signer.signTypedData(domain ?? (await domainOf(token)), { [type]: TYPES[type] }, message);
}

/** The id of a hold: the EIP-712 hash of the struct. */
export function holdId(hold: Hold): string {
  return TypedDataEncoder.hashStruct("Hold", { Hold: TYPES.Hold }, hold);
}

/** A nonce as USDC's clients send them: 32 random bytes. */
export function randomNonce(): string {
  return hexlify(randomBytes(32));
}

/** The two forms in which the token takes a signature. */
export const FORMS = ["v, r, s", "bytes"] as const;
export type Form = (typeof FORMS)[number];

export function parts(signature: string): [v: number, r: string, s: string] {
  const { v, r, s } = Signature.from(signature);
  return [v, r, s];
}
