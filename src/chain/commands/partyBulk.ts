import { CustomerFileError, type CustomerRowError, describeRow, type NamedRow, type Rows } from "../../bank/index.js";
import { partyId } from "../identity.js";
import { carryOutPages, type RefusedItem } from "../pages.js";
import { partiesChanged, type PartiesChanged } from "../partiesChanged.js";
import { type Call, send, type Sent, simulate } from "../send.js";
import { partyIn } from "./blocks.js";
import type { Context, Outcome } from "./context.js";
import { InputError } from "./exitCodes.js";
import { readInput } from "./files.js";
import { receipt, type Signature } from "./perform.js";
import type { Tried } from "./tried.js";
import { count, every } from "./progress.js";
import { personOf, signerOf } from "./signers.js";

/*
 * An act on many parties: a file of them, or one by --party or --wallet. Wrong rows and parties that the register refuses are
 * listed and keep nobody else out; what was done before is not done again.
 */

/** A party of the file, or the one that was named. */
export interface BulkItem {
  readonly party: bigint;
  /** of the file; undefined for the one that was named */
  readonly line: number | undefined;
  /** what people call it: "customer C-7", "party 100" */
  readonly label: string;
}

/** The file's parties, or the one; and rows that could not be read. */
export interface BulkInput<T extends BulkItem> {
  readonly items: readonly T[];
  readonly errors: readonly CustomerRowError[];
}

/** Reads --file, or --party or --wallet. @throws InputError when no row of the file can be used */
export async function bulkInput<R extends NamedRow, T extends BulkItem>(
  context: Context,
  read: (text: string, file: string) => Rows<R>,
  fromRow: (row: R, item: BulkItem) => T,
  single: (item: BulkItem) => T,
): Promise<BulkInput<T>> {
  const path = context.text("file");
  if (path === undefined) {
    const party = await partyIn(context);
    return { items: [single({ party, line: undefined, label: `party ${party}` })], errors: [] };
  }
  for (const option of ["party", "wallet", "validUntil"]) {
    if (context.text(option) === undefined) continue;
    throw new InputError("--file", "stands beside options of a single party", "Give a file, or one party.");
  }
  const { rows, errors } = await readFile(path, read);
  if (rows.length === 0) refuse(path, new CustomerFileError(path, errors));
  const salt = rows.some(({ customer }) => customer !== undefined) ? await context.salt() : "";
  const items = rows.map((row) => {
    const { line, customer } = row;
    const party = customer === undefined ? row.party! : partyId(salt, customer);
    return fromRow(row, { party, line, label: customer === undefined ? `party ${party}` : `customer ${customer}` });
  });
  return { items, errors };
}

async function readFile<R>(path: string, read: (text: string, file: string) => Rows<R>): Promise<Rows<R>> {
  try {
    return read(await readInput(path, "--file"), path);
  } catch (error) {
    if (error instanceof CustomerFileError) return refuse(path, error);
    throw error;
  }
}

function refuse(file: string, error: CustomerFileError): never {
  throw new InputError(file, error.message.replace(`${file}: `, ""), "Nothing of it was used.");
}

/** What the register refuses of one party, whatever its neighbours are. */
const OF_ONE_PARTY: ReadonlySet<string> = new Set([
  ...["PartyUnknown", "PartyIsClosed", "AccountNotEmpty", "CountryNotServed", "ProgrammeRequired"],
]);

/** What a run did, or with --dry-run would do. */
export interface BulkRun<T> extends PartiesChanged {
  readonly done: readonly T[];
  readonly refused: readonly RefusedItem<T>[];
  readonly rehearsal?: { readonly signatures: readonly Signature[]; readonly calls: readonly Tried[] };
}

/** Sends the pages, or tries them: none needs what another changes. */
export async function runPages<T>(
  context: Context,
  pages: readonly (readonly T[])[],
  verb: string,
  call: (page: readonly T[]) => Promise<Call>,
): Promise<BulkRun<T>> {
  const { bank } = context;
  const done: T[] = [];
  const total = pages.reduce((sum, page) => sum + page.length, 0);
  const progress = every(500, total, context.dryRun ? "tried" : verb, context);
  const took = (page: readonly T[]): void => {
    done.push(...page);
    progress(done.length);
  };
  if (total === 0) return { done, refused: [], ...partiesChanged(bank, []) };
  const registrar = await personOf(context, "REGISTRAR");
  if (context.dryRun) {
    const calls: Tried[] = [];
    const refused = await carryOutPages(pages, {
      call,
      attempt: (one) => simulate(bank, registrar.address, one),
      onDone: ({ act, gas }, page) => {
        calls.push({ act, gas });
        took(page);
      },
      ofOne: OF_ONE_PARTY,
    });
    const signatures = [{ who: registrar.address, as: "REGISTRAR" as const, what: "sends it" }];
    return { done, refused, ...partiesChanged(bank, []), rehearsal: { signatures, calls } };
  }
  const sent: Sent[] = [];
  const signer = signerOf(registrar, "REGISTRAR");
  const refused = await carryOutPages(pages, {
    call,
    attempt: (one) => send(bank, signer, one),
    onDone: (mined, page) => {
      sent.push(mined);
      took(page);
    },
    ofOne: OF_ONE_PARTY,
  });
  return { done, refused, ...partiesChanged(bank, sent) };
}

/** Of more than these only totals are said; --json has them all. */
const NAMED = 20;

/** What is said of a run: totals, and everything that a person must look at. */
export interface BulkReport<T> {
  /** "Renews 3 parties; 2 are valid until that day already." */
  readonly does: string;
  /** "RENEWED" */
  readonly verb: string;
  readonly run: BulkRun<T>;
  /** of the file */
  readonly errors: readonly CustomerRowError[];
  readonly refused: readonly RefusedItem<T>[];
  /** for each party that was done, when they are few */
  readonly lineOf: (item: T) => string;
  /** said after the totals whatever their number */
  readonly notes?: readonly string[];
  /** the notes are of something that a person must look at */
  readonly failed?: boolean;
  readonly data: Readonly<Record<string, unknown>>;
}

export function bulkOutcome<T extends BulkItem>(report: BulkReport<T>): Outcome {
  const { does, verb, run, lineOf, notes = [], data } = report;
  const refused = [...report.refused, ...run.refused].map(rowErrorOf);
  const inFile = refused.flatMap(({ row }) => (row === undefined ? [] : [row]));
  const problems = [...report.errors, ...inFile].sort((a, b) => a.line - b.line);
  const { rehearsal, pushFailures, transactions, gas } = run;
  const few = run.done.length <= NAMED;
  const lines = [
    `${rehearsal === undefined ? "" : "Would do: "}${does}${run.done.length === 0 ? " Nothing to send." : ""}`,
    ...(rehearsal?.signatures ?? []).map(({ who, as, what }) => `Must sign: ${who} as ${as}, ${what}`),
    ...(few ? run.done.map(lineOf) : []),
    ...notes,
    ...problems.map((problem) => `NOT ${verb}, ${describeRow(problem)}`),
    ...pushFailures.map(
      ({ currency, token, party, reason }) => `NOT in ${currency ?? token}, party ${party}: ${reason.message}`,
    ),
    ...(transactions.length <= NAMED ? transactions.map(receipt) : []),
    ...(transactions.length > 1 ? [`${count(transactions.length)} transactions, ${count(gas)} gas.`] : []),
    ...(rehearsal === undefined ? [] : ["Nothing was sent."]),
  ];
  return {
    text: lines.join("\n"),
    data: {
      ...(rehearsal === undefined ? {} : { dryRun: true, does, ...rehearsal }),
      ...data,
      refused: problems,
      pushFailures,
      gas,
      transactions,
    },
    failed: problems.length + pushFailures.length > 0 || report.failed === true,
  };
}

/** A refusal as an error of the file. One party alone is refused in the register's own words. */
function rowErrorOf<T extends BulkItem>({ item, error }: RefusedItem<T>): { row: CustomerRowError | undefined } {
  if (item.line === undefined) throw error;
  const { line } = item;
  const column = item.label.split(" ")[0]!;
  const value = item.label.slice(column.length + 1);
  return { row: { line, column, value, problem: error.sentence.replace(/\.$/, ""), fix: error.fix } };
}
