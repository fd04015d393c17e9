import { getAddress, toBeHex, ZeroAddress } from "ethers";

/** An invoice as it stands; see contracts/types/InvoiceWord.sol. */
export interface InvoiceState {
  readonly status: "unknown" | "open" | "settled";
  /** minor units */
  readonly open: bigint;
  readonly disputed: boolean;
  readonly acknowledged: boolean;
  /** disputes ever raised: the next one has the number after this */
  readonly disputes: bigint;
  /** who bought it, if anybody */
  readonly financier: string | undefined;
}

const STATUSES = ["unknown", "open", "settled"] as const;

/** Reads what `invoiceOf` answers. */
export function decodeInvoiceWord(word: bigint): InvoiceState {
  const financier = getAddress(toBeHex(word >> 96n, 20));
  return {
    status: STATUSES[Number((word >> 64n) & 3n)]!,
    open: word & ((1n << 64n) - 1n),
    disputed: ((word >> 66n) & 1n) === 1n,
    acknowledged: ((word >> 67n) & 1n) === 1n,
    disputes: (word >> 68n) & 255n,
    financier: financier === ZeroAddress ? undefined : financier,
  };
}
