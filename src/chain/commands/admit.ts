import { CustomerFileError, readCustomers } from "../../bank/index.js";
import { newPartyOf } from "../admission.js";
import { addWallets, addWalletsCall, admitParties, admitPartiesCalls, type NewParty } from "../parties.js";
import { ask, type Sent } from "../send.js";
import { checkedAddress, type Context, type Outcome } from "./context.js";
import { InputError } from "./exitCodes.js";
import { readInput } from "./files.js";
import { perform, receipt } from "./perform.js";
import { personOf } from "./signers.js";

/** A customer as the register will have it, with the bank's number for messages. */
interface Candidate extends NewParty {
  readonly customer: string;
}

/** Admits who is new; a customer known already gets only the wallets it lacks, so that a file may be run again. */
export async function admit(context: Context): Promise<Outcome> {
  const { bank } = context;
  const candidates = context.text("file") === undefined ? [await single(context)] : await fromFile(context);
  const known = await ask(bank, Promise.all(candidates.map(({ id }) => bank.partyRegistry.walletsOf(id))));
  const parties = candidates.filter((_, i) => known[i]?.length === 0);
  const grown = candidates
    .map(({ id, wallets }, i) => ({ id, wallets: wallets.filter((wallet) => known[i]?.includes(wallet) === false) }))
    .filter(({ wallets }, i) => known[i]?.length !== 0 && wallets.length > 0);
  const wallets = [...parties, ...grown].reduce((sum, party) => sum + party.wallets.length, 0);
  const old = candidates.length - parties.length;
  const does = `Admits ${parties.length} customer(s) with ${wallets} new wallet(s); ${old} known already.`;
  if (wallets === 0) return { text: `${does} Nothing to send.`, data: { admitted: [], known: old, transactions: [] } };
  return perform(context, {
    does,
    sender: await personOf(context, "REGISTRAR"),
    as: "REGISTRAR",
    calls: async () => [
      ...(parties.length === 0 ? [] : await admitPartiesCalls(bank, parties)),
      ...(await Promise.all(grown.map(({ id, wallets: more }) => addWalletsCall(bank, id, more)))),
    ],
    send: async (registrar) => {
      const changes = parties.length === 0 ? [] : [await admitParties(bank, registrar, parties)];
      for (const { id, wallets: more } of grown) changes.push(await addWallets(bank, registrar, id, more));
      return changes;
    },
    done: (changes) => {
      const transactions = changes.flatMap((change) => change.transactions);
      const pushFailures = changes.flatMap((change) => change.pushFailures);
      const admitted = parties.map(({ customer, id, wallets: own }) => ({ customer, party: id, wallets: own }));
      const lines = [
        does,
        ...admitted.map(({ customer, party, wallets: own }) => `${customer} is party ${party}: ${own.join(", ")}`),
        ...pushFailures.map(({ currency, token, reason }) => `NOT in ${currency ?? token}: ${reason.message}`),
        ...transactions.map((sent: Sent) => receipt(sent)),
      ];
      const failed = pushFailures.length > 0;
      return { text: lines.join("\n"), data: { admitted, known: old, pushFailures, transactions }, failed };
    },
  });
}

/** Options of a single customer that are cells of a customer file. */
const CELLS: Readonly<Record<string, { readonly column: string; readonly required: boolean }>> = {
  residency: { column: "residency", required: true },
  control: { column: "control", required: false },
  kind: { column: "kind", required: false },
  homeBank: { column: "home_bank", required: false },
  lei: { column: "lei", required: false },
  programme: { column: "programme", required: false },
  validUntil: { column: "valid_until", required: true },
  settlementAccount: { column: "settlement_account", required: true },
};

async function fromFile(context: Context): Promise<Candidate[]> {
  const path = context.required("file");
  for (const option of ["customer", "wallets", ...Object.keys(CELLS)]) {
    if (context.text(option) === undefined) continue;
    throw new InputError("--file", "stands beside options of a single customer", "Give a file, or one customer.");
  }
  return candidatesOf(context, await readInput(path, "--file"), path);
}

/** One customer goes through the very checks of a file, so that both roads refuse the same. */
async function single(context: Context): Promise<Candidate> {
  const customer = context.required("customer");
  const wallets = context
    .required("wallets")
    .split(",")
    .map((wallet) => checkedAddress(wallet.trim(), "--wallets"));
  const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
  const limited = context.flag("limited") ? "true" : "";
  const cells = Object.entries(CELLS).map(([option, { column, required }]) => ({
    column,
    cell: (required ? context.required(option) : context.text(option)) ?? "",
  }));
  const header = ["customer", "name", "wallet", "limited", ...cells.map(({ column }) => column)].join(",");
  const rows = wallets.map((wallet) =>
    [customer, customer, wallet, limited, ...cells.map(({ cell }) => cell)].map(quoted).join(","),
  );
  const [candidate] = await candidatesOf(context, [header, ...rows].join("\n"), "the arguments");
  if (candidate === undefined) throw new InputError("--customer", "is no customer", "Give its number.");
  return candidate;
}

async function candidatesOf(context: Context, text: string, file: string): Promise<Candidate[]> {
  const salt = await context.salt();
  try {
    return readCustomers(text, file).map((customer) => ({
      customer: customer.customer,
      ...newPartyOf(salt, customer),
    }));
  } catch (error) {
    if (!(error instanceof CustomerFileError)) throw error;
    throw new InputError(file, error.message.replace(`${file}: `, ""), "Nothing of it was used.");
  }
}
