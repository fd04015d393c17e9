import { expect } from "chai";

import type { Gateway } from "../../../src/gateway/gateway.js";
import type { ImportReport } from "../../../src/gateway/intake/index.js";
import { describeShared, sharedFile } from "../../iso20022/support.js";
import {
  admit,
  bring,
  cases,
  controlAccount,
  deposits,
  emptyStore,
  freshGateway,
  gatewayOn,
  verdicts,
} from "./support.js";

const ACCOUNTS = [
  { id: "DD01100056869", currency: "USD" },
  { id: "FI85 2950 1800 0305 74", currency: "EUR", servicerBic: "NDEAFIHHXXX" },
  { id: "CH2801234000123456789", currency: "SEK" },
  { id: "NL26VAYB8060476890", currency: "EUR" },
];

describeShared("the four real bank files, imported", () => {
  let gateway: Gateway;
  before(async () => {
    gateway = await freshGateway(ACCOUNTS);
  });
  beforeEach(async () => {
    await emptyStore(gateway);
    await admit(gateway, "06883105620,,", ",,JPMCHASEClient", ",20230928LTERMID*,", ",1245,");
  });

  const load = (name: string): Promise<ImportReport> => bring(gateway, sharedFile(`bank-statements/${name}`), {}, name);
  const findings = async (): Promise<string[]> => {
    const rows = await gateway.store.selectFrom("statement").select("findings").orderBy("id").execute();
    return rows.flatMap((row) => row.findings.map(({ code }) => code));
  };

  it("US bank: 7 credits of USD 70.00, 3 returns, 5 debits, each accounted for", async () => {
    const { counts, state } = await load("goldman-sachs-us.camt.053.001.02.xml");
    expect(state).to.equal("imported");
    expect(counts.verdicts).to.deep.equal({ deposit: 7, payout: 0, return: 3, suspense: 0, ignored: 5 });
    expect(counts.entries).to.equal(15);
    expect((await deposits(gateway)).sort()).to.deep.equal(
      [
        ...Array<string>(6).fill("1000 suspense"),
        "1000 ready A",
        "1000 ready B",
        "1000 ready C",
        "1000 ready C",
      ].sort(),
    );
    expect(await controlAccount(gateway)).to.deep.equal({ USD: 4000n });
    expect((await cases(gateway)).sort()).to.deep.equal([
      ...Array<string>(3).fill("returned (treasury)"),
      ...Array<string>(3).fill("unknown-customer (treasury)"),
    ]);
  });

  it("US bank: its figures do not tie, which refuses nothing", async () => {
    await load("goldman-sachs-us.camt.053.001.02.xml");
    expect(await findings()).to.deep.equal([
      "summary-mismatch",
      "balance-does-not-tie",
      "overdrawn",
      "entry-in-another-currency",
    ]);
    const { opening, closing, credits, debits, currency } = await gateway.store
      .selectFrom("statement")
      .selectAll()
      .executeTakeFirstOrThrow();
    expect({ opening, closing, credits, debits, currency }).to.deep.equal({
      opening: -84368620n,
      closing: -84666515n,
      credits: 10000n,
      debits: 4000n,
      currency: "USD",
    });
  });

  it("Nordic bank: 2 credits of EUR 10,100.50, 4 debits, figures that tie", async () => {
    const { counts } = await load("nordea.camt.053.001.02.xml");
    expect(counts.verdicts).to.deep.equal({ deposit: 2, payout: 0, return: 0, suspense: 0, ignored: 4 });
    const amounts = await gateway.store.selectFrom("deposit").select("amount").execute();
    expect(amounts.reduce((sum, { amount }) => sum + amount, 0n)).to.equal(1010050n);
    expect(await findings()).to.deep.equal([]);
    const { opening, closing, credits, debits } = await gateway.store
      .selectFrom("statement")
      .selectAll()
      .executeTakeFirstOrThrow();
    expect(opening! + credits - debits).to.equal(closing);
  });

  it("notification: one debit whose batch does not add up", async () => {
    await load("notification.camt.054.001.08.xml");
    expect(await verdicts(gateway)).to.deep.equal(["ignored: debit"]);
    expect(await findings()).to.deep.equal(["batch-mismatch", "details-do-not-sum"]);
  });

  it("version 08 statement: suspense, because the detail says SEK 0", async () => {
    await load("statement.camt.053.001.08.xml");
    expect(await verdicts(gateway)).to.deep.equal(["suspense: details-in-another-currency"]);
    expect(await findings()).to.deep.equal(["balances-in-several-currencies"]);
    expect(await deposits(gateway)).to.deep.equal(["885 suspense"]);
    expect(await controlAccount(gateway)).to.deep.equal({});
  });

  it("another bank's accounts: every entry is ignored, and nothing is ours", async () => {
    const other = gatewayOn(gateway.store);
    const name = "goldman-sachs-us.camt.053.001.02.xml";
    const { counts } = await bring(other, sharedFile(`bank-statements/${name}`), {}, name);
    expect(counts.verdicts.ignored).to.equal(15);
    const { our_account } = await gateway.store.selectFrom("statement").select("our_account").executeTakeFirstOrThrow();
    expect(our_account).to.equal(null);
  });
});
