import { expect } from "chai";
import { ntry, tx } from "../iso20022/support.js";
import { codes, judgeEntries } from "./support.js";

const bal = (type: string, amount: string, direction = "CRDT", currency = "USD"): string =>
  `<Bal><Tp><CdOrPrtry><Cd>${type}</Cd></CdOrPrtry></Tp><Amt Ccy="${currency}">${amount}</Amt><CdtDbtInd>${direction}</CdtDbtInd><Dt><Dt>2026-11-20</Dt></Dt></Bal>`;
const found = (entries: string, balances = ""): string[] => codes(judgeEntries(entries, { balances }));
const entries =
  ntry({ ref: "A" }) + ntry({ ref: "B", amount: "4.00", direction: "DBIT" }) + ntry({ ref: "C", status: "PDNG" });

describe("findings", () => {
  it("opening plus booked entries is not closing", () => {
    expect(found(entries, bal("OPBD", "100.00") + bal("CLBD", "116.00"))).to.deep.equal(["balance-does-not-tie"]);
    expect(found(entries, bal("PRCD", "100.00") + bal("CLBD", "105.99"))).to.deep.equal(["balance-does-not-tie"]);
  });

  it("nothing when it ties, on inner pages and from the previous closing too, or when a balance is absent", () => {
    for (const [from, to] of [
      ["OPBD", "CLBD"],
      ["PRCD", "CLBD"],
      ["OPBD", "ITBD"],
      ["ITBD", "CLBD"],
      ["ITBD", "ITBD"],
    ] as const) {
      expect(found(entries, bal(from, "100.00") + bal(to, "106.00")), `${from} ${to}`).to.deep.equal([]);
    }
    expect(found(entries, bal("CLBD", "1.00"))).to.deep.equal([]);
  });

  it("an overdrawn account, and a zero balance that is none", () => {
    expect(found(entries, bal("OPBD", "5.00", "DBIT") + bal("CLBD", "1.00"))).to.deep.equal(["overdrawn"]);
    expect(found(entries, bal("OPBD", "0.00", "DBIT") + bal("CLBD", "6.00"))).to.deep.equal([]);
  });

  it("balances in several currencies are never added", () => {
    expect(found(entries, bal("OPBD", "1.00") + bal("CLBD", "1.00", "CRDT", "EUR"))).to.deep.equal([
      "balances-in-several-currencies",
    ]);
  });

  it("a balance that cannot be read does not refuse the file", () => {
    const judgement = judgeEntries(entries, { balances: bal("OPBD", "1.001") });
    expect(codes(judgement)).to.deep.equal(["unreadable-field"]);
    expect(judgement.verdicts).to.have.length(3);
  });

  it("a summary of other figures, whether of all entries or of the booked ones", () => {
    const summary = (count: string, sum: string, net: string): string =>
      `<TxsSummry><TtlNtries><NbOfNtries>${count}</NbOfNtries><Sum>${sum}</Sum><TtlNetNtry><Amt>${net}</Amt><CdtDbtInd>CRDT</CdtDbtInd></TtlNetNtry></TtlNtries></TxsSummry>`;
    expect(found(entries, summary("2", "14", "6.0"))).to.deep.equal([]);
    expect(found(entries, summary("3", "24.00", "16"))).to.deep.equal([]);
    for (const wrong of [
      summary("4", "14", "6"),
      summary("2", "15", "6"),
      summary("2", "14", "7"),
      summary("x", "14", "6"),
      summary("2", "1e1", "6"),
    ]) {
      expect(found(entries, wrong), wrong).to.deep.equal(["summary-mismatch"]);
    }
  });

  it("an entry in another currency, a credit taken back, a batch of another size", () => {
    expect(found(ntry({ currency: "EUR" }))).to.deep.equal(["entry-in-another-currency"]);
    expect(found(ntry({ direction: "DBIT", reversal: "true" }))).to.deep.equal(["credit-reversed"]);
    expect(
      found(
        ntry({
          details: `<Btch><NbOfTxs>1</NbOfTxs></Btch>${tx("<EndToEndId>A</EndToEndId>", "4.00")}${tx("<EndToEndId>B</EndToEndId>", "6.00")}`,
        }),
      ),
    ).to.deep.equal(["batch-mismatch"]);
  });

  it("details that do not add up are said once: by the verdict, or by a finding where there is none", () => {
    expect(found(ntry({ details: tx("", "9.00") }))).to.deep.equal([]);
    expect(found(ntry({ direction: "DBIT", details: tx("", "9.00") }))).to.deep.equal(["details-do-not-sum"]);
  });
});
