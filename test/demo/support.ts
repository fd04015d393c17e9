import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { dataSlice, getAddress, id } from "ethers";

import { testAccount } from "../../src/bank/testAccounts.js";
import { type DemoBank, openDemoBank } from "../../src/demo/chain.js";
import { tellStory } from "../../src/demo/story.js";
import { message, ntry, statement, tx } from "../iso20022/support.js";

/*
 * The story, told in this process on one bank for all specs: deployed once with every currency they need and put back to
 * its first state for each story. What a story leaves on chain stays until the next one is told.
 */

const inDeploy = (path: string): string => fileURLToPath(new URL(`../../deploy/${path}`, import.meta.url));
export const SHIPPED = {
  statement: inDeploy("demo/statement.camt.053.001.08.xml"),
  customers: inDeploy("demo/customers.csv"),
  bankFile: inDeploy("banks/demo.json"),
} as const;

const CURRENCIES = ["USD", "EUR", "JPY", "BHD", "SEK"];

interface Snapshots {
  send(method: string, params: unknown[]): Promise<unknown>;
}

let shared: Promise<DemoBank> | undefined;
let snapshot: unknown;

async function freshBank(): Promise<DemoBank> {
  shared ??= openDemoBank(
    SHIPPED.bankFile,
    CURRENCIES.map((currency) => ({ id: "unused", currency })),
  );
  const demo = await shared;
  const provider = demo.bank.tokens["USD"]!.runner as unknown as Snapshots;
  if (snapshot !== undefined) await provider.send("evm_revert", [snapshot]);
  snapshot = await provider.send("evm_snapshot", []);
  return demo;
}

export interface Told {
  readonly balanced: boolean;
  /** everything said, as one text */
  readonly text: string;
  readonly demo: DemoBank;
  /** rows of the entry table: number, amount with currency, outcome, who or why */
  readonly entries: readonly string[];
  /** rows of a currency's books: what and how much; transfer references are left out, they are random */
  books(currency: string): readonly string[];
}

/** Tells the story; files are paths. */
export async function tell(statements: readonly string[], customers: string): Promise<Told> {
  const lines: string[] = [];
  let demo: DemoBank | undefined;
  const balanced = await tellStory(
    { statements, customers, bankFile: SHIPPED.bankFile },
    (line) => lines.push(line),
    async (_bankFile, accounts) => {
      demo = await freshBank();
      for (const { currency } of accounts) {
        if (demo.bank.tokens[currency] === undefined) throw new Error(`The shared bank has no token in ${currency}.`);
      }
      return demo;
    },
  );
  const text = lines.join("\n");
  return { balanced, text, demo: demo!, entries: entryRows(text), books: (currency) => bookRows(text, currency) };
}

function entryRows(text: string): string[] {
  const table = /== Every entry\n.*\n-.*\n([^]*?)\n\n== /.exec(text)?.[1] ?? "";
  return table.split("\n").map((row) => row.replace(/^\S+\s+/, "").replace(/\s{2,}/g, " | "));
}

function bookRows(text: string, currency: string): string[] {
  const table = new RegExp(`Books in ${currency}.*\\n-.*\\n([^]*?)(?:\\n\\nBooks in |\\n*$)`).exec(text)?.[1] ?? "";
  return table
    .split("\n")
    .filter((row) => row !== "")
    .map((row) =>
      row
        .trim()
        .replace(/, UETR \S+/, "")
        .replace(/\s{2,}/g, ": "),
    );
}

/** The error of a story that must stop before there is a bank; fails when one is opened or when the story ends well. */
export async function refusal(statements: readonly string[], customers: string): Promise<Error> {
  const open = (): never => {
    throw new RangeError("the bank was opened: the files should have stopped the run before");
  };
  try {
    await tellStory({ statements, customers, bankFile: SHIPPED.bankFile }, () => undefined, open);
  } catch (error) {
    if (error instanceof Error && !(error instanceof RangeError)) return error;
    throw error;
  }
  throw new Error("expected an error, the story was told to its end");
}

/** A folder of this spec's files, gone after it. */
export function useFolder(): (name: string, content: string | Uint8Array) => string {
  let folder = "";
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "vostro-demo-"));
  });
  after(() => rmSync(folder, { recursive: true }));
  return (name, content) => {
    const path = join(folder, name);
    mkdirSync(join(path, ".."), { recursive: true });
    writeFileSync(path, content);
    return path;
  };
}

/** Wallets whose keys the demo has. */
export const wallet = (index: number): string => testAccount(index).address;
/** A wallet of somebody's own: nobody has the key. */
export const foreignWallet = (name: string): string => getAddress(dataSlice(id(name), 12));

export interface CustomerLine {
  readonly customer: string;
  readonly account?: string;
  readonly reference?: string;
  readonly name?: string;
  readonly wallet: string;
  /** a country of no zone, instead of `zone` */
  readonly residency?: string;
  /** of the demo's bank: 1 US, 2 EU, 3 HK, 4 SG, 5 CN, 6 controlled from CN elsewhere */
  readonly zone?: 1 | 2 | 3 | 4 | 5 | 6;
  readonly validUntil?: string;
  readonly limited?: boolean;
}

export const HEADER =
  "customer,account,reference,name,wallet,residency,control,valid_until,limited,settlement_account,programme";

/** Residency and control that lead to a zone. */
const ZONE_COUNTRIES = { 1: "US,", 2: "DE,", 3: "HK,", 4: "SG,", 5: "CN,", 6: "HK,CN" } as const;

export function customerFile(...lines: readonly CustomerLine[]): string {
  const rows = lines.map((line) =>
    [
      line.customer,
      line.account ?? "",
      line.reference ?? "",
      line.name ?? "",
      line.wallet,
      line.residency === undefined ? ZONE_COUNTRIES[line.zone ?? 1] : `${line.residency},`,
      line.validUntil ?? "2090-12-31",
      line.limited ?? false,
      `PAYOUT-${line.customer}`,
      // The zone of control from the mainland is served under a programme only.
      line.zone === 6 ? `PILOT-${line.customer}` : "",
    ].join(","),
  );
  return `${[HEADER, ...rows].join("\n")}\n`;
}

/** Customers A and B, in the two zones that may pay each other. */
export const A: CustomerLine = { customer: "A", account: "ACC-A", wallet: wallet(10) };
export const B: CustomerLine = { customer: "B", account: "ACC-B", wallet: wallet(11), zone: 2 };

export interface CreditParts {
  readonly amount: string;
  readonly from: string;
  readonly currency?: string;
  /** AcctSvcrRef, a strong reference */
  readonly ref?: string;
  readonly endToEndId?: string;
  readonly uetr?: string;
}

/** A booked credit from a debtor's account. */
export function credit({ amount, from, currency = "USD", ref, endToEndId, uetr }: CreditParts): string {
  const refs = [
    endToEndId === undefined ? "" : `<EndToEndId>${endToEndId}</EndToEndId>`,
    uetr === undefined ? "" : `<UETR>${uetr}</UETR>`,
  ];
  const debtor = `<RltdPties><DbtrAcct><Id><Othr><Id>${from}</Id></Othr></Id></DbtrAcct></RltdPties>`;
  const details = tx(refs.join(""), undefined, debtor);
  return ntry({ amount, currency, details, ...(ref === undefined ? {} : { ref }) });
}

export interface StatementParts {
  readonly currency?: string;
  readonly statementId?: string;
  readonly account?: string;
  readonly kind?: "camt.053" | "camt.054";
}

/** A statement file of these entries. */
export function statementFile(
  entries: readonly string[],
  { currency = "USD", statementId = "S-1", account = "8100200300", kind = "camt.053" }: StatementParts = {},
): string {
  const acct = `<Acct><Id><Othr><Id>${account}</Id></Othr></Id><Ccy>${currency}</Ccy></Acct>`;
  return message(statement(entries.join(""), { account: acct, statementId, kind }), { kind });
}
