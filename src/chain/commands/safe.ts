import { readCalls, toldCall } from "../../safe/describe.js";
import { readBatch } from "../../safe/read.js";
import { knownVersion, readSafe, type SafeState } from "../../safe/safeAt.js";
import { suiteOf } from "../../safe/suite.js";
import { providerOf } from "../send.js";
import type { Context, Outcome } from "./context.js";
import { InputError } from "./exitCodes.js";
import { readInput } from "./files.js";
import { zonesIn } from "./zonesOption.js";

/** Reads a batch as a signer should: from its bytes, with the bank's own record of its addresses. */
export async function safe(context: Context): Promise<Outcome> {
  const { bank } = context;
  const path = context.required("file");
  const { file, calls } = readBatch(await readInput(path, "--file"), bank.addresses.chainId);
  const address = file.meta.createdFromSafeAddress;
  const offline = context.text("chain") !== undefined;
  const state = offline ? undefined : await readSafe(providerOf(bank), address);
  const nonce = nonceOf(context, file.meta.safeNonce, state);
  const version = state?.version ?? knownVersion(file.meta.safeVersion ?? "1.4.1");
  const suite = suiteOf(bank, await zonesIn(context));
  const reading = readCalls(suite, { address, nonce, version }, calls);
  const alarms = [...aboutSafe(offline, state, nonce), ...reading.alarms];
  // Quoted: a stranger's text must not look like a line of ours.
  const said = JSON.stringify(file.meta.description ?? "");
  const text = [
    `File     ${path}: checksum, chain and decoded part agree with its data`,
    `Says     ${said}`,
    ...ownersOf(state),
    reading.text,
    ...aboutSafe(offline, state, nonce).map((line) => `LOOK: ${line}`),
  ].join("\n");
  return {
    text,
    data: { file: path, safe: address, nonce, version, ...reading.hashes, alarms, calls: reading.calls.map(toldCall) },
  };
}

function nonceOf(context: Context, written: string | undefined, state: SafeState | undefined): bigint {
  const given = context.integer("nonce", 0, Number.MAX_SAFE_INTEGER);
  const nonce = given ?? written ?? state?.nonce;
  if (nonce !== undefined) return BigInt(nonce);
  throw new InputError("--nonce", "is missing", "The file has none and no Safe was asked: read it in the wallet.");
}

const ownersOf = (state: SafeState | undefined): string[] =>
  state === undefined ? [] : [`Owners   ${state.threshold} of ${state.owners.length}: ${state.owners.join(", ")}`];

function aboutSafe(offline: boolean, state: SafeState | undefined, nonce: bigint): string[] {
  if (offline) return [];
  if (state === undefined) return ["THERE IS NO SAFE AT THIS ADDRESS ON THIS CHAIN (YET)."];
  if (nonce < state.nonce)
    return [`THE SAFE HAS USED THIS NONCE; ITS NEXT ONE IS ${state.nonce}: THIS CANNOT BE SENT.`];
  return nonce > state.nonce ? [`THE SAFE'S NEXT NONCE IS ${state.nonce}: OTHER TRANSACTIONS COME FIRST.`] : [];
}
