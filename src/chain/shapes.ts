import { getAddress, isHexString } from "ethers";
import { z } from "zod";

/* Shapes of values in the files that are carried between people and machines; each with what is wrong, for the message. */

/** An address with its ERC-55 checksum: a mistyped one is money lost. */
export const addressShape = z.string().refine((text) => {
  try {
    return getAddress(text) === text;
  } catch {
    return false;
  }
}, "is not a checksummed address");

export const bytes32Shape = z.string().refine((text) => isHexString(text, 32), "is not 32 bytes");

/** A whole number as a text: JSON's own numbers lose digits. */
export const wholeText = z.string().regex(/^[0-9]{1,78}$/, "is not a whole number in quotes");

/** The same, read as a bigint. */
export const wholeShape = wholeText.transform(BigInt);
