import { expect } from "chai";

import { cycleId, signCycle } from "../../../src/settlement/netting/index.js";
import { logsOf } from "../../support/expect.js";
import { partyOf } from "../support.js";
import { actsOf, useNetting } from "./support.js";

const load = await useNetting();

async function setUp() {
  const world = await load();
  return { ...world, ...actsOf(world) };
}

describe("NettingCycle.placeSlices", () => {
  it("takes each payer's own signature, in time, of the slices that were signed for", async () => {
    const { a, desk, people, cycleOf, sliceSignatures, place, heldOf, refuses, at, holds, holdId } = await setUp();
    const built = await cycleOf();
    const { cycle, nets, slices } = built;
    const signed = await sliceSignatures(built);
    const id = cycleId(cycle);
    await refuses(desk.placeSlices(cycle, nets, slices, signed.slice(1)), desk, "SignaturesMiscounted", 3n, 2n);
    await refuses(desk.placeSlices(cycle, nets, slices.slice(1), signed.slice(1)), desk, "CycleContentDiffers", id);
    const swapped = [signed[1]!, signed[0]!, signed[2]!];
    await refuses(desk.placeSlices(cycle, nets, slices, swapped), a.usd, "InvalidSignature", people.alice);
    await a.block(partyOf("a", "dealer"));
    await refuses(
      desk.connect(people.dealer).placeSlices(cycle, nets, slices, signed),
      a.usd,
      "RelayerBlocked",
      people.dealer,
    );
    await at(cycle.cutOff);
    await refuses(place(built), a.usd, "HoldExpired", holdId(holds(built)[0]!), cycle.cutOff);
    expect(await heldOf(built)).to.deep.equal([0n, 0n, 0n, 0n, 0n]);
  });

  it("places what has a signature and leaves the rest; once more changes nothing", async () => {
    const { a, desk, people, cycleOf, sliceSignatures, place, missing } = await setUp();
    const built = await cycleOf();
    const signed = await sliceSignatures(built);
    await desk.placeSlices(built.cycle, built.nets, built.slices, [signed[0]!, "0x", "0x"]);
    expect(await a.usd.heldOf(people.alice)).to.equal(built.slices[0]!.amount);
    expect(await missing(built)).to.include(people.alice.address);
    await place(built);
    await place(built);
    expect(await a.usd.heldOf(people.alice)).to.equal(70_000n);
    expect(await missing(built)).to.not.include(people.alice.address);
  });
});

describe("NettingCycle.recordConsents", () => {
  it("takes each party's own, before the cut-off, and not a net debtor's", async () => {
    const { desk, people, cycleOf, indexOf, record, refuses, stateOf, at } = await setUp();
    const built = await cycleOf();
    const { cycle, nets } = built;
    const bob = indexOf(built, people.bob);
    const signature = await signCycle(desk, people.alice, cycle);
    await refuses(desk.recordConsents(cycle, nets, [bob], [signature]), desk, "ConsentMissing", people.bob);
    await refuses(desk.recordConsents(cycle, nets, [bob], []), desk, "SignaturesMiscounted", 1n, 0n);
    for (const index of [indexOf(built, people.alice), 5n]) {
      await refuses(desk.recordConsents(cycle, nets, [index], [signature]), desk, "ConsentNotAsked", index);
    }
    const own = desk.connect(people.bob).recordConsents(cycle, nets, [bob], ["0x"]);
    expect(await logsOf(own, desk)).to.deep.equal([["ConsentRecorded", cycleId(cycle), people.bob.address]]);
    expect((await stateOf(built)).consents).to.deep.equal([Number(bob)]);
    // Once more changes nothing, and the others join.
    expect(await logsOf(record(built), desk)).to.have.lengthOf(3);
    await at(cycle.cutOff);
    await refuses(record(built), desk, "CycleTimePassed", cycleId(cycle), cycle.cutOff);
  });
});
