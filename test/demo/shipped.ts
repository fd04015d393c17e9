import { expect } from "chai";

import { decodeHoldWord } from "../../src/chain/index.js";
import { readSources } from "../../src/demo/sources.js";
import { SHIPPED, tell, type Told, wallet } from "./support.js";

const [C1001, C1002, C1003, C1004, C1005, C1006, C1003_SECOND] = [10, 11, 12, 13, 14, 15, 16].map(wallet) as string[];

describe("the demo's own files", () => {
  let told: Told;

  before(async () => {
    told = await tell([SHIPPED.statement], SHIPPED.customers);
  });

  it("refuses the blocked customer, before the payment and by the token", () => {
    expect(told.text).to.contain("compliance blocks C-1006: every wallet in every token, 1 block live");
    expect(told.text).to.match(new RegExp(`the pre-check says PayerBlocked: The payer ${C1006} is blocked`));
    expect(told.text).to.match(new RegExp(`and the token refuses: ${C1006} may not send`));
  });

  it("serves the limited customer within its limits, and lets it pay only what two people cleared", () => {
    expect(told.text).to.contain("C-1005 get limits: 10000.00 USD a payment and 150000.00 USD in all");
    expect(told.text).to.contain("C-1005 wants to pay C-1001 6000.00 USD: ClearanceMissing");
    expect(told.text).to.match(
      /two people clear exactly this, it is paid, gas [\d,]+; the same again: ClearanceMissing/,
    );
    expect(told.text).to.contain("C-1005 may pay 10000.00 at once; 10000.01: PayerLimit");
  });

  it("mints nothing and sends nothing when the same statement comes again", () => {
    expect(told.text).to.contain(
      "of 8 deposits 8 were minted before, 0 wait in suspense: 0 minted, 0 transactions sent",
    );
  });

  it("says of every entry what became of it", () => {
    expect(told.entries).to.deep.equal([
      "#1 | 2026-11-20 | 250000.00 USD | CRDT | minted | C-1002",
      "#2 | 2026-11-20 | 48500.00 USD | CRDT | minted | C-1001",
      "#3 | 2026-11-20 | 125000.00 USD | CRDT | minted | C-1003",
      "#4 | 2026-11-20 | 30000.00 USD | DBIT | ignored | debit: money out",
      "#5 | 2026-11-20 | 15000.00 USD | CRDT | ignored | pending: not booked yet",
      "#6 | 2026-11-20 | 12000.00 USD | CRDT | suspense | returned: money back from a pay-out: match it to its redemption",
      "#7 | 2026-11-20 | 7250.00 USD | CRDT | suspense | unknown customer",
      "#8 | 2026-11-20 | 20000.00 USD | CRDT | suspense | " +
        "details-do-not-sum: details of USD 19000.00 in an entry of USD 20000.00",
      "#9 | 2026-11-20 | 40000.00 USD | CRDT | minted | C-1004",
      "#9 | 2026-11-20 | 24000.00 USD | CRDT | minted | C-1005",
      "#10 | 2026-11-20 | 3300.75 USD | CRDT | minted | C-1004",
      "#11 | 2026-11-20 | 18000.00 USD | CRDT | minted | C-1006",
      "#12 | 2026-11-20 | 48500.00 USD | CRDT | minted | C-1001",
      "#13 | 2026-11-20 | 25.00 USD | DBIT | ignored | debit: money out",
    ]);
  });

  it("balances, and its books hold exactly these figures", () => {
    expect(told.balanced).to.equal(true);
    const books = told.books("USD").filter((row) => !row.startsWith("#"));
    expect(books).to.deep.equal([
      "Received (booked credits): 596550.75",
      "Paid out (burned): -48500.00",
      "C-1001: -48500.00",
      "= Deposits booked: 548050.75",
      "Supply (not in redemption): 425467.42",
      `C-1001 ${C1001}: 30250.00`,
      `C-1002 ${C1002}: 190916.67`,
      `C-1003 ${C1003}: 125000.00`,
      `C-1004 ${C1004}: 43300.75`,
      `C-1005 ${C1005}: 18000.00`,
      `C-1006 ${C1006}: 18000.00`,
      "In transit (sealed for pay-out): 83333.33",
      "C-1002: 83333.33",
      "Suspense (not minted): 39250.00",
      "= Supply + in transit + suspense: 548050.75",
      "The books balance.",
    ]);
    expect(told.books("USD").filter((row) => row.startsWith("#"))).to.have.length(11 + 3);
  });

  it("leaves the same sums on chain", async () => {
    const token = told.demo.bank.tokens["USD"]!;
    const balances = await Promise.all(
      [C1001, C1002, C1003, C1003_SECOND, C1004, C1005, C1006].map((address) => token.balanceOf(address!)),
    );
    expect(balances).to.deep.equal([30_250_00n, 274_250_00n, 125_000_00n, 0n, 43_300_75n, 18_000_00n, 18_000_00n]);
    expect(await token.totalSupply()).to.equal(balances.reduce((sum, balance) => sum + balance, 0n));
    expect(await told.demo.bank.tokens["EUR"]!.totalSupply()).to.equal(0n);
  });

  it("leaves one redemption sealed and one closed on chain", async () => {
    const { bank } = told.demo;
    const token = bank.tokens["USD"]!;
    const placed = await token.queryFilter(token.filters.HoldPlaced(), bank.addresses.fromBlock);
    const words = await Promise.all(placed.map(async ({ args }) => decodeHoldWord(await token.holdWord(args[0]))));
    expect(words.map(({ status }) => status)).to.deep.equal(["Closed", "Sealed"]);
    expect(words.map(({ remaining }) => remaining)).to.deep.equal([0n, 83_333_33n]);
  });

  it("reads no more than what the files say: 8 credits, 9 deposits, 8 of a customer", async () => {
    const { attributions, customers, judgements } = await readSources([SHIPPED.statement], SHIPPED.customers);
    expect(customers).to.have.length(6);
    expect(judgements.map(({ findings }) => findings)).to.deep.equal([[]]);
    expect(attributions.map(({ customer, deposit }) => [customer?.customer, deposit.amount])).to.deep.equal([
      ["C-1002", 250_000_00n],
      ["C-1001", 48_500_00n],
      ["C-1003", 125_000_00n],
      [undefined, 7_250_00n],
      ["C-1004", 40_000_00n],
      ["C-1005", 24_000_00n],
      ["C-1004", 3_300_75n],
      ["C-1006", 18_000_00n],
      ["C-1001", 48_500_00n],
    ]);
  });
});
