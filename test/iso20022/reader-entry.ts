import { expect } from "chai";
import {
  AmountFieldError,
  CodeFieldError,
  DateFieldError,
  type Entry,
  MissingFieldError,
  RepeatedFieldError,
  TextFieldError,
  type UnreadableEntry,
} from "../../src/iso20022/index.js";
import { ntry, readEntries, tx } from "./support.js";

const only = (entries: string): Entry & UnreadableEntry => readEntries(entries)[0] as Entry & UnreadableEntry;
const problem = (entry: string): Error | undefined => only(entry).problems?.[0];

describe("a wrong entry", () => {
  it("names file, entry, path, value and what to do", () => {
    const entries = readEntries(ntry() + ntry() + ntry({ amount: "10.001" }));
    const error = (entries[2] as UnreadableEntry).problems[0];
    expect(error).to.be.instanceOf(AmountFieldError);
    expect(error).to.include({ file: "test.xml", entry: 3, path: "Stmt[1]/Ntry[3]/Amt", value: "10.001" });
    expect(error?.fix).to.contain("at most 2 decimals");
  });

  it("does not lose the others", () => {
    const entries = readEntries(ntry() + ntry({ amount: "x" }) + ntry());
    expect(entries.map((entry) => "problems" in entry)).to.deep.equal([false, true, false]);
    expect(entries.map((entry) => entry.index)).to.deep.equal([1, 2, 3]);
  });

  it("collects every wrong field and keeps the readable ones", () => {
    const entry = only(ntry({ amount: "-1", reversal: "yes", booked: "2026-02-30", ref: "R9" }));
    expect(entry.problems.map((p) => p.path)).to.deep.equal([
      "Stmt[1]/Ntry[1]/Amt",
      "Stmt[1]/Ntry[1]/RvslInd",
      "Stmt[1]/Ntry[1]/BookgDt/Dt",
    ]);
    expect(entry).to.include({ acctSvcrRef: "R9", creditDebit: "CRDT", status: "BOOK" });
  });

  for (const amount of ["-10.00", "+10.00", "1e2", "10,00", "0.000001", "١٠", "", "1 000"]) {
    it(`amount ${JSON.stringify(amount)}`, () => {
      expect(problem(ntry({ amount }))).to.be.instanceOf(amount === "" ? MissingFieldError : AmountFieldError);
    });
  }

  it("missing Amt, currency, direction or status", () => {
    expect(problem(ntry().replace(/<Amt.*<\/Amt>/, ""))).to.be.instanceOf(MissingFieldError);
    expect(problem(ntry().replace(` Ccy="USD"`, "")))
      .to.be.instanceOf(MissingFieldError)
      .with.property("path", "Stmt[1]/Ntry[1]/Amt/@Ccy");
    expect(problem(ntry().replace(/<CdtDbtInd>.*<\/CdtDbtInd>/, ""))).to.be.instanceOf(MissingFieldError);
    expect(problem(ntry().replace(/<Sts>.*<\/Sts>/, ""))).to.be.instanceOf(MissingFieldError);
  });

  it("a field twice, an element inside an amount, an unknown code, gold", () => {
    expect(problem(ntry().replace(/(<Amt.*<\/Amt>)/, "$1$1"))).to.be.instanceOf(RepeatedFieldError);
    expect(problem(ntry({ amount: "1<x/>0" }))).to.be.instanceOf(TextFieldError);
    expect(problem(ntry({ direction: "CREDIT" }))).to.be.instanceOf(CodeFieldError);
    expect(problem(ntry({ reversal: "TRUE" }))).to.be.instanceOf(CodeFieldError);
    expect(problem(ntry({ currency: "XAU" }))).to.be.instanceOf(AmountFieldError);
  });

  it("dates that do not exist", () => {
    for (const booked of ["2026-02-30", "20261120", "2026-11-20T25", "yesterday"]) {
      expect(problem(ntry({ booked })), booked).to.be.instanceOf(DateFieldError);
    }
  });

  it("a wrong amount or UETR in a detail", () => {
    expect(problem(ntry({ details: tx("", "1.234") })))
      .to.be.instanceOf(AmountFieldError)
      .with.property("path", "Stmt[1]/Ntry[1]/NtryDtls/TxDtls/Amt");
    expect(problem(ntry({ details: tx("<UETR>00000000-0000-0000-0000-000000000000</UETR>") }))).to.be.instanceOf(
      TextFieldError,
    );
  });
});

describe("an entry", () => {
  it("has its status plain (02), as a code or as the bank's own (08)", () => {
    expect(only(ntry({ status: "PDNG" })).status).to.equal("PDNG");
    expect(only(ntry({ status: "<Cd>INFO</Cd>" })).status).to.equal("INFO");
    expect(only(ntry({ status: "<Prtry>BOOK</Prtry>" })).status).to.equal("prtry:BOOK");
  });

  it("reads all four spellings of a boolean, false without one", () => {
    const spelled = ["true", "1", "false", "0", undefined].map(
      (reversal) => only(ntry(reversal === undefined ? {} : { reversal })).reversal,
    );
    expect(spelled).to.deep.equal([true, true, false, false, false]);
  });

  it("takes NOTPROVIDED and NONREF for absent", () => {
    const entry = only(
      ntry({ ref: "NONREF", details: tx("<EndToEndId>NOTPROVIDED</EndToEndId><InstrId>notprovided</InstrId>") }),
    );
    expect(entry).not.to.have.property("acctSvcrRef");
    expect(entry.details[0]).not.to.have.any.keys("endToEndId", "instrId");
  });

  it("takes the day the bank wrote, whatever the time zone", () => {
    const entry = ntry().replace("<Dt>2026-11-20</Dt>", "<DtTm>2026-11-20T23:59:59.999-05:00</DtTm>");
    expect(only(entry).bookingDate).to.equal("2026-11-20");
  });

  it("reads parties of both forms, references and remittance", () => {
    const parties = `<RltdPties><Dbtr><Nm>Old Form</Nm></Dbtr><DbtrAcct><Id><Othr><Id>42</Id></Othr></Id></DbtrAcct><Cdtr><Pty><Nm>New Form</Nm></Pty></Cdtr></RltdPties>`;
    const remittance = `<RmtInf><Ustrd>Free text cut at 35 and con</Ustrd><Ustrd>tinued</Ustrd><Strd><CdtrRefInf><Ref>RF18 1</Ref></CdtrRefInf></Strd></RmtInf>`;
    const uetr = "5B1C9F4E-2A6D-4F0B-9C3E-71D0A5E8B201";
    const detail = only(
      ntry({
        details: tx(`<EndToEndId>E1</EndToEndId><UETR>${uetr}</UETR><TxId>T1</TxId>`, "10.00", parties + remittance),
      }),
    ).details[0];
    expect(detail).to.deep.include({
      amount: 1000n,
      endToEndId: "E1",
      uetr: uetr.toLowerCase(),
      txId: "T1",
      debtor: { name: "Old Form", account: "42" },
      creditor: { name: "New Form" },
      creditorReferences: ["RF18 1"],
      remittance: "Free text cut at 35 and continued",
    });
  });

  it("takes the detail amount that was booked, not the one instructed abroad", () => {
    const amtDtls = `<AmtDtls><InstdAmt><Amt Ccy="EUR">9.00</Amt></InstdAmt><TxAmt><Amt Ccy="EUR">9.00</Amt></TxAmt><CntrValAmt><Amt Ccy="USD">10.00</Amt></CntrValAmt></AmtDtls>`;
    expect(only(ntry({ details: tx("", undefined, amtDtls) })).details[0]).to.include({
      amount: 1000n,
      currency: "USD",
    });
  });
});
