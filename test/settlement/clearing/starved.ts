import { expect } from "chai";

import { crowd } from "../crowd.js";
import { AMOUNT, useClearing } from "./support.js";

const load = await useClearing();

describe("settling on evidence for a payee whose holding cap counts a hundred wallets", () => {
  it("cannot be starved into Repair, whatever gas its bringer sends", async () => {
    const clearing = await load();
    const { b, desk, people, instructed, rtgsOf, state, stateOf, helpers } = clearing;
    await crowd(clearing, "b", "carol");
    const payment = await instructed();
    const rtgsReference = rtgsOf(payment);
    const two = await state("SettlementStatement", payment, { rtgsReference, amount: AMOUNT });
    const outcomes = new Set<string>();
    for (let gasLimit = 600_000n; gasLimit <= 2_400_000n; gasLimit += 100_000n) {
      const snapshot = await helpers.takeSnapshot();
      try {
        await desk.connect(people.relayer).settle(payment, rtgsReference, AMOUNT, two, { gasLimit });
      } catch (error) {
        expect(String(error)).to.match(/MintGasTooLow|out of gas|ran out/i);
      }
      outcomes.add(await stateOf(payment));
      await snapshot.restore();
    }
    expect([...outcomes].sort()).to.deep.equal(["Completed", "Instructed"]);
    expect(await b.usd.balanceOf(people.carol)).to.not.equal(0n);
  });
});
