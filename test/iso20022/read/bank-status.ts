import { expect } from "chai";
import { MissingFieldError } from "../../../src/iso20022/index.js";
import { SAMPLES, UETR } from "./samples.js";
import { answer, el, findingsOf, groupStatus, readStatus, txStatus } from "./support.js";

const report = (body: string): ReturnType<typeof readStatus> => readStatus(answer("pacs.002", body));

describe("a transaction of a pacs.002 takes no status", () => {
  const missing = (body: string): void => {
    const { unreadable } = report(body);
    expect(unreadable.map(({ problems }) => problems.map(({ name }) => name))).to.deep.equal([
      [MissingFieldError.name],
    ]);
  };

  it("from a group that is not its own", () => {
    missing(groupStatus("ACSC", "PAY-1") + txStatus({ msgId: "PAY-2", txId: "T-1" }));
    missing(groupStatus("ACSC", "PAY-1") + txStatus({ msgId: "NOTPROVIDED", txId: "T-1" }));
  });

  it("from one of several groups when it names none, or two have its name", () => {
    missing(groupStatus("ACSC", "PAY-1") + groupStatus("ACSC", "PAY-2") + txStatus({ txId: "T-1" }));
    missing(groupStatus("ACSC", "PAY-1") + groupStatus("RJCT", "PAY-1") + txStatus({ msgId: "PAY-1", txId: "T-1" }));
  });
});

describe("a pacs.002", () => {
  it("with several groups gives each transaction to its own", () => {
    const { records } = readStatus(SAMPLES.bankStatus);
    expect(
      records.map(({ scope, status, statedFor, original }) => [scope, status, statedFor, original.msgId]),
    ).to.deep.equal([
      ["group", "ACCP", "group", "PAY-1"],
      ["transaction", "ACCP", "group", "PAY-1"],
      ["transaction", "ACCC", "transaction", "PAY-2"],
    ]);
    expect(records.map(({ narrower }) => narrower)).to.deep.equal([1, 0, 0]);
    expect(records[1]?.original).to.deep.equal({
      msgId: "PAY-1",
      msgNameId: "pacs.008.001.09",
      endToEndId: "E-1",
      txId: "T-1",
      uetr: UETR,
    });
    expect(records[2]).to.include({ settlementDate: "2026-11-20" });
  });

  it("with one group gives it the transactions that name none", () => {
    const { records } = report(groupStatus("ACSC") + txStatus({ txId: "T-1" }));
    expect(records[1]).to.deep.include({
      status: "ACSC",
      statedFor: "group",
      original: { msgId: "PAY-1", msgNameId: "pain.001.001.10", txId: "T-1" },
    });
  });

  it("without a group stands for itself", () => {
    const { records, problems } = report(
      txStatus({ uetr: UETR, status: "ACSC", settled: el("DtTm", "2026-11-20T23:59:00-05:00") }),
    );
    expect(problems).to.deep.equal([]);
    expect(records[0]).to.deep.include({ original: { uetr: UETR }, settlementDate: "2026-11-20" });
  });

  it("that says a group twice is a finding", () => {
    expect(findingsOf(report(groupStatus("ACSC") + groupStatus("ACSC")))).to.deep.equal(["repeated"]);
    expect(findingsOf(report(groupStatus("ACSC") + groupStatus("RJCT")))).to.deep.equal(["conflicting-repeat"]);
  });

  it("that says a transaction twice is a finding, however the original message is called", () => {
    const one = txStatus({ msgId: "PAY-1", txId: "T-1", status: "ACSC" });
    const found = report(one + one.replace("pacs.008.001.09", "pacs.008.001.08"));
    expect(findingsOf(found)).to.deep.equal(["conflicting-repeat"]);
  });

  it("that contradicts its group is a finding, and the transaction wins", () => {
    const found = report(groupStatus("ACSC") + txStatus({ txId: "T-1", status: "RJCT" }));
    expect(findingsOf(found)).to.deep.equal(["contradiction"]);
    expect(found.records[1]).to.include({ status: "RJCT" });
  });
});
