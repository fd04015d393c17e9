import { formatAmount } from "../../src/money/index.js";
import type { Currency } from "./settings.js";

/** An entry on one of the bank's accounts, booked. Amounts are minor units. */
export interface Booking {
  readonly currency: Currency;
  readonly amount: bigint;
  readonly direction: "CRDT" | "DBIT";
  /** YYYY-MM-DD: each statement is a day of its own */
  readonly day: string;
  /** a credit that takes a debit back */
  readonly reversal: boolean;
  /** `AcctSvcrRef`: the bank's own */
  readonly reference: string;
  readonly endToEndId: string;
  readonly uetr: string | undefined;
  /** account of whoever paid */
  readonly debtorAccount: string | undefined;
}

export interface CamtFile {
  readonly kind: "camt.053" | "camt.054";
  readonly messageId: string;
  readonly statementId: string;
  readonly account: string;
  readonly currency: Currency;
  readonly entries: readonly Booking[];
  /** of a camt.053: balance before its entries */
  readonly opening?: bigint;
}

/** A camt.053.001.08 or camt.054.001.08 as banks write them. */
export function writeCamt(file: CamtFile): string {
  const { kind, messageId, statementId, account, currency, entries } = file;
  const [root, tag] = kind === "camt.053" ? ["BkToCstmrStmt", "Stmt"] : ["BkToCstmrDbtCdtNtfctn", "Ntfctn"];
  const created = `${entries[0]!.day}T23:00:00Z`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:${kind}.001.08"><${root}>`,
    `<GrpHdr><MsgId>${messageId}</MsgId><CreDtTm>${created}</CreDtTm></GrpHdr>`,
    `<${tag}><Id>${statementId}</Id><CreDtTm>${created}</CreDtTm>`,
    `<Acct><Id><Othr><Id>${account}</Id></Othr></Id><Ccy>${currency}</Ccy></Acct>`,
    file.opening === undefined ? "" : balances(file, file.opening),
    ...entries.map((entry, i) => ntry(entry, i + 1)),
    `</${tag}></${root}></Document>`,
  ].join("\n");
}

export const signed = ({ direction, amount }: Booking): bigint => (direction === "CRDT" ? amount : -amount);

function balances({ entries, currency }: CamtFile, opening: bigint): string {
  const { day } = entries[0]!;
  const closing = entries.reduce((sum, entry) => sum + signed(entry), opening);
  const balance = (code: string, amount: bigint): string =>
    `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp>${money(amount < 0n ? -amount : amount, currency)}` +
    `<CdtDbtInd>${amount < 0n ? "DBIT" : "CRDT"}</CdtDbtInd><Dt><Dt>${day}</Dt></Dt></Bal>`;
  return balance("OPBD", opening) + balance("CLBD", closing);
}

const money = (amount: bigint, currency: Currency): string =>
  `<Amt Ccy="${currency}">${formatAmount(amount, currency)}</Amt>`;

function ntry(entry: Booking, number: number): string {
  const { currency, amount, direction, day, reversal, reference, endToEndId, uetr, debtorAccount } = entry;
  const parties =
    debtorAccount === undefined
      ? ""
      : `<RltdPties><DbtrAcct><Id><Othr><Id>${debtorAccount}</Id></Othr></Id></DbtrAcct></RltdPties>`;
  return [
    `<Ntry><NtryRef>${number}</NtryRef>${money(amount, currency)}<CdtDbtInd>${direction}</CdtDbtInd>`,
    reversal ? "<RvslInd>true</RvslInd>" : "",
    `<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>${day}</Dt></BookgDt><ValDt><Dt>${day}</Dt></ValDt>`,
    `<AcctSvcrRef>${reference}</AcctSvcrRef><BkTxCd><Prtry><Cd>PMNT</Cd></Prtry></BkTxCd>`,
    `<NtryDtls><TxDtls><Refs><EndToEndId>${endToEndId}</EndToEndId>`,
    uetr === undefined ? "" : `<UETR>${uetr}</UETR>`,
    `</Refs>${money(amount, currency)}<CdtDbtInd>${direction}</CdtDbtInd>${parties}</TxDtls></NtryDtls></Ntry>`,
  ].join("");
}
