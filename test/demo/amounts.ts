import { expect } from "chai";

import {
  A,
  B,
  credit,
  customerFile,
  type CustomerLine,
  statementFile,
  tell,
  type Told,
  useFolder,
  wallet,
} from "./support.js";

describe("many deposits, and currencies of other decimals", () => {
  const file = useFolder();

  describe("25 deposits, one of a customer whom a rule refuses", () => {
    let told: Told;
    const mainland: CustomerLine = { customer: "CN", account: "ACC-L", wallet: wallet(12), zone: 5 };
    before(async () => {
      // 1.00 to 25.00; the 13th is a mainland resident's, to whom the bank never mints.
      const entries = Array.from({ length: 25 }, (_, i) =>
        credit({ amount: `${i + 1}.00`, from: i === 12 ? "ACC-L" : i % 2 === 0 ? "ACC-A" : "ACC-B", ref: `R${i}` }),
      );
      told = await tell(
        [file("many.xml", statementFile(entries))],
        file("customers.csv", customerFile(A, B, mainland)),
      );
    });

    it("go in one batch, the refused one to suspense with its reason", () => {
      expect(told.text).to.match(/minted 25 of 25 deposits in USD, 1 refused, gas [\d,]+ an item/);
      const rows = told.entries.filter((row) => !row.includes("| minted |"));
      expect(rows).to.have.length(1);
      expect(rows[0]).to.equal("#13 | 2026-11-20 | 13.00 USD | CRDT | suspense | CN: CorridorDenied");
      expect(told.entries).to.have.length(25);
    });

    it("are not sent again, the refused one neither", () => {
      expect(told.text).to.contain(
        "of 25 deposits 24 were minted before, 1 wait in suspense: 0 minted, 0 transactions",
      );
    });

    it("balance: 325.00 received, 312.00 minted, 13.00 in suspense", async () => {
      expect(told.balanced).to.equal(true);
      expect(told.books("USD")).to.include.members([
        "Received (booked credits): 325.00",
        "Suspense (not minted): 13.00",
        "= Supply + in transit + suspense: 247.00",
      ]);
      const token = told.demo.bank.tokens["USD"]!;
      // A: 1 + 3 + ... + 25 without 13 is 156.00; a quarter paid to B, half redeemed. B: 2 + 4 + ... + 24 is 156.00.
      expect(await token.balanceOf(A.wallet)).to.equal(39_00n);
      expect(await token.balanceOf(B.wallet)).to.equal(195_00n);
      expect(await token.balanceOf(mainland.wallet)).to.equal(0n);
      expect(await token.totalSupply()).to.equal(234_00n);
    });
  });

  it("JPY has no decimals: 1.5 yen is unreadable, 1000.0 is a thousand", async () => {
    const yen = (amount: string, ref: string): string => credit({ amount, from: "ACC-A", ref, currency: "JPY" });
    const path = file("yen.xml", statementFile([yen("1.5", "R1"), yen("1000.0", "R2")], { currency: "JPY" }));
    const told = await tell([path], file("customers.csv", customerFile(A, B)));
    expect(told.entries).to.deep.equal([
      "#1 | 2026-11-20 | unreadable | CRDT | suspense | unreadable: yen.xml, line 2, entry 1, Stmt[1]/Ntry[1]/Amt: 1.5 has more " +
        'decimals than JPY has minor units (0): "1.5". Ask the sender for an amount with at most 0 decimals.',
      "#2 | 2026-11-20 | 1000 JPY | CRDT | minted | A",
    ]);
    expect(told.books("JPY")).to.include.members([
      "Received (booked credits): 1000",
      "Supply (not in redemption): 500",
    ]);
    expect(told.balanced).to.equal(true);
    expect(await told.demo.bank.tokens["JPY"]!.totalSupply()).to.equal(500n);
    expect(await told.demo.bank.tokens["JPY"]!.decimals()).to.equal(0n);
  });

  it("BHD has three decimals", async () => {
    const dinar = (amount: string, ref: string): string => credit({ amount, from: "ACC-A", ref, currency: "BHD" });
    const path = file("dinar.xml", statementFile([dinar("1.0005", "R1"), dinar("7.125", "R2")], { currency: "BHD" }));
    const told = await tell([path], file("customers.csv", customerFile(A, B)));
    expect(told.entries[0]).to.contain("Stmt[1]/Ntry[1]/Amt: 1.0005 has more decimals than BHD has minor units (3)");
    expect(told.entries[1]).to.equal("#2 | 2026-11-20 | 7.125 BHD | CRDT | minted | A");
    expect(told.books("BHD")).to.include.members(["Received (booked credits): 7.125", "Paid out (burned): -3.562"]);
    expect(told.balanced).to.equal(true);
    expect(await told.demo.bank.tokens["BHD"]!.totalSupply()).to.equal(3563n);
  });

  it("one yen each: too little to pay from, and still redeemable", async () => {
    const entries = ["A", "B"].map((who) =>
      credit({ amount: "1", from: `ACC-${who}`, ref: `R-${who}`, currency: "JPY" }),
    );
    const path = file("tiny.xml", statementFile(entries, { currency: "JPY" }));
    const told = await tell([path], file("customers.csv", customerFile(A, B)));
    expect(told.text).to.contain("A has too little to pay from");
    expect(told.text).to.contain("A asks to redeem 1 JPY");
    expect(told.balanced).to.equal(true);
    expect(await told.demo.bank.tokens["JPY"]!.totalSupply()).to.equal(1n);
  });
});
