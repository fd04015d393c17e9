import { hash } from "node:crypto";

/**
 * Digest of a deposit's key or reference, as the store indexes it: a name can be longer than an index entry, and need not
 * stand there in clear. 128 bits of SHA-256, written as a UUID.
 */
export function nameDigest(name: string): string {
  const hex = hash("sha256", name, "hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join("-");
}

/** ISO 20022 Max35Text: no reference of ours is longer, so a longer one matches nothing. */
export const reference35 = (text: string | undefined): string | undefined =>
  text !== undefined && text.length <= 35 ? text : undefined;

/** Longer ids than any schema allows are kept by their digest, so that an index can hold them. */
export const indexable = (text: string): string =>
  text.length <= 200 ? text : `${text.slice(0, 100)}...${nameDigest(text)}`;

/** A day as the store keeps it; the year 0000 exists for ISO 8601, but not for the store. */
export const storableDay = (day: string | undefined): string | undefined => (day?.startsWith("0000") ? undefined : day);
