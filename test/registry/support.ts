import { AbiCoder, getAddress, keccak256, toBeHex, toUtf8Bytes } from "ethers";

/** Wallets nobody has a key of, the same ones in every run. */
export function walletsFrom(first: number, count: number): string[] {
  return Array.from({ length: count }, (_, i) => getAddress(toBeHex(0x1000_0000_0000n + BigInt(first + i), 20)));
}

/** Where a namespaced struct begins (ERC-7201). */
export function namespaceSlot(id: string): bigint {
  const inner = BigInt(keccak256(toUtf8Bytes(id))) - 1n;
  return BigInt(keccak256(AbiCoder.defaultAbiCoder().encode(["uint256"], [inner]))) & ~0xffn;
}

/** The slot of a mapping's entry. */
export function entrySlot(mapping: bigint, type: string, key: bigint | string): bigint {
  return BigInt(keccak256(AbiCoder.defaultAbiCoder().encode([type, "uint256"], [key, mapping])));
}
