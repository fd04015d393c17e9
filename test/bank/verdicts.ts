import { expect } from "chai";
import fc from "fast-check";
import { formatAmount } from "../../src/money/index.js";
import { ntry, tx } from "../iso20022/support.js";
import { judgeEntries, minted, summaries } from "./support.js";

const verdict = (entry: string): string | undefined => summaries(judgeEntries(entry))[0];
const batch = (n: number): string => `<Btch><NbOfTxs>${n}</NbOfTxs></Btch>`;

describe("an entry that is not minted", () => {
  it("debit, whatever else is wrong with it", () => {
    expect(verdict(ntry({ direction: "DBIT" }))).to.equal("ignored: debit");
    expect(verdict(ntry({ direction: "DBIT", amount: "1.234", currency: "XAU" }))).to.equal("ignored: debit");
  });

  it("pending, information, future, or a status nobody can interpret", () => {
    expect(verdict(ntry({ status: "PDNG" }))).to.equal("ignored: pending");
    expect(verdict(ntry({ status: "<Cd>INFO</Cd>" }))).to.equal("ignored: information");
    expect(verdict(ntry({ status: "<Cd>FUTR</Cd>" }))).to.equal("ignored: future");
    expect(verdict(ntry({ status: "<Prtry>BOOK</Prtry>" }))).to.equal("suspense: unknown-status");
    expect(verdict(ntry({ status: "book" }))).to.equal("suspense: unknown-status");
    expect(verdict(ntry().replace(/<Sts>.*<\/Sts>/, ""))).to.equal("suspense: unreadable");
  });

  it("another account, another servicer, another currency", () => {
    const on = (id: string, bic?: string): string => {
      const svcr = bic === undefined ? "" : `<Svcr><FinInstnId><BICFI>${bic}</BICFI></FinInstnId></Svcr>`;
      const account = `<Acct><Id><Othr><Id>${id}</Id></Othr></Id>${svcr}</Acct>`;
      const ours = [{ id: "8100200300", currency: "USD", servicerBic: "VSTRUS33XXX" }];
      return summaries(judgeEntries(ntry({ ref: "R" }), { account }, { accounts: ours })).join();
    };
    expect(on("8100200301")).to.equal("ignored: other-account");
    expect(on("8100200300", "OTHRUS33")).to.equal("ignored: other-account");
    expect(on("8100 200300", "VSTRUS33")).to.equal("mintable");
    expect(verdict(ntry({ currency: "EUR" }))).to.equal("ignored: other-currency");
  });

  it("money back from a pay-out, by any of the bank's three ways to say so", () => {
    expect(verdict(ntry({ reversal: "1" }))).to.equal("returned");
    expect(verdict(ntry({ details: tx("", "10.00", "<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf>") }))).to.equal(
      "returned",
    );
    const code = "<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd><SubFmlyCd>RRTN</SubFmlyCd></Fmly></Domn></BkTxCd>";
    expect(verdict(ntry({ extra: code }))).to.equal("returned");
  });

  it("zero, more than the ledger holds, or a date to come", () => {
    expect(verdict(ntry({ amount: "0.00" }))).to.equal("suspense: zero-amount");
    expect(verdict(ntry({ amount: "184467440737095517" }))).to.equal("suspense: amount-too-large");
    expect(verdict(ntry({ amount: "184467440737095516" }))).to.equal("mintable");
    expect(verdict(ntry({ booked: "2999-01-01" }))).to.equal("suspense: future-date");
    expect(verdict(ntry({ value: "2999-01-01" }))).to.equal("suspense: future-date");
  });

  it("a field that cannot be read goes to suspense with its errors", () => {
    const [only] = judgeEntries(ntry({ amount: "0.000001" })).verdicts;
    expect(only).to.include({ verdict: "suspense", reason: "unreadable" });
    expect(only?.verdict === "suspense" ? only.problems.map((p) => p.path) : []).to.deep.equal(["Stmt[1]/Ntry[1]/Amt"]);
  });

  it("details that contradict the entry", () => {
    const sek = tx("", undefined, `<AmtDtls><TxAmt><Amt Ccy="SEK">10.00</Amt></TxAmt></AmtDtls>`);
    expect(verdict(ntry({ details: tx("", "9.99") }))).to.equal("suspense: details-do-not-sum");
    expect(verdict(ntry({ details: tx("", "0") }))).to.equal("suspense: details-do-not-sum");
    expect(verdict(ntry({ details: sek }))).to.equal("suspense: details-in-another-currency");
    expect(verdict(ntry({ details: tx("", "10.00", "<CdtDbtInd>DBIT</CdtDbtInd>") }))).to.equal(
      "suspense: details-in-another-direction",
    );
    expect(verdict(ntry({ details: tx("", "10.00") + tx("") }))).to.equal("suspense: details-without-amounts");
    expect(verdict(ntry({ details: batch(3) }))).to.equal("suspense: batch-without-details");
    expect(verdict(ntry({ details: tx("", "10.00") + tx("<EndToEndId>Z</EndToEndId>", "0") }))).to.equal(
      "suspense: zero-amount",
    );
  });

  it("several details that cannot be told apart", () => {
    const twice = tx("<EndToEndId>E</EndToEndId>", "5.00").repeat(2);
    expect(verdict(ntry({ ref: "R", details: twice }))).to.equal("suspense: details-without-references");
    expect(verdict(ntry({ ref: "R", details: tx("", "5.00").repeat(2) }))).to.equal(
      "suspense: details-without-references",
    );
  });
});

describe("an entry that is minted", () => {
  it("booked credit of ours, with no, one or several details", () => {
    expect(minted(judgeEntries(ntry({ ref: "R" }))).map((d) => d.amount)).to.deep.equal([1000n]);
    expect(minted(judgeEntries(ntry({ ref: "R", details: tx("") }))).map((d) => d.amount)).to.deep.equal([1000n]);
    const details = batch(2) + tx("<EndToEndId>A</EndToEndId>", "4.00") + tx("<EndToEndId>B</EndToEndId>", "6.00");
    const deposits = minted(judgeEntries(ntry({ ref: "R", details })));
    expect(deposits.map((d) => [d.amount, d.strength])).to.deep.equal([
      [400n, "strong"],
      [600n, "strong"],
    ]);
    expect(new Set(deposits.map((d) => d.key)).size).to.equal(2);
    // The whole entry's key is what a statement without the details will show.
    expect(deposits.map((d) => d.entryKey)).to.deep.equal(
      Array(2).fill(minted(judgeEntries(ntry({ ref: "R" })))[0]?.key),
    );
  });

  it("never mints more than the entry, for any split of it into details", () => {
    const cents = fc.array(fc.bigInt({ min: 0n, max: 10n ** 9n }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(cents, fc.integer({ min: -1, max: 1 }), (parts, error) => {
        const total = parts.reduce((sum, part) => sum + part, 0n);
        const amount = total + BigInt(error) < 0n ? 0n : total + BigInt(error);
        const details = parts
          .map((part, i) => tx(`<EndToEndId>E${i}</EndToEndId>`, formatAmount(part, "USD")))
          .join("");
        const deposits = minted(judgeEntries(ntry({ ref: "R", amount: formatAmount(amount, "USD"), details })));
        const sum = deposits.reduce((all, deposit) => all + deposit.amount, 0n);
        const clean = amount === total && parts.every((part) => part > 0n);
        expect(sum).to.equal(clean ? amount : 0n);
      }),
      { numRuns: 60 },
    );
  });

  it("gives every entry exactly one verdict, in file order", () => {
    const kinds = [
      ntry({ ref: "A" }),
      ntry({ amount: "?" }),
      ntry({ direction: "DBIT" }),
      ntry({ status: "PDNG" }),
      ntry({ reversal: "true" }),
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...kinds), { maxLength: 12 }), (entries) => {
        const { verdicts } = judgeEntries(entries.join(""));
        expect(verdicts.map((v) => v.index)).to.deep.equal(entries.map((_, i) => i + 1));
      }),
      { numRuns: 40 },
    );
  });
});
