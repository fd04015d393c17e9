import { expect } from "chai";
import { AmountFieldError, MissingFieldError } from "../../../src/iso20022/index.js";
import { SAMPLES, UETR } from "./samples.js";
import { answer, caseOf, el, findingsOf, readResolution, txResolution } from "./support.js";

const resolution = (body: string): ReturnType<typeof readResolution> => readResolution(answer("camt.029", body));
const confirmed = (code: string): string => el("Sts", el("Conf", code));

describe("a wrong answer to a recall", () => {
  it("is kept apart with its problems, and does not lose the others", () => {
    const { records, unreadable } = resolution(
      el(
        "CxlDtls",
        txResolution({ id: "C-1", txId: "T-1", status: "ACCR", original: "USD 0.001" }),
        txResolution({ id: "C-2", txId: "T-2", status: "ACCR" }),
        txResolution({ id: "C-3", txId: "T-3" }),
      ),
    );
    expect(records.map(({ cancellationId }) => cancellationId)).to.deep.equal(["C-2"]);
    expect(unreadable.map(({ cancellationId }) => cancellationId)).to.deep.equal(["C-1", "C-3"]);
    expect(unreadable[0]?.problems[0]).to.be.instanceOf(AmountFieldError);
    expect(unreadable[1]?.problems[0])
      .to.be.instanceOf(MissingFieldError)
      .with.property("path", "RsltnOfInvstgtn/CxlDtls[1]/TxInfAndSts[3]/TxCxlSts");
  });

  it("has no status at all", () => {
    const { problems, findings } = resolution("");
    expect(problems.map(({ path }) => path)).to.deep.equal(["RsltnOfInvstgtn/Sts"]);
    expect(findings.map(({ code }) => code)).to.deep.equal(["says-nothing"]);
  });
});

describe("findings in a camt.029", () => {
  it("name a transaction refused in a case accepted, and the other way round; the transaction wins", () => {
    for (const [whole, part] of [
      ["CNCL", "RJCR"],
      ["RJCR", "ACCR"],
    ] as const) {
      const found = resolution(confirmed(whole) + el("CxlDtls", txResolution({ txId: "T-1", status: part })));
      expect(findingsOf(found)).to.deep.equal(["contradiction"]);
      expect(found.records[1]).to.include({ status: part, statedFor: "transaction" });
    }
  });

  it("are none where a case is pending, or says the same in its own code", () => {
    for (const [whole, part] of [
      ["PDCR", "RJCR"],
      ["CNCL", "ACCR"],
      ["PECR", "RJCR"],
    ] as const) {
      const found = resolution(confirmed(whole) + el("CxlDtls", txResolution({ txId: "T-1", status: part })));
      expect(findingsOf(found), `${whole} ${part}`).to.deep.equal([]);
    }
  });

  it("name an answer to another question", () => {
    const found = resolution(el("Sts", el("RjctdMod", el("Cd", "UM01"))));
    expect(found.records).to.deep.equal([]);
    expect(findingsOf(found)).to.deep.equal(["says-nothing"]);
  });
});

describe("a camt.029", () => {
  it("has a record for the case, and one for the transaction with reasons", () => {
    const { caseId, records, findings } = readResolution(SAMPLES.refusal);
    expect(caseId).to.equal("CASE-1");
    expect(records[0]).to.deep.equal({
      scope: "case",
      path: "RsltnOfInvstgtn",
      original: {},
      status: "RJCR",
      statedFor: "case",
      reasons: [],
      narrower: 1,
      caseId: "CASE-1",
    });
    expect(records[1]).to.deep.equal({
      scope: "transaction",
      path: "RsltnOfInvstgtn/CxlDtls[1]/TxInfAndSts[1]",
      original: { msgId: "PAY-1", msgNameId: "pacs.008.001.09", endToEndId: "E-1", uetr: UETR },
      status: "RJCR",
      statedFor: "transaction",
      reasons: [{ code: "LEGL", additionalInfo: ["no refund without consent"] }],
      narrower: 0,
      cancellationId: "C-1",
      caseId: "CASE-1",
      originalAmount: { amount: 1000n, currency: "USD" },
    });
    expect(findings).to.deep.equal([]);
  });

  it("that only names a case answers for all of it", () => {
    const { records } = resolution(caseOf("RslvdCase", "CASE-1") + confirmed("CNCL"));
    expect(records.map(({ scope, status, caseId, narrower }) => [scope, status, caseId, narrower])).to.deep.equal([
      ["case", "CNCL", "CASE-1", 0],
    ]);
  });

  it("lets a transaction have the status of its batch, message or case", () => {
    const { records } = readResolution(SAMPLES.resolution);
    expect(records.map((one) => [one.scope, one.status, one.statedFor, one.cancellationId])).to.deep.equal([
      ["case", "CNCL", "case", undefined],
      ["group", "PACR", "group", "G-1"],
      ["payment", "PDCR", "payment", "P-1"],
      ["transaction", "RJCR", "transaction", undefined],
      ["transaction", "PDCR", "payment", undefined],
    ]);
    expect(records[3]).to.deep.include({
      original: { msgId: "PAY-1", msgNameId: "pacs.008.001.09", pmtInfId: "BATCH-1", endToEndId: "E-1", uetr: UETR },
      originalAmount: { amount: 500n, currency: "JPY" },
    });
    const plain = resolution(confirmed("PDCR") + el("CxlDtls", txResolution({ txId: "T-1" }))).records[1];
    expect(plain).to.include({ status: "PDCR", statedFor: "case" });
  });

  it("takes the case of a transaction from its message, then from the whole", () => {
    const message = (...rest: readonly string[]): string =>
      el("OrgnlGrpInfAndSts", ...rest, el("OrgnlMsgId", "PAY-1"), el("OrgnlMsgNmId", "pacs.008.001.09"));
    const { records } = resolution(
      caseOf("RslvdCase", "CASE-1") +
        confirmed("PDCR") +
        el("CxlDtls", message(caseOf("RslvdCase", "CASE-2")), txResolution({ txId: "T-1" })) +
        el("CxlDtls", message(), txResolution({ txId: "T-2" })) +
        el("CxlDtls", message()),
    );
    expect(records.map((one) => [one.scope, one.caseId, one.statedFor, one.original.txId])).to.deep.equal([
      ["case", "CASE-1", "case", undefined],
      ["transaction", "CASE-2", "case", "T-1"],
      ["transaction", "CASE-1", "case", "T-2"],
      ["group", "CASE-1", "case", undefined],
    ]);
  });
});
