import type { Bank } from "../bank.js";
import { tokenOf } from "../checks.js";
import { decodeLogs } from "../events.js";
import { readLogs } from "../logs.js";
import { ask, providerOf } from "../send.js";
import type { Hold } from "../typedData.js";
import type { Context } from "./context.js";
import { InputError } from "./exitCodes.js";
import { readAnyHoldFile } from "./files.js";

/** The hold of an act: from the file of its placing, or by its id, since officers have no file of a customer's hold. */
export async function holdIn(context: Context): Promise<{ currency: string; hold: Hold }> {
  const id = context.text("hold");
  if (id === undefined) return readAnyHoldFile(context.required("file"));
  if (context.text("file") !== undefined) {
    throw new InputError("--hold", "stands beside --file", "Give the hold's id, or its file.");
  }
  const { currency } = context;
  const hold = /^0x[0-9a-fA-F]{64}$/.test(id) ? await findHold(context.bank, currency, id) : undefined;
  if (hold !== undefined) return { currency, hold };
  throw new InputError("--hold", `${id} was never placed in the ${currency} token`, "Give the id as 0x and 64 digits.");
}

/** A hold by its id, from the event of its placing; undefined if there is none. */
async function findHold(bank: Bank, currency: string, id: string): Promise<Hold | undefined> {
  const token = tokenOf(bank, currency);
  const logs = await readLogs(bank, {
    addresses: [String(token.target)],
    topics: [token.interface.getEvent("HoldPlaced").topicHash],
    indexed: [id.toLowerCase()],
    fromBlock: bank.addresses.fromBlock,
    toBlock: await ask(bank, providerOf(bank).getBlockNumber()),
  });
  const args = decodeLogs(bank, logs)[0]?.args;
  if (args === undefined) return undefined;
  const { id: _, ...hold } = args as unknown as Hold & { id: string };
  return hold;
}
