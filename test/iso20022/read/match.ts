import { expect } from "chai";
import { type OriginalReferences, refersTo, statusesOf } from "../../../src/iso20022/index.js";
import { OTHER_UETR, SAMPLES, UETR } from "./samples.js";
import { answer, groupStatus, paymentStatus, readStatus, txStatus } from "./support.js";

const ours: OriginalReferences = { msgId: "PAY-1", pmtInfId: "BATCH-1", endToEndId: "E-1", uetr: UETR };
const said = (body: string, payment = ours): string[] =>
  statusesOf(readStatus(answer("pain.002", body)), payment).map(({ scope, status }) => `${scope} ${status}`);

describe("refersTo is false", () => {
  it("for another UETR, whatever else is the same", () => {
    expect(refersTo({ ...ours, uetr: OTHER_UETR }, ours)).to.equal(false);
  });

  it("for any other reference that both have", () => {
    const payment = { msgId: "M", pmtInfId: "P", instrId: "I", endToEndId: "E", txId: "T" };
    for (const name of Object.keys(payment)) {
      expect(refersTo({ ...payment, [name]: "other" }, payment), name).to.equal(false);
    }
    expect(refersTo(payment, payment)).to.equal(true);
  });

  it("for a message or batch alone, and for nothing in common", () => {
    expect(refersTo({ msgId: "PAY-1", pmtInfId: "BATCH-1" }, ours)).to.equal(false);
    expect(refersTo({ txId: "T-1" }, ours)).to.equal(false);
    expect(refersTo({}, {})).to.equal(false);
  });
});

describe("refersTo is true", () => {
  it("for the same UETR, even where a bank gave other references", () => {
    expect(refersTo({ uetr: UETR, endToEndId: "E-9", msgId: "M-9" }, { ...ours, uetr: UETR.toUpperCase() })).to.equal(
      true,
    );
  });
});

describe("statusesOf a payment", () => {
  const theirs = txStatus({ endToEndId: "E-2", status: "RJCT" });

  it("is nothing where the report is about another message or batch", () => {
    expect(said(groupStatus("ACSC", "PAY-2"))).to.deep.equal([]);
    expect(said(groupStatus() + paymentStatus("BATCH-2", "ACSC"))).to.deep.equal([]);
    expect(said(groupStatus("ACSC"), { uetr: UETR })).to.deep.equal([]);
  });

  it("is nothing where an unreadable record is about it, or might be", () => {
    const wrong = txStatus({ endToEndId: "E-1", status: "RJCT", amount: "USD 1.001" });
    const right = txStatus({ endToEndId: "E-1", status: "ACSC" });
    expect(said(groupStatus("ACSC") + paymentStatus("BATCH-1", undefined, wrong))).to.deep.equal([]);
    expect(said(groupStatus() + paymentStatus("BATCH-1", undefined, wrong, right))).to.deep.equal([]);
    const nameless = txStatus({ amount: "USD 1.001", status: "RJCT" });
    expect(said(groupStatus("ACSC") + paymentStatus("BATCH-1", undefined, nameless))).to.deep.equal([]);
  });

  it("is nothing where a transaction beneath has no reference in common that could tell", () => {
    const other = txStatus({ instrId: "I-1", status: "RJCT" });
    expect(said(groupStatus("ACSC") + paymentStatus("BATCH-1", undefined, other))).to.deep.equal([]);
  });

  it("is nothing where batches are named and the payment's is not known", () => {
    const { pmtInfId: _, ...unnamed } = ours;
    expect(said(groupStatus("ACSC") + paymentStatus("BATCH-1", "RJCT"), unnamed)).to.deep.equal([]);
    expect(said(groupStatus("ACSC") + paymentStatus("NOTPROVIDED", "RJCT"))).to.deep.equal([]);
  });

  it("is what its own transaction says, then its batch, then its message", () => {
    const mine = txStatus({ endToEndId: "E-1", status: "ACSC" });
    const group = groupStatus("PART");
    expect(said(group + paymentStatus("BATCH-1", "ACSP", theirs, mine))).to.deep.equal(["transaction ACSC"]);
    expect(said(group + paymentStatus("BATCH-1", "ACSP", theirs))).to.deep.equal(["payment ACSP"]);
    expect(said(group + paymentStatus("BATCH-2", "ACSP", theirs))).to.deep.equal(["group PART"]);
    expect(statusesOf(readStatus(SAMPLES.customerRejected), ours).map(({ status }) => status)).to.deep.equal(["RJCT"]);
  });

  it("is everything said of it, for a person to judge", () => {
    const one = txStatus({ endToEndId: "E-1", status: "ACSC" });
    const body = groupStatus() + paymentStatus("BATCH-1", undefined, one, one.replace("ACSC", "RJCT"));
    expect(said(body)).to.deep.equal(["transaction ACSC", "transaction RJCT"]);
  });
});
