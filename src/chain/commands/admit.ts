import { CustomerFileError, readCustomers } from "../../bank/index.js";
import { partyId, settlementAccountHash } from "../identity.js";
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

async function fromFile(context: Context): Promise<Candidate[]> {
  const path = context.required("file");
  for (const option of ["customer", "wallets", "zone", "validUntil", "settlementAccount"]) {
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
  const [zone, until, account] = ["zone", "validUntil", "settlementAccount"].map((option) => context.required(option));
  const quoted = (cell: string | undefined): string => `"${(cell ?? "").replaceAll('"', '""')}"`;
  const limited = context.flag("limited");
  const rows = wallets.map((wallet) =>
    [customer, customer, wallet, zone, until, String(limited), account].map(quoted).join(","),
  );
  const header = "customer,name,wallet,zone,valid_until,limited,settlement_account";
  const [candidate] = await candidatesOf(context, [header, ...rows].join("\n"), "the arguments");
  if (candidate === undefined) throw new InputError("--customer", "is no customer", "Give its number.");
  return candidate;
}

async function candidatesOf(context: Context, text: string, file: string): Promise<Candidate[]> {
  const salt = await context.salt();
  try {
    return readCustomers(text, file).map((customer) => ({
      customer: customer.customer,
      id: partyId(salt, customer.customer),
      wallets: customer.wallets.map(({ address }) => address),
      zone: customer.zone,
      // The last day counts to its last second.
      validUntil: BigInt(Date.parse(`${customer.validUntil}T23:59:59Z`) / 1000),
      limited: customer.limited,
      settlementAccount: settlementAccountHash(salt, customer.settlementAccount),
    }));
  } catch (error) {
    if (!(error instanceof CustomerFileError)) throw error;
    throw new InputError(file, error.message.replace(`${file}: `, ""), "Nothing of it was used.");
  }
}
