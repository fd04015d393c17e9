import { fileURLToPath } from "node:url";

import { expect } from "chai";

import type { EntryVerdict, Judgement } from "../../src/bank/index.js";
import { readSources } from "../../src/demo/sources.js";
import { describeShared } from "../iso20022/support.js";
import { customerFile, tell, type Told, useFolder, wallet } from "./support.js";

const real = (name: string): string =>
  fileURLToPath(new URL(`../../../shared/data/bank-statements/${name}`, import.meta.url));
const GOLDMAN = real("goldman-sachs-us.camt.053.001.02.xml");
const NORDEA = real("nordea.camt.053.001.02.xml");
const NOTIFICATION = real("notification.camt.054.001.08.xml");
const STATEMENT = real("statement.camt.053.001.08.xml");

/** Whoever these two banks name: by account, by name, by the reference of the wire, by the creditor reference. */
const CUSTOMERS = customerFile(
  { customer: "TEST-CLIENT", account: "06883105620", wallet: wallet(10) },
  { customer: "CHASE", name: "JPMCHASEClient", wallet: wallet(11) },
  { customer: "WIRES", reference: "20230928LTERMID*", wallet: wallet(12) },
  { customer: "INTEREST", reference: "SBD91894_20230831_0011", wallet: wallet(13) },
  { customer: "NORDIC", reference: "1245", wallet: wallet(14), zone: 2 },
);

const sum = (judgement: Judgement, pick: (verdict: EntryVerdict) => boolean): bigint =>
  judgement.verdicts.filter(pick).reduce((total, { entry }) => total + (entry.amount ?? 0n), 0n);

describeShared("four real bank files, read by the demo", () => {
  const file = useFolder();

  const rowOf = async (path: string): Promise<Record<string, unknown>> => {
    const { judgements } = await readSources([path], file("customers.csv", CUSTOMERS));
    const [judgement] = judgements as [Judgement];
    const numbers = (wanted: EntryVerdict["verdict"]): number[] =>
      judgement.verdicts.filter(({ verdict }) => verdict === wanted).map(({ index }) => index);
    return {
      entries: judgement.verdicts.length,
      mintable: numbers("mintable"),
      amount: sum(judgement, ({ verdict }) => verdict === "mintable"),
      returned: numbers("returned"),
      suspense: numbers("suspense"),
      ignored: numbers("ignored"),
      findings: judgement.findings.map(({ code }) => code),
    };
  };

  it("US bank: 7 of 15 may be minted, 3 came back, 5 are debits, four findings", async () => {
    expect(await rowOf(GOLDMAN)).to.deep.equal({
      entries: 15,
      mintable: [3, 4, 5, 6, 11, 12, 14],
      amount: 70_00n,
      returned: [1, 10, 13],
      suspense: [],
      ignored: [2, 7, 8, 9, 15],
      findings: ["summary-mismatch", "balance-does-not-tie", "overdrawn", "entry-in-another-currency"],
    });
  });

  it("Nordic bank: 2 of 6 may be minted, nothing to report", async () => {
    expect(await rowOf(NORDEA)).to.deep.equal({
      entries: 6,
      mintable: [1, 2],
      amount: 10_100_50n,
      returned: [],
      suspense: [],
      ignored: [3, 4, 5, 6],
      findings: [],
    });
  });

  it("notification: one debit, and a batch that does not add up", async () => {
    expect(await rowOf(NOTIFICATION)).to.deep.equal({
      entries: 1,
      mintable: [],
      amount: 0n,
      returned: [],
      suspense: [],
      ignored: [1],
      findings: ["batch-mismatch", "details-do-not-sum"],
    });
  });

  it("version 08 statement: one credit, in suspense", async () => {
    expect(await rowOf(STATEMENT)).to.deep.equal({
      entries: 1,
      mintable: [],
      amount: 0n,
      returned: [],
      suspense: [1],
      ignored: [],
      findings: ["balances-in-several-currencies"],
    });
  });
});

describeShared("four real bank files, told as one story", () => {
  const file = useFolder();
  let told: Told;
  const outcomesOf = (...wanted: string[]): string[] =>
    told.entries.filter((row) => wanted.some((outcome) => row.includes(`| ${outcome} |`)));

  before(async () => {
    told = await tell([GOLDMAN, NORDEA, NOTIFICATION, STATEMENT], file("customers.csv", CUSTOMERS));
  });

  it("mints every credit that says who paid: five of USD 10.00, one of EUR 10,000.00", () => {
    expect(outcomesOf("minted")).to.deep.equal([
      "#3 | 2023-10-01 | 10.00 USD | CRDT | minted | WIRES",
      "#5 | 2023-10-01 | 10.00 USD | CRDT | minted | TEST-CLIENT",
      "#6 | 2023-10-01 | 10.00 USD | CRDT | minted | INTEREST",
      "#12 | 2023-10-01 | 10.00 USD | CRDT | minted | CHASE",
      "#14 | 2023-10-01 | 10.00 USD | CRDT | minted | WIRES",
      "#1 | 2019-05-08 | 10000.00 EUR | CRDT | minted | NORDIC",
    ]);
  });

  it("keeps the rest with a reason: a debit collection, a cheque and a wire that name nobody, returns, wrong details", () => {
    expect(outcomesOf("suspense", "known")).to.deep.equal([
      "#1 | 2023-10-01 | 10.00 USD | CRDT | suspense | returned: money back from a pay-out: match it to its redemption",
      "#4 | 2023-10-01 | 10.00 USD | CRDT | suspense | unknown customer",
      "#10 | 2023-10-01 | 10.00 USD | CRDT | suspense | returned: money back from a pay-out: match it to its redemption",
      "#11 | 2023-10-01 | 10.00 USD | CRDT | suspense | unknown customer",
      "#13 | 2023-10-01 | 10.00 USD | CRDT | suspense | returned: money back from a pay-out: match it to its redemption",
      "#2 | 2019-05-08 | 100.50 EUR | CRDT | suspense | unknown customer",
      "#1 | 2014-12-31 | 8.85 EUR | CRDT | suspense | " +
        "details-in-another-currency: a detail of SEK 0.00 in an entry of EUR 8.85",
    ]);
    expect(outcomesOf("ignored")).to.have.length(5 + 4 + 1);
  });

  it("balances in every currency, and on chain", async () => {
    expect(told.balanced).to.equal(true);
    const total = (currency: string, title: string): string | undefined =>
      told.books(currency).find((row) => row.startsWith(title));
    for (const [currency, received, suspense] of [
      ["USD", "100.00", "50.00"],
      ["EUR", "10109.35", "109.35"],
      ["SEK", "0.00", "0.00"],
    ] as const) {
      expect(total(currency, "Received")).to.equal(`Received (booked credits): ${received}`);
      expect(total(currency, "Suspense")).to.equal(`Suspense (not minted): ${suspense}`);
      expect(total(currency, "The books")).to.equal("The books balance.");
    }
    const { tokens } = told.demo.bank;
    // Half of the first holder's balance was redeemed and burned in each currency.
    expect(await tokens["USD"]!.totalSupply()).to.equal(50_00n - 5_00n);
    expect(await tokens["EUR"]!.totalSupply()).to.equal(10_000_00n - 5_000_00n);
    expect(await tokens["SEK"]!.totalSupply()).to.equal(0n);
  });

  it("sends nothing when all four come again", () => {
    expect(told.text).to.contain(
      "of 6 deposits 6 were minted before, 0 wait in suspense: 0 minted, 0 transactions sent",
    );
  });
});
