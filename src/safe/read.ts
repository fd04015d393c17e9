import { VostroError } from "../errors/index.js";
import { type BatchFile, batchFile, type BatchTransaction } from "./batchFile.js";
import { checksumOf } from "./checksum.js";
import type { SafeCall } from "./hashes.js";
import { encodeMethod } from "./method.js";

/** A batch file that agrees with itself. */
export interface CheckedBatch {
  readonly file: BatchFile;
  readonly calls: readonly SafeCall[];
}

/**
 * Reads a batch file of anybody's: everything that it says of itself must be so.
 * @param chainId of the bank
 * @throws VostroError BatchMalformed, BatchChecksum, BatchChain, BatchDecoded
 */
export function readBatch(text: string, chainId: number): CheckedBatch {
  const file = parse(text);
  const wanted = checksumOf(file);
  if (file.meta.checksum !== wanted) {
    throw refusal("BatchChecksum", `its checksum is ${file.meta.checksum}, but its content has ${wanted}`);
  }
  if (file.chainId !== String(chainId)) {
    const fix = `Have it written for chain ${chainId}, or name the bank's deployment on chain ${file.chainId}.`;
    throw refusal("BatchChain", `it is for chain ${file.chainId}, the bank is on chain ${chainId}`, fix);
  }
  return { file, calls: file.transactions.map(callOf) };
}

function parse(text: string): BatchFile {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw refusal("BatchMalformed", "it is not JSON", "Name the batch file (.json), not the text beside it.");
  }
  const result = batchFile.safeParse(json);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const where = issue?.path.join(".") || "the file";
  throw refusal("BatchMalformed", `${where} ${issue?.message ?? "is malformed"}`, "Have the batch written again.");
}

/** What the Safe would really send: `data`, which the decoded part must equal; the decoded part alone where it is null. */
function callOf({ to, value, data, ...said }: BatchTransaction, index: number): SafeCall {
  const at = `transaction ${index + 1}`;
  const { contractMethod: method, contractInputsValues: values } = said;
  if (method === null || method === undefined) {
    if (data === null || data === undefined) throw refusal("BatchMalformed", `${at} has neither data nor a function`);
    return { to, value: BigInt(value), data: data.toLowerCase() };
  }
  let encoded: string;
  try {
    encoded = encodeMethod(method, values ?? {}).data;
  } catch (error) {
    throw refusal(
      "BatchDecoded",
      `the arguments of ${at} do not fit ${JSON.stringify(method.name)}: ${(error as Error).message}`,
    );
  }
  if (data !== null && data !== undefined && data.toLowerCase() !== encoded) {
    throw refusal("BatchDecoded", `${at} says ${JSON.stringify(method.name)} in words, but its data is another call`);
  }
  return { to, value: BigInt(value), data: encoded };
}

function refusal(name: string, problem: string, fix = "Do not sign it. Ask who sent it for a new one."): VostroError {
  const sentence = `The batch file is refused: ${problem}.`;
  return new VostroError({ name, sentence, fix });
}
