import { expect } from "chai";

import { cycleId, proofOf } from "../../../src/settlement/netting/index.js";
import { logsOf } from "../../support/expect.js";
import { actsOf, useNetting } from "./support.js";

const load = await useNetting();

async function setUp() {
  const world = await load();
  return { ...world, ...actsOf(world) };
}

describe("NettingCycle.close", () => {
  it("refuses while the cycle may still be settled", async () => {
    const { desk, people, cycleOf, place, record, close, secondRound, secondOf, refuses, travelTo } = await setUp();
    const built = await cycleOf();
    await place(built);
    await record(built, [people.dealer]);
    const id = cycleId(built.cycle);
    await refuses(close(built), desk, "CycleNotDue", id, built.cycle.settleBy);
    await travelTo(built.cycle.cutOff);
    await refuses(close(built), desk, "CycleNotDue", id, built.cycle.settleBy);
    await secondRound(built);
    await refuses(close(built), desk, "CycleNotDue", id, built.cycle.secondBy);

    const second = await secondOf(built, [people.alice, people.bob, people.financier, people.frank]);
    await place(second);
    await record(second);
    await travelTo(second.cycle.cutOff);
    await refuses(close(second), desk, "CycleNotDue", cycleId(second.cycle), second.cycle.settleBy);
  });

  it("ends a first round that was not settled: all is released, every obligation stays open", async () => {
    const { a, desk, cycleOf, place, record, settle, close, heldOf, stateOf, debts, refuses, travelTo } = await setUp();
    const built = await cycleOf();
    await place(built);
    await record(built);
    await travelTo(built.cycle.settleBy);
    const logs = await logsOf(close(built), [desk, a.usd]);
    expect(logs[0]).to.deep.equal(["CycleClosed", cycleId(built.cycle), built.cycle.grossRoot]);
    expect(await heldOf(built)).to.deep.equal([0n, 0n, 0n, 0n, 0n]);
    expect((await stateOf(built)).status).to.equal("closed");
    const [one] = debts();
    expect(await desk.isDischarged(built.cycle, one!, proofOf(debts(), one!))).to.equal(false);
    await refuses(close(built), desk, "CycleNotOpen", cycleId(built.cycle));
    await refuses(settle(built), desk, "CycleTimePassed", cycleId(built.cycle), built.cycle.settleBy);
  });

  it("ends a second round from its cut-off on where somebody is missing again", async () => {
    const { people, cycleOf, place, record, secondRound, secondOf, close, heldOf, stateOf, travelTo } = await setUp();
    const { alice, bob, dealer, financier, frank } = people;
    const built = await cycleOf();
    await place(built);
    await record(built, [dealer]);
    await travelTo(built.cycle.cutOff);
    await secondRound(built);
    const second = await secondOf(built, [alice, bob, financier, frank]);
    await place(second);
    await travelTo(second.cycle.cutOff);
    await close(second);
    expect(await heldOf(second)).to.deep.equal([0n, 0n, 0n, 0n]);
    expect((await stateOf(second)).status).to.equal("closed");
    await travelTo(built.cycle.secondBy);
    await close(built);
    expect((await stateOf(built)).status).to.equal("closed");
  });

  it("needs nobody: from the end of settlement on anyone releases a slice in the token itself", async () => {
    const { a, cycleOf, place, holds, heldOf, travelTo } = await setUp();
    const built = await cycleOf();
    await place(built);
    await travelTo(built.cycle.settleBy);
    for (const hold of holds(built)) await a.usd.releaseHold(hold, hold.amount);
    expect(await heldOf(built)).to.deep.equal([0n, 0n, 0n, 0n, 0n]);
  });
});
