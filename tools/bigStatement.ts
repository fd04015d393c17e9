/** A camt.053.001.08 of any length, made as it is read: for measurements, never held whole. */
export interface BigStatement {
  readonly entries: number;
  /** the same seed gives the same bytes; 1 unless told otherwise */
  readonly seed?: number;
  /** every entry of this many is a batch of three details; none unless told otherwise */
  readonly batchEvery?: number;
}

interface Draws {
  readonly amounts: () => number;
  readonly parties: () => number;
}

/** Entries are written this many to a chunk. */
const PER_CHUNK = 200;
/** Payers of its entries. */
export const NAMES = [
  "Acme Trading Ltd",
  "Müller & Söhne GmbH",
  "深圳进出口有限公司",
  "Øst Handel AS",
  "O'Brien <Import>",
];

/** The statement's bytes, valid against the schema; its summary ties with its entries. */
export async function* bigStatement(options: BigStatement): AsyncGenerator<Uint8Array> {
  for (const text of bigStatementText(options)) yield Buffer.from(text, "utf8");
}

function* bigStatementText({ entries, seed = 1, batchEvery = 0 }: BigStatement): Generator<string> {
  const total = sum(entries, seed);
  yield head(entries, total);
  const draws = { amounts: randoms(seed), parties: randoms(~seed) };
  let chunk = "";
  for (let i = 1; i <= entries; i++) {
    chunk += entry(i, draws, batchEvery > 0 && i % batchEvery === 0);
    if (i % PER_CHUNK === 0 || i === entries) {
      yield chunk;
      chunk = "";
    }
  }
  yield "    </Stmt>\n  </BkToCstmrStmt>\n</Document>\n";
}

function head(entries: number, total: bigint): string {
  const totals = `<NbOfNtries>${entries}</NbOfNtries><Sum>${money(total)}</Sum>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">
  <BkToCstmrStmt>
    <GrpHdr><MsgId>BIG-1</MsgId><CreDtTm>2026-11-20T23:00:00Z</CreDtTm></GrpHdr>
    <Stmt>
      <Id>BIG-S-1</Id>
      <CreDtTm>2026-11-20T23:00:00Z</CreDtTm>
      <Acct><Id><Othr><Id>8100200300</Id></Othr></Id><Ccy>USD</Ccy></Acct>
      ${balance("OPBD", 0n)}
      ${balance("CLBD", total)}
      <TxsSummry><TtlNtries>${totals}</TtlNtries><TtlCdtNtries>${totals}</TtlCdtNtries></TxsSummry>
`;
}

function balance(code: string, amount: bigint): string {
  const type = `<Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp>`;
  const day = "<Dt><Dt>2026-11-20</Dt></Dt>";
  return `<Bal>${type}<Amt Ccy="USD">${money(amount)}</Amt><CdtDbtInd>CRDT</CdtDbtInd>${day}</Bal>`;
}

function entry(number: number, { amounts, parties }: Draws, batch: boolean): string {
  const amount = nextAmount(amounts);
  const id = number.toString().padStart(9, "0");
  const parts = batch ? [amount / 3n, amount / 3n, amount - 2n * (amount / 3n)] : [amount];
  const details = parts.map((part, i) => detail(`${id}-${i + 1}`, part, parties)).join("");
  const btch = batch ? `<Btch><NbOfTxs>3</NbOfTxs><TtlAmt Ccy="USD">${money(amount)}</TtlAmt></Btch>` : "";
  const fields = [
    `<NtryRef>${number}</NtryRef><Amt Ccy="USD">${money(amount)}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>`,
    `<BookgDt><Dt>2026-11-20</Dt></BookgDt><ValDt><Dt>2026-11-20</Dt></ValDt><AcctSvcrRef>BK${id}</AcctSvcrRef>`,
    `<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>`,
    `<NtryDtls>${btch}${details}</NtryDtls>`,
  ];
  return `      <Ntry>${fields.join("")}</Ntry>\n`;
}

function detail(id: string, amount: bigint, random: () => number): string {
  const name = (NAMES[random() % NAMES.length] ?? "").replace(/&/g, "&amp;").replace(/</g, "&lt;");
  const from = `<DbtrAcct><Id><Othr><Id>${random().toString().padStart(10, "0")}</Id></Othr></Id></DbtrAcct>`;
  const fields = [
    `<Refs><EndToEndId>E2E-${id}</EndToEndId></Refs><Amt Ccy="USD">${money(amount)}</Amt><CdtDbtInd>CRDT</CdtDbtInd>`,
    `<RltdPties><Dbtr><Pty><Nm>${name}</Nm></Pty></Dbtr>${from}</RltdPties>`,
    `<RmtInf><Ustrd>Invoice ${id} as agreed</Ustrd></RmtInf>`,
  ];
  return `<TxDtls>${fields.join("")}</TxDtls>`;
}

/** Credits of 0.03 to some 10,000.00. */
const nextAmount = (random: () => number): bigint => 3n + BigInt(random() % 1_000_000);

/** Amounts are drawn apart from the rest, so that their sum is known before the entries are written. */
function sum(entries: number, seed: number): bigint {
  const random = randoms(seed);
  let total = 0n;
  for (let i = 0; i < entries; i++) total += nextAmount(random);
  return total;
}

function money(cents: bigint): string {
  const digits = cents.toString().padStart(3, "0");
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** A small generator with a seed (mulberry32): 32-bit numbers, the same on every machine. */
function randoms(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}
