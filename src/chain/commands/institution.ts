import { table } from "../../demo/table.js";
import { readInstitution, setInstitution, setInstitutionCall } from "../countryActs.js";
import { decodeLogs } from "../events.js";
import { readLogs } from "../logs.js";
import { leiBytes } from "../partiesBytes.js";
import { ask, providerOf } from "../send.js";
import type { Context, Outcome } from "./context.js";
import { performDelayable } from "./delayed.js";
import { InputError } from "./exitCodes.js";
import { receipt } from "./perform.js";
import { personOf } from "./signers.js";

/** Institutions whose customers the bank serves as clients of a client. */
export async function institution(context: Context, step: string): Promise<Outcome> {
  return step === "set" ? set(context) : show(context);
}

async function set(context: Context): Promise<Outcome> {
  const { bank } = context;
  const homeBank = context.integer("homeBank", 1, 255);
  if (homeBank === undefined) throw new InputError("--home-bank", "is missing", "Give it a number from 1 to 255.");
  const lei = context.required("lei").toUpperCase();
  // What cannot be an LEI is said of the flag.
  context.wrap("--lei", () => leiBytes(lei, `institution ${homeBank}`));
  const before = await readInstitution(bank, homeBank);
  const does = `Names ${lei} as institution ${homeBank} (so far: ${before ?? "nobody"}).`;
  if (before === lei && !context.flag("execute") && !context.flag("cancel")) {
    return { text: `${does} Nothing to send.`, data: { homeBank, lei, transaction: null } };
  }
  return performDelayable(context, {
    command: "institution set",
    does,
    changes: [{ of: `institution ${homeBank}`, what: "LEI", before: before ?? "none", after: lei }],
    sender: await personOf(context, "POLICY_ADMIN"),
    as: "POLICY_ADMIN",
    call: () => setInstitutionCall(bank, homeBank, lei),
    send: (signer) => setInstitution(bank, signer, homeBank, lei),
    done: (transaction) => ({ text: `${does}\n${receipt(transaction)}`, data: { homeBank, lei, transaction } }),
  });
}

async function show(context: Context): Promise<Outcome> {
  const { bank } = context;
  const logs = await readLogs(bank, {
    addresses: [bank.addresses.partyRegistry],
    topics: [bank.partyRegistry.interface.getEvent("InstitutionSet").topicHash],
    fromBlock: bank.addresses.fromBlock,
    toBlock: await ask(bank, providerOf(bank).getBlockNumber()),
  });
  const numbers = [...new Set(decodeLogs(bank, logs).map(({ args }) => Number(args["homeBank"])))].sort(
    (a, b) => a - b,
  );
  const institutions = await Promise.all(
    numbers.map(async (homeBank) => ({ homeBank, lei: (await readInstitution(bank, homeBank)) ?? "" })),
  );
  const rows = institutions.map(({ homeBank, lei }) => [String(homeBank), lei]);
  const text = rows.length === 0 ? "The bank serves no institution's customers." : table(["number", "LEI"], rows, [0]);
  return { text, data: { institutions } };
}
