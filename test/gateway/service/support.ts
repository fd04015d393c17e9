import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder that is gone when the suite has ended. */
export function folderOf(): string {
  const folder = mkdtempSync(join(tmpdir(), "vostro-gateway-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const entry = (reference: string, amount: string, debtor: string, endToEndId = "NOTPROVIDED"): string => `<Ntry>
  <Amt Ccy="USD">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
  <BookgDt><Dt>2026-11-20</Dt></BookgDt><ValDt><Dt>2026-11-20</Dt></ValDt><AcctSvcrRef>${reference}</AcctSvcrRef>
  <BkTxCd><Prtry><Cd>TRF</Cd></Prtry></BkTxCd>
  <NtryDtls><TxDtls><Refs><EndToEndId>${endToEndId}</EndToEndId></Refs><RltdPties><DbtrAcct><Id><Othr><Id>${debtor}</Id></Othr></Id></DbtrAcct></RltdPties></TxDtls></NtryDtls>
</Ntry>`;

/** A day's statement of the demo bank's dollar account. @param entries reference, decimal amount, account of the payer, end-to-end id */
export const dayStatement = (id: string, entries: readonly (readonly [string, string, string, string?])[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
<GrpHdr><MsgId>${id}</MsgId><CreDtTm>2026-11-20T18:00:00Z</CreDtTm></GrpHdr>
<Stmt><Id>${id}</Id><CreDtTm>2026-11-20T18:00:00Z</CreDtTm>
<Acct><Id><Othr><Id>8100200300</Id></Othr></Id><Ccy>USD</Ccy></Acct>
${entries.map((one) => entry(...one)).join("\n")}
</Stmt></BkToCstmrStmt></Document>`;
