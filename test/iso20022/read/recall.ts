import { expect } from "chai";
import { AmountFieldError, CodeFieldError } from "../../../src/iso20022/index.js";
import { SAMPLES, UETR } from "./samples.js";
import { answer, caseOf, el, findingsOf, readRecall, reason, txRecall } from "./support.js";

const recall = (body: string): ReturnType<typeof readRecall> => readRecall(answer("camt.056", body));
const group = (whole: string | undefined, msgId = "PAY-1"): string =>
  el(
    "OrgnlGrpInfAndCxl",
    caseOf("Case", "CASE-2"),
    el("OrgnlMsgId", msgId),
    el("OrgnlMsgNmId", "pacs.008.001.09"),
    el("GrpCxl", whole),
    reason("CxlRsnInf", "TECH"),
  );

describe("a wrong recall", () => {
  it("is kept apart with its problems, and does not lose the others", () => {
    const { records, unreadable } = recall(
      el("Undrlyg", txRecall({ id: "C-1", txId: "T-1", original: "BHD 1.2345" }), txRecall({ id: "C-2", txId: "T-2" })),
    );
    expect(records.map(({ cancellationId }) => cancellationId)).to.deep.equal(["C-2"]);
    expect(unreadable[0]).to.deep.include({ cancellationId: "C-1", original: { txId: "T-1" } });
    expect(unreadable[0]?.problems[0])
      .to.be.instanceOf(AmountFieldError)
      .with.property("path", "FIToFIPmtCxlReq/Undrlyg[1]/TxInf[1]/OrgnlIntrBkSttlmAmt");
  });

  it("of a group is a problem, and never a recall of all", () => {
    const { records, problems, findings } = recall(el("Undrlyg", group("yes")));
    expect(records).to.deep.equal([]);
    expect(problems.map(({ name }) => name)).to.deep.equal([CodeFieldError.name]);
    expect(findings.map(({ code }) => code)).to.deep.equal(["says-nothing"]);
    const nameless = recall(el("Undrlyg", group("true", "")));
    expect(nameless.unreadable.map(({ scope }) => scope)).to.deep.equal(["group"]);
    expect(nameless.problems, "said once").to.deep.equal([]);
    const silent = recall(el("Undrlyg", group(undefined, ""), txRecall({ txId: "T-1" })));
    expect(silent.problems.map(({ path }) => path)).to.deep.equal([
      "FIToFIPmtCxlReq/Undrlyg[1]/OrgnlGrpInfAndCxl/OrgnlMsgId",
    ]);
    expect(silent.records).to.have.length(1);
  });
});

describe("findings in a camt.056", () => {
  it("name a count that does not tie, unless a whole message is recalled", () => {
    const count = el("CtrlData", el("NbOfTxs", "5"));
    const one = el("Undrlyg", txRecall({ txId: "T-1" }));
    expect(findingsOf(recall(count + one))).to.deep.equal(["count-mismatch"]);
    expect(findingsOf(recall(count + one + el("Undrlyg", group("true"))))).to.deep.equal([]);
  });

  it("name a payment recalled twice, and a recall of nothing", () => {
    const one = txRecall({ txId: "T-1", uetr: UETR });
    expect(findingsOf(recall(el("Undrlyg", one) + el("Undrlyg", one)))).to.deep.equal(["repeated"]);
    expect(findingsOf(recall(el("Undrlyg", txRecall({ id: "C-1" }))))).to.deep.equal(["no-reference"]);
    expect(findingsOf(recall(""))).to.deep.equal(["says-nothing"]);
  });
});

describe("a camt.056", () => {
  it("says who asks whom in which case, and what for", () => {
    const { assigner, assignee, caseId, records, findings } = readRecall(SAMPLES.recall);
    expect({ assigner, assignee, caseId }).to.deep.equal({
      assigner: { bic: "NDEAFIHH" },
      assignee: { bic: "DEUTDEFF" },
      caseId: "CASE-1",
    });
    expect(records[0]).to.deep.equal({
      scope: "transaction",
      path: "FIToFIPmtCxlReq/Undrlyg[1]/TxInf[1]",
      original: { msgId: "PAY-1", msgNameId: "pacs.008.001.09", endToEndId: "E-1", uetr: UETR },
      reasons: [{ code: "FRAD", additionalInfo: ["reported by the payer"] }],
      narrower: 0,
      cancellationId: "C-1",
      caseId: "CASE-1",
      originalAmount: { amount: 1000n, currency: "USD" },
      originalSettlementDate: "2026-11-18",
    });
    expect(findings).to.deep.equal([]);
  });

  it("of a whole message says so once, in its own case", () => {
    const { records } = readRecall(SAMPLES.recall);
    expect(records[1]).to.deep.equal({
      scope: "group",
      path: "FIToFIPmtCxlReq/Undrlyg[2]/OrgnlGrpInfAndCxl",
      original: { msgId: "PAY-2", msgNameId: "pacs.008.001.09" },
      reasons: [{ code: "DUPL", additionalInfo: [] }],
      narrower: 0,
      cancellationId: "C-2",
      caseId: "CASE-2",
    });
  });

  it("takes message, case and reason of a transaction from its group, and its own before them", () => {
    const transactions = txRecall({ txId: "T-1" }) + txRecall({ txId: "T-2", caseId: "CASE-3", msgId: "PAY-3" });
    const { records } = recall(caseOf("Case", "CASE-1") + el("Undrlyg", group("false"), transactions));
    expect(records.map((one) => [one.caseId, one.original.msgId, one.reasons[0]?.code])).to.deep.equal([
      ["CASE-2", "PAY-1", "TECH"],
      ["CASE-3", "PAY-3", "TECH"],
    ]);
  });

  it("knows a party by name, LEI or the BIC of older versions", () => {
    const nm = el("Pty", el("Nm", "Fraud Desk"), el("Id", el("OrgId", el("LEI", "529900T8BM49AURSDO55"))));
    const text = SAMPLES.recall
      .replace(/<Assgnr>.*?<\/Assgnr>/, el("Assgnr", nm))
      .replace("<BICFI>DEUTDEFF</BICFI>", "<BIC>DEUTDEFF</BIC>");
    expect(readRecall(text)).to.deep.include({
      assigner: { lei: "529900T8BM49AURSDO55", name: "Fraud Desk" },
      assignee: { bic: "DEUTDEFF" },
    });
    expect(
      readRecall(SAMPLES.recall.replace(/<Assgne>.*?<\/Assgne>/, "")).problems.map(({ path }) => path),
    ).to.deep.equal(["FIToFIPmtCxlReq/Assgnmt/Assgne"]);
  });
});
