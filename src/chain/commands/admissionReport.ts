import { type CustomerRowError, describeRow } from "../../bank/index.js";
import type { AdmissionPlan, Refused } from "../bulkAdmission.js";
import type { PushFailure } from "../events.js";
import type { Sent } from "../send.js";
import type { Candidate } from "./admit.js";
import type { Outcome } from "./context.js";
import { receipt, type Signature } from "./perform.js";
import type { Tried } from "./tried.js";

/** Of more customers than these only totals are said; --json has them all. */
const NAMED = 20;

/** What a run did, or with --dry-run would do. */
export interface AdmissionRun {
  readonly refused: readonly Refused<Candidate>[];
  readonly sent: readonly Sent[];
  readonly pushFailures: readonly PushFailure[];
  readonly rehearsal?: { readonly signatures: readonly Signature[]; readonly calls: readonly Tried[] };
}

/** The column of the file that a refusal of the register is about. */
const COLUMNS: Readonly<Record<string, string>> = {
  PartyExists: "customer",
  PartyIsClosed: "customer",
  AdmissionInvalid: "kind",
  ProgrammeRequired: "programme",
  InstitutionUnknown: "home_bank",
  WalletInvalid: "wallet",
  WalletTaken: "wallet",
  WalletCodeNotListed: "wallet",
  TooManyWallets: "wallet",
};

/** A refusal of the register as an error of the file, at the row and field that explain it. */
function rowErrorOf({ party: { rows, profile }, error }: Refused<Candidate>): CustomerRowError {
  const country = error.args["country"] === BigInt(profile.residency) ? "residency" : "control";
  const row = rows.find(({ address }) => address === error.args["wallet"]) ?? rows[0]!;
  const problem = error.sentence.replace(/\.$/, "");
  return { line: row.line, column: COLUMNS[error.name] ?? country, problem, fix: error.fix };
}

/**
 * The totals, and everything that a person must look at.
 * @param errors rows of the file that could not be used
 */
export function admissionReport(
  { fresh, grown, unchanged, differing }: AdmissionPlan<Candidate>,
  { refused, sent, pushFailures, rehearsal }: AdmissionRun,
  errors: readonly CustomerRowError[],
): Outcome {
  const out = new Set(refused.filter(({ isAdmitted }) => !isAdmitted).map(({ party }) => party.id));
  const stuck = new Set(refused.map(({ party }) => party.id));
  const admitted = fresh.filter(({ id }) => !out.has(id));
  const added = grown.filter(({ party }) => !stuck.has(party.id));
  const wallets = [
    ...admitted.map(({ id, wallets: own }) => (stuck.has(id) ? own.slice(0, 1) : own)),
    ...added.map((further) => further.wallets),
  ].flat().length;
  const old = new Set([...unchanged, ...[...grown, ...differing].map(({ party }) => party)]).size;
  const limited = admitted.filter((party) => party.limited === true).length;
  const problems = [...errors, ...refused.map(rowErrorOf)].sort((a, b) => a.line - b.line);
  const gas = sent.reduce((sum, transaction) => sum + transaction.gas, 0n);
  const does =
    `Admits ${count(admitted.length)} customer(s) with ${count(wallets)} new wallet(s); ` +
    `${count(old)} known already, ${count(unchanged.length)} of them unchanged.`;
  const isNothing = fresh.length + grown.length === 0;
  const lines = [
    `${rehearsal === undefined ? "" : "Would do: "}${does}${isNothing ? " Nothing to send." : ""}`,
    ...(rehearsal?.signatures ?? []).map(({ who, as, what }) => `Must sign: ${who} as ${as}, ${what}`),
    ...few(admitted, ({ customer, id, wallets: own }) => `${customer} is party ${id}: ${own.join(", ")}`),
    ...(limited === 0
      ? []
      : [`${count(limited)} of them have limits: set them (LIMITS_OFFICER), or they move nothing.`]),
    ...differing.map(({ party, fields }) => {
      const what = fields.join(", ");
      return `UNCHANGED, ${party.customer}: the register has another ${what}. Admitting changes nothing of it.`;
    }),
    ...problems.map((problem) => `NOT ADMITTED, ${describeRow(problem)}`),
    ...pushFailures.map(
      ({ currency, token, party, reason }) => `NOT in ${currency ?? token}, party ${party}: ${reason.message}`,
    ),
    ...few(sent, receipt),
    ...(sent.length > NAMED ? [`${count(sent.length)} transactions, ${count(gas)} gas.`] : []),
    ...(rehearsal === undefined ? [] : ["Nothing was sent."]),
  ];
  const data = {
    ...(rehearsal === undefined ? {} : { dryRun: true, does, ...rehearsal }),
    admitted: admitted.map(({ customer, id, wallets: own }) => ({ customer, party: id, wallets: own })),
    known: old,
    unchanged: unchanged.length,
    differing: differing.map(({ party, fields }) => ({ customer: party.customer, party: party.id, fields })),
    refused: problems,
    pushFailures,
    gas,
    transactions: sent,
  };
  return { text: lines.join("\n"), data, failed: problems.length + differing.length + pushFailures.length > 0 };
}

const count = (n: number | bigint): string => n.toLocaleString("en");

const few = <T>(items: readonly T[], line: (item: T) => string): string[] =>
  items.length > NAMED ? [] : items.map((item) => line(item));
