import type { FeeData } from "ethers";

/** Wei for each gas. */
export interface Fees {
  readonly maxFeePerGas: bigint;
  readonly maxPriorityFeePerGas: bigint;
}

/** Nodes take a replacement only at a tenth more (geth: 10 %, some: 12.5 %) of both fees: an eighth more, rounded up. */
const oneEighthMore = (fee: bigint): bigint => (fee * 9n + 7n) / 8n;

const larger = (one: bigint, other: bigint): bigint => (one > other ? one : other);

/**
 * What a replacement has to pay: more than all before it, and what the network asks now.
 * @param before fees of the transactions with this nonce, if they are known
 * @param now what the node suggests; ethers' maxFeePerGas is twice the base fee and the tip
 * @param wanted a maximal fee that a person chose; it must still be more than all before it
 * @returns undefined when what was wanted is too little
 */
export function replacementFees(before: readonly Fees[], now: FeeData, wanted?: bigint): Fees | undefined {
  const least = before.reduce(
    (most, { maxFeePerGas, maxPriorityFeePerGas }) => ({
      maxFeePerGas: larger(most.maxFeePerGas, oneEighthMore(maxFeePerGas)),
      maxPriorityFeePerGas: larger(most.maxPriorityFeePerGas, oneEighthMore(maxPriorityFeePerGas)),
    }),
    { maxFeePerGas: 0n, maxPriorityFeePerGas: 0n },
  );
  if (wanted !== undefined && wanted < least.maxFeePerGas) return undefined;
  const maxPriorityFeePerGas = larger(least.maxPriorityFeePerGas, now.maxPriorityFeePerGas ?? 0n);
  const maxFeePerGas = wanted ?? larger(least.maxFeePerGas, now.maxFeePerGas ?? now.gasPrice ?? 0n);
  return { maxFeePerGas: larger(maxFeePerGas, maxPriorityFeePerGas), maxPriorityFeePerGas };
}
