import { expect } from "chai";

import { crowd } from "../crowd.js";
import { payoutArgument, payoutOf, signed, usePayouts } from "./support.js";

const load = await usePayouts();

describe("a lenient payout to a payee whose holding cap counts a hundred wallets", () => {
  it("cannot be starved into refusing it, whatever gas its bringer sends", async () => {
    const fixture = await load();
    await crowd(fixture, "a", "alice");
    const payments = [
      { payee: fixture.people.alice.address, amount: 1_000n, paymentReference: fixture.reference("1") },
    ];
    const payout = await payoutOf(fixture, { payments, lenient: true });
    const signature = await signed(fixture, payout);
    const outcomes = new Set<string>();
    for (let gasLimit = 500_000n; gasLimit <= 2_000_000n; gasLimit += 50_000n) {
      try {
        const paid = await fixture.account.payOut.staticCall(payoutArgument(payout), signature, { gasLimit });
        outcomes.add(`paid ${paid}`);
      } catch (error) {
        expect(String(error)).to.match(/PayoutGasTooLow|out of gas|ran out/i);
        outcomes.add("failed whole");
      }
    }
    expect([...outcomes].sort()).to.deep.equal(["failed whole", "paid 1"]);
  });
});
