import { expect } from "chai";

import { CUSTOMERS, OPENING, RESERVES, useBanks } from "./support.js";

const load = await useBanks(() => Promise.resolve({}));

describe("the two banks of the settlement tests", () => {
  it("owe their customers what they were given, and have reserves with the settlement bank", async () => {
    const { a, b, r, people } = await load();
    for (const token of [a.usd, a.eur]) {
      for (const name of ["alice", "bob", "dealer", "financier", "frank"] as const) {
        expect(await token.balanceOf(people[name])).to.equal(OPENING);
      }
    }
    for (const token of [b.usd, b.eur]) {
      for (const name of ["carol", "dave", "erin", "dealer", "financier", "grace"] as const) {
        expect(await token.balanceOf(people[name])).to.equal(OPENING);
      }
    }
    for (const name of ["treasuryA", "treasuryB"] as const) {
      expect(await r.usd.balanceOf(people[name])).to.equal(RESERVES);
    }
  });

  it("have nobody on the mainland pay or be paid", async () => {
    const { a, b, people } = await load();
    expect(CUSTOMERS.a.mainlander).to.equal(CUSTOMERS.b.mainlander);
    for (const [token, payer] of [
      [a.usd, people.alice],
      [b.eur, people.carol],
    ] as const) {
      expect(await token.canTransfer(payer, people.mainlander, 1n)).to.equal(false);
    }
  });
});
