import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type BankFile, type Entry, readBankFile, type UnreadableEntry } from "../../src/iso20022/index.js";

/** Messages for tests: the least the schema asks for, with the part under test replaced. */

export interface MessageParts {
  readonly kind?: "camt.053" | "camt.054";
  readonly version?: string;
  readonly account?: string;
  readonly balances?: string;
  readonly statementId?: string;
  readonly createdAt?: string;
}

export const ACCOUNT = { id: "8100200300", currency: "USD" } as const;
const ACCT = `<Acct><Id><Othr><Id>8100200300</Id></Othr></Id><Ccy>USD</Ccy></Acct>`;

/** One `Stmt` or `Ntfctn` around entries. */
export function statement(entries: string, parts: MessageParts = {}): string {
  const tag = parts.kind === "camt.054" ? "Ntfctn" : "Stmt";
  const created = parts.createdAt ?? "2026-11-20T23:00:00Z";
  return `<${tag}><Id>${parts.statementId ?? "S-1"}</Id><CreDtTm>${created}</CreDtTm>${parts.account ?? ACCT}${parts.balances ?? ""}${entries}</${tag}>`;
}

/** A whole message around statements. */
export function message(statements: string, { kind = "camt.053", version = "08" }: MessageParts = {}): string {
  const root = kind === "camt.054" ? "BkToCstmrDbtCdtNtfctn" : "BkToCstmrStmt";
  const head = `<GrpHdr><MsgId>M-1</MsgId><CreDtTm>2026-11-20T23:00:00Z</CreDtTm></GrpHdr>`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:${kind}.001.${version}"><${root}>${head}${statements}</${root}></Document>`;
}

export interface EntryParts {
  readonly amount?: string;
  readonly currency?: string;
  readonly direction?: string;
  readonly status?: string;
  readonly reversal?: string;
  readonly booked?: string;
  readonly value?: string;
  readonly ntryRef?: string;
  readonly ref?: string;
  readonly details?: string;
  readonly extra?: string;
}

/** One `Ntry`: a booked credit of USD 10.00 unless told otherwise. */
export function ntry(parts: EntryParts = {}): string {
  const optional = (tag: string, text: string | undefined): string =>
    text === undefined ? "" : `<${tag}>${text}</${tag}>`;
  return [
    "<Ntry>",
    optional("NtryRef", parts.ntryRef),
    `<Amt Ccy="${parts.currency ?? "USD"}">${parts.amount ?? "10.00"}</Amt>`,
    `<CdtDbtInd>${parts.direction ?? "CRDT"}</CdtDbtInd>`,
    optional("RvslInd", parts.reversal),
    `<Sts>${parts.status ?? "<Cd>BOOK</Cd>"}</Sts>`,
    `<BookgDt><Dt>${parts.booked ?? "2026-11-20"}</Dt></BookgDt><ValDt><Dt>${parts.value ?? "2026-11-20"}</Dt></ValDt>`,
    optional("AcctSvcrRef", parts.ref),
    parts.extra ?? "",
    optional("NtryDtls", parts.details),
    "</Ntry>",
  ].join("");
}

/** One `TxDtls`. */
export function tx(refs: string, amount?: string, rest = ""): string {
  const amt = amount === undefined ? "" : `<Amt Ccy="USD">${amount}</Amt>`;
  return `<TxDtls><Refs>${refs}</Refs>${amt}${rest}</TxDtls>`;
}

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
export const read = (text: string): BankFile => readBankFile(bytes(text), { file: "test.xml" });
export const readEntries = (entries: string, parts?: MessageParts): readonly (Entry | UnreadableEntry)[] => {
  const [only] = read(message(statement(entries, parts), parts)).statements;
  return [...(only?.entries ?? []), ...(only?.unreadable ?? [])].sort((a, b) => a.index - b.index);
};

/** The error a call throws; fails when it throws none. */
export function thrownBy(call: () => unknown): Error {
  try {
    call();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error("expected an error, none was thrown");
}

const SHARED = new URL("../../../shared/data/", import.meta.url);

/** Whether the bank files and schemas that are not part of the project are beside the checkout. */
export const hasSharedData = existsSync(SHARED);
export const sharedFile = (path: string): Uint8Array => readFileSync(fileURLToPath(new URL(path, SHARED)));

/** Declares tests that need the shared data; without it they are skipped and say so. */
export function describeShared(title: string, body: () => void): void {
  if (hasSharedData) describe(title, body);
  else describe.skip(`${title} (skipped: ../shared/data is not beside the checkout)`, body);
}
