import { expect } from "chai";
import {
  AmountFieldError,
  MissingFieldError,
  RepeatedFieldError,
  TextFieldError,
} from "../../../src/iso20022/index.js";
import { SAMPLES, UETR } from "./samples.js";
import { answer, el, groupStatus, paymentStatus, readStatus, reason, txStatus } from "./support.js";

const report = (body: string): ReturnType<typeof readStatus> => readStatus(answer("pain.002", body));
const batch = (...transactions: readonly string[]): ReturnType<typeof readStatus> =>
  report(groupStatus() + paymentStatus("BATCH-1", undefined, ...transactions));
const one = txStatus({ endToEndId: "E-1", status: "ACSC" });

describe("a wrong transaction of a pain.002", () => {
  it("is kept with file, path, value and what could be read, and does not lose the others", () => {
    const wrong = txStatus({ endToEndId: "E-2", status: "ACSC", amount: "USD 10.001" });
    const { records, unreadable, problems } = batch(one, wrong, one.replace("E-1", "E-3"));
    expect(records.map(({ original }) => original.endToEndId)).to.deep.equal(["E-1", "E-3"]);
    expect(unreadable).to.have.length(1);
    expect(unreadable[0]).to.deep.include({
      scope: "transaction",
      path: "CstmrPmtStsRpt/OrgnlPmtInfAndSts[1]/TxInfAndSts[2]",
      status: "ACSC",
      original: { msgId: "PAY-1", msgNameId: "pain.001.001.10", pmtInfId: "BATCH-1", endToEndId: "E-2" },
    });
    expect(unreadable[0]?.problems[0]).to.be.instanceOf(AmountFieldError).and.include({
      file: "answer.xml",
      path: "CstmrPmtStsRpt/OrgnlPmtInfAndSts[1]/TxInfAndSts[2]/OrgnlTxRef/IntrBkSttlmAmt",
      value: "10.001",
    });
    expect(problems).to.deep.equal([]);
  });

  it("has all its problems", () => {
    const { unreadable } = batch(
      txStatus({ uetr: "12", status: "ACSC", accepted: "yesterday", amount: "USD -1" }).replace(
        "</TxInfAndSts>",
        "<StsId>1</StsId><StsId>2</StsId></TxInfAndSts>",
      ),
    );
    expect(unreadable[0]?.problems.map(({ name, path }) => `${name} ${path?.split("/").at(-1)}`)).to.have.members([
      "TextFieldError OrgnlUETR",
      "AmountFieldError IntrBkSttlmAmt",
      "DateFieldError AccptncDtTm",
      "RepeatedFieldError StsId",
    ]);
  });

  it("is one without a status of its own or above, or with two", () => {
    const [none, two, nested] = batch(
      txStatus({ endToEndId: "E-1" }),
      txStatus({ endToEndId: "E-2", status: "ACSC" }).replace(/(<TxSts>.*<\/TxSts>)/, "$1$1"),
      txStatus({ endToEndId: "E-3", status: "<a>ACSC</a>" }),
    ).unreadable;
    expect(none?.problems[0]).to.be.instanceOf(MissingFieldError);
    expect(two?.problems[0]).to.be.instanceOf(RepeatedFieldError);
    expect(nested?.problems[0]).to.be.instanceOf(TextFieldError);
  });

  it("never takes a status from above when its own cannot be read", () => {
    const twice = txStatus({ endToEndId: "E-2", status: "RJCT" }).replace(/(<TxSts>.*<\/TxSts>)/, "$1$1");
    const empty = txStatus({ endToEndId: "E-3", status: " " });
    const { unreadable } = report(groupStatus("ACSC") + paymentStatus("BATCH-1", undefined, twice, empty));
    expect(unreadable).to.have.length(2);
    for (const one of unreadable) expect(one).not.to.have.property("status");
  });
});

describe("a wrong group or batch of a pain.002", () => {
  it("leaves its transactions readable", () => {
    const { records, unreadable, problems } = report(paymentStatus("", "ACSP", one));
    expect(problems.map(({ path }) => path)).to.deep.equal(["CstmrPmtStsRpt/OrgnlGrpInfAndSts"]);
    expect(unreadable.map(({ path }) => path)).to.deep.equal(["CstmrPmtStsRpt/OrgnlPmtInfAndSts[1]"]);
    expect(records.map(({ original }) => original)).to.deep.equal([{ endToEndId: "E-1" }]);
  });

  it("is a problem of the message where it makes no record", () => {
    const { records, problems } = report(groupStatus(undefined, "") + paymentStatus("BATCH-1", undefined, one));
    expect(problems.map(({ path }) => path)).to.deep.equal(["CstmrPmtStsRpt/OrgnlGrpInfAndSts/OrgnlMsgId"]);
    expect(records).to.have.length(1);
  });

  it("is a batch about which nothing is said", () => {
    const { unreadable } = report(groupStatus() + paymentStatus("BATCH-1", undefined));
    expect(unreadable[0]?.problems[0]?.path).to.equal("CstmrPmtStsRpt/OrgnlPmtInfAndSts[1]/PmtInfSts");
  });
});

describe("a pain.002", () => {
  it("has a record for each transaction, with what it says of it", () => {
    const { records } = readStatus(SAMPLES.customerStatus);
    expect(records.map(({ scope, status, statedFor, narrower }) => [scope, status, statedFor, narrower])).to.deep.equal(
      [
        ["group", "PART", "group", 3],
        ["transaction", "ACSC", "transaction", 0],
        ["transaction", "RJCT", "transaction", 0],
        ["payment", "ACSP", "payment", 0],
      ],
    );
    expect(records[1]).to.deep.equal({
      scope: "transaction",
      path: "CstmrPmtStsRpt/OrgnlPmtInfAndSts[1]/TxInfAndSts[1]",
      original: {
        msgId: "PAY-1",
        msgNameId: "pain.001.001.10",
        pmtInfId: "BATCH-1",
        instrId: "I-1",
        endToEndId: "E-1",
        uetr: UETR,
      },
      status: "ACSC",
      statedFor: "transaction",
      reasons: [],
      narrower: 0,
      amount: 100_050n,
      currency: "USD",
      acceptanceDate: "2026-11-20",
    });
    expect(records[2]?.reasons).to.deep.equal([{ code: "AC04", additionalInfo: ["account closed", "call us"] }]);
  });

  it("that rejects a whole message says so once, for all of it", () => {
    const { records } = readStatus(SAMPLES.customerRejected);
    expect(records).to.deep.equal([
      {
        scope: "group",
        path: "CstmrPmtStsRpt/OrgnlGrpInfAndSts",
        original: { msgId: "PAY-1", msgNameId: "pain.001.001.10" },
        status: "RJCT",
        statedFor: "group",
        reasons: [{ code: "FF01", additionalInfo: [] }],
        narrower: 0,
      },
    ]);
  });

  it("lets a transaction have the status and reasons of the nearest level above, or reasons of its own", () => {
    const body =
      groupStatus("PART") +
      el(
        "OrgnlPmtInfAndSts",
        el("OrgnlPmtInfId", "BATCH-1"),
        el("PmtInfSts", "RJCT"),
        reason("StsRsnInf", "AM04"),
        txStatus({ endToEndId: "E-1" }),
        txStatus({ endToEndId: "E-2", reason: reason("StsRsnInf", "AC01") }),
      ) +
      paymentStatus("BATCH-2", undefined, txStatus({ endToEndId: "E-3" }));
    const own = report(body).records.filter(({ scope }) => scope === "transaction");
    expect(own.map(({ status, statedFor, reasons }) => [status, statedFor, reasons[0]?.code])).to.deep.equal([
      ["RJCT", "payment", "AM04"],
      ["RJCT", "payment", "AC01"],
      ["PART", "group", undefined],
    ]);
  });

  it("keeps a bank's own reasons and codes nobody knows, as written", () => {
    const own =
      el("StsRsnInf", el("Rsn", el("Prtry", "Z-17"))) + el("StsRsnInf", el("AddtlInf", "see portal")) + "<StsRsnInf/>";
    const { records, unreadable } = batch(txStatus({ endToEndId: "E-1", status: "ZZZZ", reason: own }));
    expect(unreadable).to.deep.equal([]);
    expect(records[0]).to.deep.include({
      status: "ZZZZ",
      reasons: [{ proprietary: "Z-17", additionalInfo: [] }, { additionalInfo: ["see portal"] }],
    });
  });

  it("takes the amount of the copy as instructed, and none from an equivalent in another currency", () => {
    const copy = (choice: string): string =>
      one.replace("</TxInfAndSts>", `${el("OrgnlTxRef", el("Amt", choice))}</TxInfAndSts>`);
    const instructed = `<InstdAmt Ccy="JPY">500</InstdAmt>`;
    const equivalent = el("EqvtAmt", `<Amt Ccy="EUR">9.00</Amt>`, el("CcyOfTrf", "USD"));
    const { records } = batch(copy(instructed), copy(equivalent).replace("E-1", "E-2"));
    expect(records[0]).to.include({ amount: 500n, currency: "JPY" });
    expect(records[1]).not.to.have.any.keys("amount", "currency");
  });
});
