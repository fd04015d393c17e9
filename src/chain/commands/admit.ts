import { CustomerFileError, type CustomerRowError, type CustomerWallet, sortCustomers } from "../../bank/index.js";
import { newPartyOf } from "../admission.js";
import { type AdmissionPlan, carryOut, planAdmission } from "../bulkAdmission.js";
import { pushFailuresIn } from "../events.js";
import type { NewParty } from "../parties.js";
import { send, type Sent, simulate } from "../send.js";
import { admissionReport, type AdmissionRun } from "./admissionReport.js";
import { checkedAddress, type Context, type Outcome } from "./context.js";
import { InputError } from "./exitCodes.js";
import { readInput } from "./files.js";
import type { Tried } from "./tried.js";
import { every } from "./progress.js";
import { personOf, signerOf } from "./signers.js";

/** A customer as the register will have it, with the bank's number and its lines for messages. */
export interface Candidate extends NewParty {
  readonly customer: string;
  readonly rows: readonly CustomerWallet[];
}

/**
 * Admits who is new; a customer known already gets only the wallets it lacks, so that a file may be run again. Wrong rows
 * and customers whom the register refuses are listed and keep nobody else out.
 */
export async function admit(context: Context): Promise<Outcome> {
  const isFile = context.text("file") !== undefined;
  const { candidates, errors } = isFile ? await fromFile(context) : await single(context);
  const plan = await planAdmission(context.bank, candidates, every(5_000, candidates.length, "compared", context));
  const isNothing = plan.fresh.length + plan.grown.length === 0;
  const run = isNothing ? NOTHING : await (context.dryRun ? rehearse : execute)(context, plan);
  // One customer alone is refused in the contract's own words.
  if (!isFile && run.refused[0] !== undefined) throw run.refused[0].error;
  return admissionReport(plan, run, errors);
}

async function execute(context: Context, plan: AdmissionPlan<Candidate>): Promise<AdmissionRun> {
  const { bank } = context;
  const registrar = signerOf(await personOf(context, "REGISTRAR"), "REGISTRAR");
  const sent: Sent[] = [];
  const progress = every(500, plan.fresh.length, "admitted", context);
  let admitted = 0;
  const refused = await carryOut(bank, plan, {
    attempt: (call) => send(bank, registrar, call),
    onDone: (mined, parties) => {
      sent.push(mined);
      progress((admitted += parties.length));
    },
  });
  const pushFailures = pushFailuresIn(
    bank,
    sent.flatMap(({ events }) => events),
  );
  return { refused, sent, pushFailures };
}

/** Tries everything and sends nothing; no key is needed. */
async function rehearse(context: Context, { fresh, grown }: AdmissionPlan<Candidate>): Promise<AdmissionRun> {
  const { bank } = context;
  const { address } = await personOf(context, "REGISTRAR");
  const tried: Tried[] = [];
  const progress = every(500, fresh.length, "tried", context);
  let admitted = 0;
  // Further wallets of customers who are not admitted yet cannot be tried.
  const first = fresh.map((party) => ({ ...party, wallets: party.wallets.slice(0, 1) }));
  const refused = await carryOut(
    bank,
    { fresh: first, grown },
    {
      attempt: (call) => simulate(bank, address, call),
      onDone: ({ act, gas }, parties) => {
        tried.push({ act, gas });
        progress((admitted += parties.length));
      },
    },
  );
  const untried = fresh.filter(({ wallets }) => wallets.length > 1).map(() => UNTRIED_WALLETS);
  const signatures = [{ who: address, as: "REGISTRAR" as const, what: "sends it" }];
  return { refused, sent: [], pushFailures: [], rehearsal: { signatures, calls: [...tried, ...untried] } };
}

const UNTRIED_WALLETS: Tried = { act: "PartyRegistry.addWallets", untried: "needs what the calls before it change" };
const NOTHING: AdmissionRun = { refused: [], sent: [], pushFailures: [] };

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

interface Read {
  readonly candidates: readonly Candidate[];
  readonly errors: readonly CustomerRowError[];
}

async function fromFile(context: Context): Promise<Read> {
  const path = context.required("file");
  for (const option of ["customer", "wallets", ...Object.keys(CELLS)]) {
    if (context.text(option) === undefined) continue;
    throw new InputError("--file", "stands beside options of a single customer", "Give a file, or one customer.");
  }
  const read = await readCandidates(context, await readInput(path, "--file"), path);
  if (read.candidates.length > 0) return read;
  return refuseFile(path, new CustomerFileError(path, read.errors));
}

/** One customer goes through the very checks of a file, so that both roads refuse the same. */
async function single(context: Context): Promise<Read> {
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
  const place = "the arguments";
  const read = await readCandidates(context, [header, ...rows].join("\n"), place);
  return read.errors.length === 0 ? read : refuseFile(place, new CustomerFileError(place, read.errors));
}

async function readCandidates(context: Context, text: string, file: string): Promise<Read> {
  const salt = await context.salt();
  try {
    const { customers, errors } = sortCustomers(text, file);
    const candidates = customers.map((customer) => ({
      customer: customer.customer,
      rows: customer.wallets,
      ...newPartyOf(salt, customer),
    }));
    return { candidates, errors };
  } catch (error) {
    if (error instanceof CustomerFileError) return refuseFile(file, error);
    throw error;
  }
}

function refuseFile(file: string, error: CustomerFileError): never {
  throw new InputError(file, error.message.replace(`${file}: `, ""), "Nothing of it was used.");
}
