import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";

import {
  type Customer,
  type Deposit,
  type EntryVerdict,
  type Judgement,
  type OurAccount,
  judgeFile,
  matchCustomer,
  readCustomers,
} from "../bank/index.js";
import { type BankFile, readBankFile, type Statement, StructureError } from "../iso20022/index.js";
import { minorUnits, type MoneyError } from "../money/index.js";
import { resolveAcrossFiles } from "./repeats.js";

/** A deposit that may be minted, and to whom; or why it waits in suspense. */
export type Attribution =
  | { readonly deposit: Deposit; readonly verdict: EntryVerdict; readonly customer: Customer }
  | { readonly deposit: Deposit; readonly verdict: EntryVerdict; readonly customer?: undefined; readonly why: string };

/** What the bank's files say, before anything is sent. */
export interface Sources {
  readonly customers: readonly Customer[];
  readonly judgements: readonly Judgement[];
  readonly accounts: readonly OurAccount[];
  readonly attributions: readonly Attribution[];
}

/**
 * Reads everything first, so that a bad file stops the run before a transaction is sent.
 * @throws FileError, CustomerFileError; and Error where a file cannot be opened
 */
export async function readSources(statementFiles: readonly string[], customerFile: string): Promise<Sources> {
  const customers = readCustomers(await open(customerFile), basename(customerFile));
  const files: BankFile[] = [];
  const hashes: string[] = [];
  for (const path of statementFiles) {
    const bytes = await open(path);
    files.push(readBankFile(bytes, { file: basename(path) }));
    hashes.push(createHash("sha256").update(bytes).digest("hex"));
  }
  const accounts = ownAccounts(files);
  const judgements = resolveAcrossFiles(
    files.map((file) => judgeFile(file, { accounts })),
    hashes,
  );
  const attributions = judgements
    .flatMap(({ verdicts }) => verdicts)
    .flatMap((verdict) =>
      verdict.verdict === "mintable" ? verdict.deposits.map((deposit) => ({ deposit, verdict })) : [],
    )
    .map((found) => ({ ...found, ...attribute(found.deposit, customers) }));
  return { customers, judgements, accounts, attributions };
}

async function open(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw new Error(`${path}: ${code === "ENOENT" ? "there is no such file" : String(error)}. Check the path.`, {
      cause: error,
    });
  }
}

/**
 * The demo is the bank of whatever statement it is given: the accounts a file speaks of are its own. A bank in service
 * takes them from its bank file instead, and ignores every other account.
 */
function ownAccounts(files: readonly BankFile[]): OurAccount[] {
  const found = new Map<string, OurAccount>();
  for (const { file, statements } of files) {
    for (const statement of statements) {
      const { account, balances, entries } = statement;
      requireCurrency(statement, file);
      const currency = account.currency ?? balances[0]?.currency ?? entries[0]?.currency;
      if (currency === undefined) continue;
      const servicer = account.servicerBic === undefined ? {} : { servicerBic: account.servicerBic };
      const name = [account.id, currency, account.servicerBic ?? ""].join(" ");
      found.set(name, { id: account.id, currency, ...servicer });
    }
  }
  return [...found.values()];
}

/** No token can be of a currency that ISO 4217 does not know; amounts were checked when they were read. */
function requireCurrency({ account, kind, index }: Statement, file: string): void {
  if (account.currency === undefined) return;
  try {
    minorUnits(account.currency);
  } catch (cause) {
    const { message, fix } = cause as MoneyError;
    const path = `${kind === "camt.053" ? "Stmt" : "Ntfctn"}[${index}]/Acct/Ccy`;
    throw new StructureError(message.split(". ")[0]!, { file, path }, fix, { cause });
  }
}

function attribute(deposit: Deposit, customers: readonly Customer[]): { customer: Customer } | { why: string } {
  const match = matchCustomer(deposit, customers);
  if (match.match === "customer") return { customer: match.customer };
  if (match.match === "unknown") return { why: "unknown customer" };
  return { why: `ambiguous: ${match.customers.map(({ customer }) => customer).join(", ")} by ${match.by}` };
}
