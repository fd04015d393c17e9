import { id } from "ethers";

import type { BatchFile } from "./batchFile.js";

/**
 * The checksum of a batch as the Safe Transaction Builder (from 1.11 on) computes it: keccak-256 of the file with its keys
 * in order, without the checksum itself and with the name left empty, since people rename files.
 */
export function checksumOf({ meta, ...batch }: BatchFile): string {
  const { checksum: _, ...rest } = meta;
  return id(serialize({ ...batch, meta: { ...rest, name: null } }));
}

/** JSON of its own kind: an object is the list of its keys, then its values in that order, each with a comma. */
function serialize(json: unknown): string {
  if (Array.isArray(json)) return `[${json.map(serialize).join(",")}]`;
  if (typeof json !== "object" || json === null) return JSON.stringify(json ?? null);
  const record = json as Record<string, unknown>;
  const keys = Object.keys(record).sort();
  return `{${JSON.stringify(keys)}${keys.map((key) => `${serialize(record[key])},`).join("")}}`;
}
