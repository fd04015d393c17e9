import { expect } from "chai";
import { OTHER_UETR, UETR } from "./samples.js";
import { answer, findingsOf, groupStatus, paymentStatus, readStatus, txStatus } from "./support.js";

const report = (body: string): ReturnType<typeof readStatus> => readStatus(answer("pain.002", body));
const batch = (...transactions: readonly string[]): ReturnType<typeof readStatus> =>
  report(groupStatus() + paymentStatus("BATCH-1", undefined, ...transactions));
const one = txStatus({ endToEndId: "E-1", status: "ACSC" });

describe("findings in a pain.002", () => {
  it("name a transaction that contradicts the level above, and the transaction wins", () => {
    for (const [above, beneath] of [
      ["RJCT", "ACSC"],
      ["RJCT", "PDNG"],
      ["ACSC", "RJCT"],
      ["ACSC", "PDNG"],
      ["ACCP", "RJCT"],
      ["PDNG", "RJCT"],
    ] as const) {
      const tx = txStatus({ endToEndId: "E-1", status: beneath });
      const found = report(groupStatus(above) + paymentStatus("BATCH-1", undefined, tx));
      expect(findingsOf(found), `${above} ${beneath}`).to.deep.equal(["contradiction"]);
      expect(found.findings[0]?.path).to.equal("CstmrPmtStsRpt/OrgnlPmtInfAndSts[1]/TxInfAndSts[1]");
      expect(found.records[1]).to.include({ scope: "transaction", status: beneath, statedFor: "transaction" });
    }
  });

  it("name a batch that contradicts its message, and not the transactions in it that agree with the batch", () => {
    const rejected = txStatus({ endToEndId: "E-1", status: "RJCT" });
    const found = report(groupStatus("ACSP") + paymentStatus("BATCH-1", "RJCT", rejected));
    expect(found.findings.map(({ path }) => path)).to.deep.equal(["CstmrPmtStsRpt/OrgnlPmtInfAndSts[1]"]);
  });

  it("are none where a part is further, or the level above says nothing of each", () => {
    for (const [above, beneath] of [
      ["ACSP", "ACSC"],
      ["PART", "RJCT"],
      ["RCVD", "RJCT"],
      ["RJCT", "CANC"],
      ["ACSC", "ACCC"],
      ["RJCT", "XXXX"],
    ] as const) {
      const tx = txStatus({ endToEndId: "E-1", status: beneath });
      const found = report(groupStatus(above) + paymentStatus("BATCH-1", undefined, tx));
      expect(findingsOf(found), `${above} ${beneath}`).to.deep.equal([]);
    }
  });

  it("name a transaction without any reference, a batch and a message called NOTPROVIDED", () => {
    const anonymous = txStatus({ endToEndId: "NOTPROVIDED", instrId: "notprovided", status: "ACSC" });
    const found = report(groupStatus("ACSP", "NOTPROVIDED") + paymentStatus("NOTPROVIDED", "ACSP", anonymous));
    expect(findingsOf(found)).to.deep.equal(["no-reference", "no-reference", "no-reference"]);
    expect(found.records.map(({ original }) => Object.keys(original))).to.deep.equal([
      ["msgNameId"],
      ["msgNameId"],
      ["msgNameId"],
    ]);
  });

  it("name what is said twice", () => {
    const found = batch(one, one);
    expect(found.records).to.have.length(2);
    expect(found.findings.map(({ code, path }) => [code, path?.slice(-14)])).to.deep.equal([
      ["repeated", "TxInfAndSts[2]"],
    ]);
  });

  it("name what is said differently, and no majority decides", () => {
    const differently = one.replace("ACSC", "RJCT");
    for (const order of [
      [one, one, differently],
      [one, differently, one],
    ]) {
      expect(findingsOf(batch(...order))).to.deep.equal(["conflicting-repeat", "conflicting-repeat"]);
    }
  });

  it("know a transaction by its UETR, whatever its batch and other references", () => {
    const first = txStatus({ endToEndId: "E-1", uetr: UETR, status: "ACSC" });
    const again = txStatus({ endToEndId: "E-9", uetr: UETR.toUpperCase(), status: "ACSC" });
    const other = txStatus({ endToEndId: "E-1", uetr: OTHER_UETR, status: "ACSC" });
    const batches = paymentStatus("BATCH-1", undefined, first, other) + paymentStatus("BATCH-2", undefined, again);
    expect(findingsOf(report(groupStatus() + batches))).to.deep.equal(["conflicting-repeat"]);
  });

  it("name a message that says nothing", () => {
    expect(findingsOf(report(groupStatus()))).to.deep.equal(["says-nothing"]);
  });
});
