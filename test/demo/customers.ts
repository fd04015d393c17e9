import { expect } from "chai";

import {
  A,
  B,
  credit,
  customerFile,
  foreignWallet,
  statementFile,
  tell,
  type Told,
  useFolder,
  wallet,
} from "./support.js";

const from = (account: string, amount: string, ref: string): string => credit({ amount, from: account, ref });

describe("customers of somebody's own file", () => {
  const file = useFolder();
  const story = (entries: readonly string[], customers: string): Promise<Told> =>
    tell([file("statement.xml", statementFile(entries))], file("customers.csv", customers));

  describe("an expired one, one in a zone without a corridor, an ambiguous pair", () => {
    let told: Told;
    const expired = foreignWallet("expired");
    const nowhere = foreignWallet("nowhere");
    before(async () => {
      told = await story(
        [
          from("ACC-OLD", "50.00", "R1"),
          from("ACC-FAR", "60.00", "R2"),
          from("ACC-TWO", "70.00", "R3"),
          from("ACC-A", "80.00", "R4"),
        ],
        customerFile(
          { customer: "OLD", account: "ACC-OLD", wallet: expired, validUntil: "2020-12-31" },
          { customer: "FAR", account: "ACC-FAR", wallet: nowhere, zone: 5 },
          { customer: "T1", account: "ACC-TWO", wallet: wallet(11) },
          { customer: "T2", account: "ACC-TWO", wallet: wallet(12) },
          A,
        ),
      );
    });

    it("keeps their money in suspense, with the reason", () => {
      expect(told.entries).to.deep.equal([
        `#1 | 2026-11-20 | 50.00 USD | CRDT | suspense | OLD: ${expired} may not receive: ` +
          "it is not admitted, is blocked, or its KYC has lapsed.",
        `#2 | 2026-11-20 | 60.00 USD | CRDT | suspense | FAR: The bank may not mint USD 60.00 to ${nowhere}: ` +
          "the corridor is denied, or a clearance or limit is missing.",
        "#3 | 2026-11-20 | 70.00 USD | CRDT | suspense | ambiguous: T1, T2 by account",
        "#4 | 2026-11-20 | 80.00 USD | CRDT | minted | A",
      ]);
    });

    it("balances, and tries none of them a second time", async () => {
      expect(told.balanced).to.equal(true);
      expect(told.books("USD")).to.include("Suspense (not minted): 180.00");
      expect(told.text).to.contain("of 3 deposits 1 were minted before, 2 wait in suspense: 0 minted, 0 transactions");
      const token = told.demo.bank.tokens["USD"]!;
      expect(
        await Promise.all([expired, nowhere, wallet(11), wallet(12)].map((of) => token.balanceOf(of))),
      ).to.deep.equal([0n, 0n, 0n, 0n]);
    });
  });

  describe("whose keys nobody has", () => {
    let told: Told;
    const [first, second, third] = ["first", "second", "third"].map(foreignWallet) as [string, string, string];
    before(async () => {
      told = await story(
        [from("ACC-1", "100.00", "R1"), from("ACC-2", "200.00", "R2"), from("ACC-3", "300.00", "R3")],
        customerFile(
          { customer: "ONE", account: "ACC-1", wallet: first },
          { customer: "TWO", account: "ACC-2", wallet: second, zone: 2 },
          { customer: "THREE", account: "ACC-3", wallet: third, zone: 3 },
        ),
      );
    });

    it("are impersonated: they pay, are refused and redeem without a signature", () => {
      expect(told.text).to.contain("ONE pays TWO 25.00 USD");
      expect(told.text).to.contain(`and the token refuses: ${third} may not send`);
      expect(told.text).to.contain("ONE asks to redeem 50.00 USD by placing the hold itself");
      expect(told.text).to.contain("TWO asks to redeem 66.66 USD by placing the hold itself");
    });

    it("balance to the cent", async () => {
      expect(told.balanced).to.equal(true);
      const token = told.demo.bank.tokens["USD"]!;
      const balances = await Promise.all([first, second, third].map((of) => token.balanceOf(of)));
      expect(balances).to.deep.equal([25_00n, 225_00n, 300_00n]);
      expect(await token.totalSupply()).to.equal(550_00n);
    });
  });

  it("who may not pay each other without a clearance: said, and the story goes on", async () => {
    const offshore = { customer: "OFF", account: "ACC-O", wallet: wallet(12), zone: 6 } as const;
    const told = await story([from("ACC-A", "10.00", "R1"), from("ACC-O", "3.00", "R2")], customerFile(A, offshore));
    expect(told.text).to.match(
      /A pays OFF 2\.50 USD, reference INV-2026-000417: REFUSED\. .*under review, and no live clearance names this payment/,
    );
    expect(told.balanced).to.equal(true);
    expect(await told.demo.bank.tokens["USD"]!.balanceOf(offshore.wallet)).to.equal(3_00n);
  });

  it("who is blocked in one currency neither pays nor redeems in the next", async () => {
    const dollars = statementFile([from("ACC-A", "10.00", "R1"), from("ACC-B", "20.00", "R2")]);
    const euros = statementFile([credit({ amount: "30.00", from: "ACC-B", ref: "R3", currency: "EUR" })], {
      currency: "EUR",
      account: "8100200301",
    });
    const told = await tell(
      [file("usd.xml", dollars), file("eur.xml", euros)],
      file("customers.csv", customerFile(A, B)),
    );
    expect(told.text).to.contain("compliance blocks B");
    expect(told.text).to.contain("no customer who is free to pay holds EUR");
    expect(told.balanced).to.equal(true);
    expect(await told.demo.bank.tokens["EUR"]!.balanceOf(B.wallet)).to.equal(30_00n);
  });

  it("none of whose deposits are in the file: nothing is minted, and everything is in suspense", async () => {
    const told = await story([from("ACC-NOBODY", "10.00", "R1")], customerFile(A, B));
    expect(told.text).to.contain("no credit of these files belongs to a customer of this file: nothing is minted");
    expect(told.balanced).to.equal(true);
    expect(told.books("USD")).to.include("Suspense (not minted): 10.00");
    expect(await told.demo.bank.tokens["USD"]!.totalSupply()).to.equal(0n);
  });
});
