import { hexlify, toUtf8Bytes, toUtf8String } from "ethers";

import { hasValidLeiCheck } from "../bank/identifiers.js";
import { VostroError } from "../errors/index.js";

/* Fixed-width fields of the register that may be empty. */

export const NO_HASH = `0x${"0".repeat(64)}`;
export const NO_LEI = `0x${"0".repeat(40)}`;

/**
 * A LEI as the register takes it (bytes20).
 * @param whose "party 7", for the message
 * @throws VostroError BadLei
 */
export function leiBytes(lei: string, whose: string): string {
  if (hasValidLeiCheck(lei)) return hexlify(toUtf8Bytes(lei));
  throw new VostroError({
    name: "BadLei",
    args: { lei },
    sentence: `The LEI of ${whose} is no LEI: ${JSON.stringify(lei)}.`,
    fix: "Write its 20 capital letters and digits, the last two being check digits (ISO 17442).",
  });
}

/** A LEI read back; undefined for none, the bytes themselves where they are no text. */
export function leiText(bytes: string): string | undefined {
  if (bytes === NO_LEI) return undefined;
  try {
    return toUtf8String(bytes);
  } catch {
    return bytes;
  }
}
