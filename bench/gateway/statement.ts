import { accountOf } from "./customers.js";

/** Credits of customers that the gateway knows, as one camt.053.001.08. */
export interface Credits {
  /** names statement and references: another number is another day's file */
  readonly number: number;
  readonly entries: number;
  readonly customers: number;
  /** our account */
  readonly account: string;
  readonly currency: string;
}

/** Minor units of entry i: 1.00 to 10.99. */
export const creditOf = (i: number): bigint => 100n + BigInt((i * 7_919) % 1_000);

export const totalOf = (entries: number): bigint =>
  Array.from({ length: entries }, (_, i) => creditOf(i)).reduce((sum, amount) => sum + amount, 0n);

/** Every entry a booked credit with one detail: end-to-end id, UETR, debtor with account, remittance. */
export function statement(credits: Credits): string {
  const { number, entries, account, currency } = credits;
  const total = money(totalOf(entries));
  const balance = (code: string, amount: string): string =>
    `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="${currency}">${amount}</Amt>` +
    `<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-11-20</Dt></Dt></Bal>`;
  const sums = `<NbOfNtries>${entries}</NbOfNtries><Sum>${total}</Sum>`;
  return [
    `<?xml version="1.0" encoding="UTF-8"?>`,
    `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>`,
    `<GrpHdr><MsgId>BENCH-${number}</MsgId><CreDtTm>2026-11-20T23:00:00Z</CreDtTm></GrpHdr>`,
    `<Stmt><Id>BENCH-S-${number}</Id><CreDtTm>2026-11-20T23:00:00Z</CreDtTm>`,
    `<Acct><Id><Othr><Id>${account}</Id></Othr></Id><Ccy>${currency}</Ccy></Acct>`,
    balance("OPBD", "0.00"),
    balance("CLBD", total),
    `<TxsSummry><TtlNtries>${sums}</TtlNtries><TtlCdtNtries>${sums}</TtlCdtNtries></TxsSummry>`,
    ...Array.from({ length: entries }, (_, i) => entry(credits, i)),
    `</Stmt></BkToCstmrStmt></Document>\n`,
  ].join("\n");
}

function entry({ number, currency, customers }: Credits, i: number): string {
  const amount = `<Amt Ccy="${currency}">${money(creditOf(i))}</Amt><CdtDbtInd>CRDT</CdtDbtInd>`;
  const place = `${number}-${i + 1}`;
  const uetr = `00000000-0000-4000-8${hex(number, 3)}-${hex(i, 12)}`;
  const refs = `<Refs><EndToEndId>E2E-${place}</EndToEndId><UETR>${uetr}</UETR></Refs>`;
  const from = accountOf(i % customers);
  const payer =
    `<RltdPties><Dbtr><Pty><Nm>Payer ${from}</Nm></Pty></Dbtr>` +
    `<DbtrAcct><Id><Othr><Id>${from}</Id></Othr></Id></DbtrAcct></RltdPties>`;
  const detail = `<TxDtls>${refs}${amount}${payer}<RmtInf><Ustrd>Invoice ${place}</Ustrd></RmtInf></TxDtls>`;
  const dates = `<BookgDt><Dt>2026-11-20</Dt></BookgDt><ValDt><Dt>2026-11-20</Dt></ValDt>`;
  const code = `<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>`;
  return (
    `<Ntry><NtryRef>${i + 1}</NtryRef>${amount}<Sts><Cd>BOOK</Cd></Sts>${dates}` +
    `<AcctSvcrRef>BK${place}</AcctSvcrRef>${code}<NtryDtls>${detail}</NtryDtls></Ntry>`
  );
}

const hex = (number: number, digits: number): string => number.toString(16).padStart(digits, "0");

function money(minor: bigint): string {
  const digits = minor.toString().padStart(3, "0");
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
