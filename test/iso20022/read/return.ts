import { expect } from "chai";
import { AmountFieldError, CodeFieldError, MissingFieldError } from "../../../src/iso20022/index.js";
import { SAMPLES, UETR } from "./samples.js";
import { answer, el, findingsOf, readReturn, returnHeader, txReturn } from "./support.js";

const returns = (body: string, head = returnHeader()): ReturnType<typeof readReturn> =>
  readReturn(answer("pacs.004", head + body));

describe("a wrong return", () => {
  it("is kept apart with its problems, and does not lose the others", () => {
    const { records, unreadable, findings } = returns(
      txReturn({ id: "R-1", txId: "T-1", returned: "USD 10.001" }) +
        txReturn({ id: "R-2", txId: "T-2" }) +
        txReturn({ id: "R-3", txId: "T-3" }).replace(/<RtrdIntrBk.*?<\/RtrdIntrBkSttlmAmt>/, "") +
        txReturn({ id: "R-4", txId: "T-4", charges: "EUR 1,00" }),
      returnHeader({ n: "4", total: "USD 40.00" }),
    );
    expect(findings, "no sum of what cannot be read").to.deep.equal([]);
    expect(records.map(({ returnId }) => returnId)).to.deep.equal(["R-2"]);
    expect(unreadable.map(({ returnId, returned }) => [returnId, returned?.amount])).to.deep.equal([
      ["R-1", undefined],
      ["R-3", undefined],
      ["R-4", 1000n],
    ]);
    expect(unreadable[0]?.problems[0])
      .to.be.instanceOf(AmountFieldError)
      .with.property("path", "PmtRtr/TxInf[1]/RtrdIntrBkSttlmAmt");
    expect(unreadable[1]?.problems[0]).to.be.instanceOf(MissingFieldError);
    expect(unreadable[2]?.problems[0]).to.be.instanceOf(AmountFieldError);
  });

  it("of a header is a problem of the message: nothing is taken for a return of all", () => {
    const { records, problems } = returns(txReturn({ txId: "T-1" }), returnHeader({ whole: "yes", total: "USD 1e1" }));
    expect(records.map(({ scope }) => scope)).to.deep.equal(["transaction"]);
    expect(problems.map(({ name, path }) => [name, path])).to.deep.equal([
      [CodeFieldError.name, "PmtRtr/GrpHdr/GrpRtr"],
      [AmountFieldError.name, "PmtRtr/GrpHdr/TtlRtrdIntrBkSttlmAmt"],
    ]);
  });
});

describe("findings in a pacs.004", () => {
  it("name counts and sums that do not tie", () => {
    const two = txReturn({ txId: "T-1" }) + txReturn({ txId: "T-2" });
    expect(findingsOf(returns(two, returnHeader({ n: "3", total: "USD 20.00" })))).to.deep.equal(["count-mismatch"]);
    const { findings } = returns(two, returnHeader({ n: "2", total: "USD 20.01" }));
    expect(findings).to.deep.equal([
      {
        code: "sum-mismatch",
        message: "GrpHdr/TtlRtrdIntrBkSttlmAmt says USD 20.01, the returns are USD 20.00",
      },
    ]);
    expect(findingsOf(returns(two, returnHeader({ n: "2", total: "EUR 20.00" })))).to.deep.equal(["other-currency"]);
  });

  it("name more money than was sent, and other money", () => {
    const more = returns(txReturn({ txId: "T-1", original: "USD 9.99", returned: "USD 10.00" }));
    expect(more.findings).to.deep.equal([
      { code: "more-than-original", path: "PmtRtr/TxInf[1]", message: "USD 10.00 is returned of USD 9.99" },
    ]);
    const other = returns(txReturn({ txId: "T-1", original: "EUR 10.00", returned: "USD 10.00" }));
    expect(findingsOf(other)).to.deep.equal(["other-currency"]);
  });

  it("name a return that cannot be told from another, or is about nothing", () => {
    const same = txReturn({ txId: "T-1" });
    expect(findingsOf(returns(same + same, returnHeader({ n: "2" })))).to.deep.equal(["repeated"]);
    const differs = txReturn({ txId: "T-1", returned: "USD 9.00" });
    expect(findingsOf(returns(same + differs, returnHeader({ n: "2" })))).to.deep.equal(["conflicting-repeat"]);
    expect(findingsOf(returns(txReturn({ id: "R-1", endToEndId: "NOTPROVIDED" })))).to.deep.equal(["no-reference"]);
    expect(findingsOf(returns(""))).to.deep.equal(["says-nothing"]);
  });
});

describe("a pacs.004", () => {
  it("has a record for each transaction, with what the header says for all", () => {
    const { records, findings } = readReturn(SAMPLES.return);
    expect(records[0]).to.deep.equal({
      scope: "transaction",
      path: "PmtRtr/TxInf[1]",
      original: { msgId: "PAY-1", msgNameId: "pacs.008.001.09", endToEndId: "E-1", uetr: UETR },
      reasons: [{ code: "CUST", additionalInfo: ["not ours"] }],
      narrower: 0,
      returnId: "R-1",
      returned: { amount: 8400n, currency: "USD" },
      originalAmount: { amount: 9000n, currency: "USD" },
      charges: [{ amount: 600n, currency: "USD" }],
      settlementDate: "2026-11-20",
    });
    expect(records[1]).to.deep.include({
      returnId: "R-2",
      reasons: [{ code: "AC03", additionalInfo: [] }],
      charges: [],
    });
    expect(findings).to.deep.equal([]);
  });

  it("takes the day a return settles on from the transaction before the header", () => {
    const own = txReturn({ txId: "T-1" }).replace("</TxInf>", `${el("IntrBkSttlmDt", "2026-11-23")}</TxInf>`);
    expect(returns(own, returnHeader({ date: "2026-11-20" })).records[0]?.settlementDate).to.equal("2026-11-23");
  });

  it("of a whole message says so once, with the total if it is given", () => {
    const { records } = readReturn(SAMPLES.groupReturn);
    expect(records).to.deep.equal([
      {
        scope: "group",
        path: "PmtRtr/GrpHdr",
        original: { msgId: "PAY-1", msgNameId: "pacs.008.001.09" },
        reasons: [{ code: "AM05", additionalInfo: [] }],
        narrower: 0,
        returned: { amount: 3000n, currency: "USD" },
        charges: [],
      },
    ]);
    const [untold] = readReturn(SAMPLES.groupReturn.replace(/<TtlRtrd.*?<\/TtlRtrdIntrBkSttlmAmt>/, "")).records;
    expect(untold).not.to.have.property("returned");
  });
});
