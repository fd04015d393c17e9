import { prepareBatch, wordsBeside, writePrepared } from "../../safe/prepare.js";
import { resolveSafe } from "../../safe/safeAt.js";
import type { PlannedCall } from "../../safe/write.js";
import { providerOf } from "../send.js";
import type { Context, Outcome } from "./context.js";
import { InputError } from "./exitCodes.js";
import { withOutput } from "./files.js";
import type { Step } from "./perform.js";
import { tryCalls } from "./tried.js";
import { zonesIn } from "./zonesOption.js";

/**
 * Writes the act as a batch for the owners of a Safe, and beside it what it does, in words. Sends nothing. An act that would
 * be refused now is not written.
 */
export async function writeForSafe<T>(context: Context, step: Step<T>): Promise<Outcome> {
  const { bank } = context;
  const path = batchPath(context);
  const kept = context.text("out");
  if (step.keep !== undefined && kept === undefined) {
    throw new InputError("--out", "is missing", "Later steps need the file, and the Safe does not write it.");
  }
  const calls = await step.calls();
  if (calls === undefined) {
    throw new InputError("--safe", "cannot be written", "A signature is missing without which nothing can be built.");
  }
  await tryCalls(context, step.sender.address, calls);
  const safe = await resolveSafe(providerOf(bank), step.sender.address, nonceIn(context));
  const planned = calls.map((call): PlannedCall => ({ call, meaning: step.does }));
  const name = `${bank.addresses.bank}: ${[...new Set(calls.map(({ act }) => act))].join(", ")}`;
  const prepared = await prepareBatch(bank, await zonesIn(context), safe, name, planned);
  await withOutput(step.keep === undefined ? undefined : kept, step.keep ?? {}, () =>
    writePrepared(path, prepared, "--safe-out"),
  );
  const { reading } = prepared;
  const textPath = wordsBeside(path);
  const lines = [
    `Written for the Safe ${safe.address} to sign, into ${path} and in words into ${textPath}: ${step.does}`,
    "Nothing was sent. Load the batch in the Safe's Transaction Builder; each owner checks it first:",
    `  npm run safe -- show --bank ${bank.addresses.bank} --file ${path}`,
    ...(step.next ?? []),
    "",
    reading.text,
  ];
  const { hashes, alarms } = reading;
  const data = { safe: safe.address, nonce: safe.nonce, file: path, text: textPath, ...hashes, alarms, calls };
  return { text: lines.join("\n"), data: { does: step.does, ...data } };
}

function batchPath(context: Context): string {
  return context.read("safeOut", (text) => {
    if (text.endsWith(".json")) return text;
    throw new InputError("--safe-out", `${JSON.stringify(text)} does not end in .json`, "Name a new .json file.");
  });
}

const nonceIn = (context: Context): bigint | undefined => {
  const nonce = context.integer("safeNonce", 0, Number.MAX_SAFE_INTEGER);
  return nonce === undefined ? undefined : BigInt(nonce);
};
