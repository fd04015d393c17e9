import { expect } from "chai";

import { ntry, tx } from "../iso20022/support.js";
import { A, B, credit, customerFile, statementFile, tell, type Told, useFolder } from "./support.js";

/** One statement of entries that must not be minted as they stand, with two good ones between them. */
const ENTRIES: readonly (readonly [entry: string, row: string])[] = [
  [
    credit({ amount: "-5.00", from: "ACC-A", ref: "R1" }),
    '#1 | 2026-11-20 | unreadable | CRDT | suspense | unreadable: hostile.xml, line 2, entry 1, Stmt[1]/Ntry[1]/Amt: "-5.00" is ' +
      'not a decimal amount: "-5.00". Write ASCII digits with one point before the decimals: no sign, no exponent, no ' +
      "separators.",
  ],
  [
    credit({ amount: "0.00", from: "ACC-A", ref: "R2" }),
    "#2 | 2026-11-20 | 0.00 USD | CRDT | suspense | zero-amount: the amount is zero",
  ],
  [
    credit({ amount: "1.005", from: "ACC-A", ref: "R3" }),
    "#3 | 2026-11-20 | unreadable | CRDT | suspense | unreadable: hostile.xml, line 2, entry 3, Stmt[1]/Ntry[3]/Amt: 1.005 has " +
      'more decimals than USD has minor units (2): "1.005". Ask the sender for an amount with at most 2 decimals.',
  ],
  [
    // Zeros beyond the minor unit carry no value.
    credit({ amount: "40.0500", from: "ACC-A", ref: "R4" }),
    "#4 | 2026-11-20 | 40.05 USD | CRDT | minted | A",
  ],
  [
    credit({ amount: "7.00", from: "ACC-A", ref: "R5", currency: "ZZZ" }),
    '#5 | 2026-11-20 | unreadable | CRDT | suspense | unreadable: hostile.xml, line 2, entry 5, Stmt[1]/Ntry[5]/Amt: "ZZZ" is ' +
      'not a current ISO 4217 currency: "7.00". Use a current ISO 4217 alphabetic code in capitals, such as USD.',
  ],
  [
    credit({ amount: "7.00", from: "ACC-NOBODY", ref: "R6" }),
    "#6 | 2026-11-20 | 7.00 USD | CRDT | suspense | unknown customer",
  ],
  [
    ntry({
      amount: "10.00",
      ref: "R7",
      details: tx("<EndToEndId>a</EndToEndId>", "4.00") + tx("<EndToEndId>b</EndToEndId>", "5.00"),
    }),
    "#7 | 2026-11-20 | 10.00 USD | CRDT | suspense | details-do-not-sum: details of USD 9.00 in an entry of USD 10.00",
  ],
  [
    credit({ amount: "7.00", from: "ACC-A", ref: "R8", currency: "EUR" }),
    "#8 | 2026-11-20 | 7.00 EUR | CRDT | ignored | other-currency: EUR on an account of USD",
  ],
  [
    ntry({ amount: "11.00", ref: "R9", booked: "2026-02-30" }),
    "#9 | 11.00 USD | CRDT | suspense | unreadable: hostile.xml, line 2, entry 9, Stmt[1]/Ntry[9]/BookgDt/Dt: is not a date: " +
      '"2026-02-30". Write an ISO 8601 date that exists, such as 2026-11-30.',
  ],
  [
    // 20 digits: more than ISO 20022 writes, and more than a balance holds.
    credit({ amount: "184467440737095516.16", from: "ACC-A", ref: "R10" }),
    "#10 | 2026-11-20 | unreadable | CRDT | suspense | unreadable: hostile.xml, line 2, entry 10, Stmt[1]/Ntry[10]/Amt: " +
      '184467440737095516.16 has more than 18 digits: "184467440737095516.16". Split it into amounts of at most 18 digits.',
  ],
  [
    credit({ amount: "9.00", from: "ACC-B", ref: "R11" }).replace("<Cd>BOOK</Cd>", "<Cd>PDNG</Cd>"),
    "#11 | 2026-11-20 | 9.00 USD | CRDT | ignored | pending: not booked yet",
  ],
  [
    // Fits the ledger, not the issuer's quota: the token refuses it, and the run goes on.
    credit({ amount: "9999999999999999.99", from: "ACC-B", ref: "R12" }),
    "#12 | 2026-11-20 | 9999999999999999.99 USD | CRDT | minted | B",
  ],
  [
    credit({ amount: "9999999999999999.98", from: "ACC-B", ref: "R13" }),
    "#13 | 2026-11-20 | 9999999999999999.98 USD | CRDT | suspense | B: The daily quota leaves USD ",
  ],
];

describe("entries that the demo must not mint", () => {
  const file = useFolder();
  let told: Told;

  before(async () => {
    const path = file("hostile.xml", statementFile(ENTRIES.map(([entry]) => entry)));
    told = await tell([path], file("customers.csv", customerFile(A, B)));
  });

  for (const [i, [, row]] of ENTRIES.entries()) {
    it(row.slice(0, 110), () => {
      // The quota grows by the second, its figure is the last column's end.
      expect(told.entries[i]!.slice(0, row.length)).to.equal(row);
      if (!row.endsWith(" ")) expect(told.entries[i]).to.have.length(row.length);
    });
  }

  it("one row an entry, and the finding about the foreign currency", () => {
    expect(told.entries).to.have.length(ENTRIES.length);
    expect(told.text).to.contain("finding entry-in-another-currency (entry #8): EUR 7.00 CRDT on an account in USD");
  });

  it("balances, with nothing on chain but the two good ones", async () => {
    expect(told.balanced).to.equal(true);
    const token = told.demo.bank.tokens["USD"]!;
    const burned = 40_05n / 2n;
    // A quarter of A's money went to B as the invoice.
    expect(await token.balanceOf(A.wallet)).to.equal(40_05n - 40_05n / 4n - burned);
    expect(await token.balanceOf(B.wallet)).to.equal(9_999_999_999_999_999_99n + 40_05n / 4n);
    expect(await token.totalSupply()).to.equal(9_999_999_999_999_999_99n + 40_05n - burned);
    expect(await told.demo.bank.tokens["EUR"]!.totalSupply()).to.equal(0n);
  });
});
