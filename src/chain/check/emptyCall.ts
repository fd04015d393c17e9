import { AbiCoder, concat, type FunctionFragment, id, type ParamType, type Provider } from "ethers";

import { revertDataOf } from "../../errors/index.js";

/** Nobody: an address whose key cannot be known, with no role anywhere. */
export const STRANGER = `0x${id("vostro: a stranger").slice(-40)}`;

/**
 * Calls a function as a stranger, with zeros and empty lists for arguments, and changes nothing.
 * @returns the revert's data ("0x" without any), or undefined when the call went through
 * @throws what the client throws when the node did not answer
 */
export async function emptyCall(
  provider: Provider,
  address: string,
  fragment: FunctionFragment,
): Promise<string | undefined> {
  const inputs = fragment.inputs.map((input) => input.format("full"));
  const data = concat([fragment.selector, AbiCoder.defaultAbiCoder().encode(inputs, fragment.inputs.map(zero))]);
  try {
    await provider.call({ to: address, from: STRANGER, data });
    return undefined;
  } catch (error) {
    const reason = revertDataOf(error);
    if (reason === undefined) throw error;
    return reason;
  }
}

function zero(type: ParamType): unknown {
  if (type.isArray())
    return Array.from({ length: Math.max(0, type.arrayLength ?? 0) }, () => zero(type.arrayChildren!));
  if (type.isTuple()) return type.components!.map(zero);
  if (type.type === "bool") return false;
  if (type.type === "string") return "";
  if (type.type === "bytes") return "0x";
  const bytes = /^bytes(\d+)$/.exec(type.type)?.[1];
  if (bytes !== undefined) return `0x${"00".repeat(Number(bytes))}`;
  return type.type === "address" ? `0x${"0".repeat(40)}` : 0n;
}
