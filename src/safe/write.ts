import { getAddress } from "ethers";

import type { Call } from "../chain/send.js";
import type { BatchFile, BatchTransaction } from "./batchFile.js";
import { checksumOf } from "./checksum.js";
import { decodeCall } from "./decode.js";
import type { SafeVersion } from "./hashes.js";
import { methodOf } from "./method.js";
import type { Suite } from "./suite.js";

/** A call that a Safe is to make. */
export interface PlannedCall {
  readonly call: Pick<Call, "to" | "data">;
  /** in the writer's words: for the reader, who trusts the decoding only */
  readonly meaning: string;
}

/** Who signs, where and when in the Safe's order. */
export interface SafeAt {
  readonly address: string;
  readonly nonce: bigint;
  readonly version: SafeVersion;
}

/** The release of the Transaction Builder whose format this is. */
const BUILDER = "1.18.0";

/**
 * The batch file for these calls, in their order, all or none.
 * @param createdAt unix milliseconds
 */
export function writeBatch(
  suite: Suite,
  safe: SafeAt,
  name: string,
  calls: readonly PlannedCall[],
  createdAt: number,
): BatchFile {
  const meanings = [...new Set(calls.map(({ meaning }) => meaning))];
  const meta = {
    name,
    description: meanings.join(" "),
    txBuilderVersion: BUILDER,
    createdFromSafeAddress: safe.address,
    createdFromOwnerAddress: "",
    safeNonce: String(safe.nonce),
    safeVersion: safe.version,
  };
  const transactions = calls.map(({ call }) => transactionOf(suite, call));
  const batch = { version: "1.0" as const, chainId: String(suite.chainId), createdAt, transactions };
  const checksum = checksumOf({ ...batch, meta: { ...meta, checksum: "" } });
  return { ...batch, meta: { ...meta, checksum } };
}

function transactionOf(suite: Suite, { to, data }: Pick<Call, "to" | "data">): BatchTransaction {
  const { fragment, args, exact } = decodeCall(suite, to, data);
  // The builder would encode words again, and lose what stands behind the arguments.
  const decoded =
    fragment === undefined || !exact ? { contractMethod: null, contractInputsValues: null } : methodOf(fragment, args!);
  return { to: getAddress(to), value: "0", data, ...decoded };
}
