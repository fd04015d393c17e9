import { expect } from "chai";
import { type Judgement, judgeFile, matchCustomer, readCustomers } from "../../src/bank/index.js";
import { readBankFile } from "../../src/iso20022/index.js";
import { describeShared, sharedFile } from "../iso20022/support.js";
import { codes, minted, summaries } from "./support.js";

const ACCOUNTS = [
  { id: "DD01100056869", currency: "USD" },
  { id: "FI85 2950 1800 0305 74", currency: "EUR", servicerBic: "NDEAFIHHXXX" },
  { id: "CH2801234000123456789", currency: "SEK" },
  { id: "NL26VAYB8060476890", currency: "EUR" },
];

const judged = (name: string): Judgement =>
  judgeFile(readBankFile(sharedFile(`bank-statements/${name}`), { file: name }), { accounts: ACCOUNTS });
const total = (judgement: Judgement): bigint => minted(judgement).reduce((sum, deposit) => sum + deposit.amount, 0n);
const count = (judgement: Judgement, verdict: string): number =>
  summaries(judgement).filter((v) => v === verdict).length;

describeShared("four real bank files", () => {
  it("US bank: 7 credits of USD 70.00, 3 returns, 5 debits", () => {
    const judgement = judged("goldman-sachs-us.camt.053.001.02.xml");
    expect(judgement.verdicts).to.have.length(15);
    expect([
      count(judgement, "mintable"),
      count(judgement, "returned"),
      count(judgement, "ignored: debit"),
    ]).to.deep.equal([7, 3, 5]);
    expect(total(judgement)).to.equal(7000n);
    expect(new Set(minted(judgement).map((deposit) => deposit.key))).to.have.property("size", 7);
    expect(judgement.verdicts.filter((v) => v.verdict === "returned").map((v) => v.index)).to.deep.equal([1, 10, 13]);
  });

  it("US bank: findings", () => {
    const { findings } = judged("goldman-sachs-us.camt.053.001.02.xml");
    expect(findings.map((f) => [f.code, f.index, f.message])).to.deep.equal([
      [
        "summary-mismatch",
        undefined,
        "says 14 entries, there are 15; says 9 credits, there are 10; says credits of 90.00, they are 100.00; " +
          "says debits of 50.00, they are 40.00; says a net of 40.00 CRDT, it is 60.00",
      ],
      [
        "balance-does-not-tie",
        undefined,
        "USD -843686.20 plus entries of USD 60.00 is USD -843626.20, not the closing USD -846665.15",
      ],
      ["overdrawn", undefined, "the account is overdrawn: OPBD USD -843686.20, CLBD USD -846665.15"],
      ["entry-in-another-currency", 8, "EUR 29.06 DBIT on an account in USD"],
    ]);
  });

  it("Nordic bank: 2 credits of EUR 10,100.50, 4 debits, nothing to report", () => {
    const judgement = judged("nordea.camt.053.001.02.xml");
    expect(summaries(judgement)).to.deep.equal(["mintable", "mintable", ...Array<string>(4).fill("ignored: debit")]);
    expect(total(judgement)).to.equal(1010050n);
    expect(judgement.findings).to.deep.equal([]);
  });

  it("notification: one debit whose batch does not add up", () => {
    const judgement = judged("notification.camt.054.001.08.xml");
    expect(summaries(judgement)).to.deep.equal(["ignored: debit"]);
    expect(codes(judgement)).to.deep.equal(["batch-mismatch", "details-do-not-sum"]);
    expect(judgement.findings[0]?.message).to.equal("NbOfTxs says 2, there are 3 details");
  });

  it("version 08 statement: suspense, because the detail says SEK 0", () => {
    const judgement = judged("statement.camt.053.001.08.xml");
    expect(summaries(judgement)).to.deep.equal(["suspense: details-in-another-currency"]);
    expect(codes(judgement)).to.deep.equal(["balances-in-several-currencies"]);
    expect(judgement.findings[0]?.message).to.contain("EUR, SEK, CHF, JPY");
  });

  it("can be attributed as far as they say who paid", () => {
    const wallets = [
      "0xBcd4042DE499D14e55001CcbB24a551F3b954096",
      "0x71bE63f3384f5fb98995898A86B02Fb2426c5788",
      "0xFABB0ac9d68B0B445fB7357272Ff202C5651694a",
      "0x1CBd3b2770909D4e10f157cABC84C7264073C9Ec",
    ];
    const customers = readCustomers(
      [
        "customer,account,reference,name,wallet,residency,valid_until,settlement_account",
        `A,06883105620,,,${wallets[0]},US,2030-01-01,1`,
        `B,,,JPMCHASEClient,${wallets[1]},US,2030-01-01,2`,
        `C,,20230928LTERMID*,,${wallets[2]},US,2030-01-01,3`,
        `D,,1245,,${wallets[3]},DE,2030-01-01,4`,
      ].join("\n"),
      "customers.csv",
    );
    const matched = (name: string): string[] =>
      minted(judged(name)).map((deposit) => {
        const match = matchCustomer(deposit, customers);
        return match.match === "customer" ? `${match.customer.customer} by ${match.by}` : match.match;
      });
    expect(matched("goldman-sachs-us.camt.053.001.02.xml")).to.deep.equal([
      "C by end-to-end",
      "unknown",
      "A by account",
      "unknown",
      "unknown",
      "B by name",
      "C by end-to-end",
    ]);
    expect(matched("nordea.camt.053.001.02.xml")).to.deep.equal(["D by reference", "unknown"]);
  });
});
