import { type Signer, TypedDataEncoder, type TypedDataField } from "ethers";

import { type SigningContract, signingDomain } from "../chain/typedData.js";

/** EIP-712 types of one primary type and what it refers to, in the very order of the contract's type hash. */
export type Types = Readonly<Record<string, readonly TypedDataField[]>>;

export const field = (type: string, name: string): TypedDataField => ({ name, type });

/** Signs `message` in the domain that the desk itself names (ERC-5267). */
export async function signDeal(desk: SigningContract, signer: Signer, types: Types, message: object): Promise<string> {
  return signer.signTypedData(await signingDomain(desk), mutable(types), message as Record<string, unknown>);
}

/** The struct hash: what a desk knows a deal by, and what its holds carry as `terms`. */
export function dealHash(primaryType: string, types: Types, message: object): string {
  return TypedDataEncoder.hashStruct(primaryType, mutable(types), message as Record<string, unknown>);
}

const mutable = (types: Types): Record<string, TypedDataField[]> =>
  Object.fromEntries(Object.entries(types).map(([name, fields]) => [name, [...fields]]));
