import { expect } from "chai";

import { cycleId, holdsOfCycle } from "../../../src/settlement/netting/index.js";
import { NettingCycle__factory } from "../../../typechain-types/index.js";
import { logsOf } from "../../support/expect.js";
import { OPENING } from "../support.js";
import { actsOf, obligationsOf, useNetting } from "./support.js";

const load = await useNetting();

async function setUp() {
  const world = await load();
  return { ...world, ...actsOf(world) };
}

/** Balance changes by party, in the order of the nets. */
const changes = (balances: bigint[]) => balances.map((balance) => balance - OPENING);

describe("NettingCycle.settle", () => {
  it("refuses other nets or slices than the cycle commits to, and a part of them", async () => {
    const { desk, cycleOf, sliceSignatures, consents, refuses } = await setUp();
    const built = await cycleOf();
    const { cycle, nets, slices } = built;
    const [signed, agreed] = [await sliceSignatures(built), await consents(built)];
    const id = cycleId(cycle);
    const raised = nets.map((net, i) => ({ ...net, amount: net.amount + (i === 0 ? 1n : 0n) }));
    const swapped = slices.map((slice, i) => (i === 0 ? { ...slice, creditor: slices[1]!.creditor } : slice));
    await refuses(desk.settle(cycle, raised, slices, signed, agreed), desk, "CycleContentDiffers", id);
    await refuses(desk.settle(cycle, nets.slice(1), slices, signed, agreed), desk, "CycleContentDiffers", id);
    await refuses(desk.settle(cycle, nets, swapped, signed, agreed), desk, "CycleContentDiffers", id);
    await refuses(desk.settle(cycle, nets, slices.slice(1), signed.slice(1), agreed), desk, "CycleContentDiffers", id);
  });

  it("refuses signatures that are fewer than the slices or the parties", async () => {
    const { cycleOf, settle, sliceSignatures, consents, desk, refuses } = await setUp();
    const built = await cycleOf();
    const signed = await sliceSignatures(built);
    await refuses(settle(built, { sliceSignatures: signed.slice(1) }), desk, "SignaturesMiscounted", 3n, 2n);
    const agreed = await consents(built);
    await refuses(settle(built, { consents: agreed.slice(1) }), desk, "SignaturesMiscounted", 5n, 4n);
  });

  it("refuses nets that do not sum to zero, even if all signed them", async () => {
    const { cycleOf, rebuilt, settle, desk, refuses } = await setUp();
    const sound = await cycleOf();
    const nets = sound.nets.map((net) => (net.amount > 0n ? { ...net, amount: net.amount + 1n } : net));
    await refuses(settle(rebuilt(sound, { nets })), desk, "NetsUnbalanced", 3n);
  });

  it("refuses slices that do not carry the nets, even if all signed them", async () => {
    const { cycleOf, rebuilt, settle, desk, refuses } = await setUp();
    const sound = await cycleOf();
    const slices = sound.slices.map((slice, i) => ({ ...slice, amount: slice.amount - (i === 0 ? 1n : 0n) }));
    const first = sound.slices[0]!;
    // Of the two parties of the short slice, the one that comes first in the nets is named.
    const index = first.debtor < first.creditor ? first.debtor : first.creditor;
    const { party, amount } = sound.nets[Number(index)]!;
    const settled = amount + (amount < 0n ? 1n : -1n);
    await refuses(settle(rebuilt(sound, { slices })), desk, "NetDiffers", party, amount, settled);
    await refuses(settle(rebuilt(sound, { slices: sound.slices.slice(1) })), desk, "NetDiffers", ...missingOne());

    function missingOne() {
      return [party, amount, amount + (amount < 0n ? first.amount : -first.amount)] as const;
    }
  });

  it("refuses a slice that is not from a net debtor to a net creditor, is of nothing or of nobody", async () => {
    const { cycleOf, rebuilt, settle, desk, people, indexOf, refuses, sliceSignatures } = await setUp();
    const sound = await cycleOf();
    const [one] = sound.slices as [(typeof sound.slices)[number]];
    const zero = indexOf(sound, people.dealer);
    for (const slice of [
      { ...one, debtor: one.creditor, creditor: one.debtor },
      { ...one, creditor: zero },
      { ...one, amount: 0n },
      { ...one, amount: 1n << 64n },
    ]) {
      const forged = rebuilt(sound, { slices: [...sound.slices, slice] });
      const signed = [...(await sliceSignatures(sound)), "0x"];
      await refuses(settle(forged, { sliceSignatures: signed }), desk, "SliceInvalid", 3n);
    }
    const nobody = rebuilt(sound, { slices: [...sound.slices, { ...one, debtor: 5n }] });
    const signed = [...(await sliceSignatures(sound)), "0x"];
    await refuses(settle(nobody, { sliceSignatures: signed }), desk, "SliceInvalid", 3n);
  });

  it("refuses a party named twice, unsorted, or alone, and a cycle whose fields do not go together", async () => {
    const { cycleOf, rebuilt, desk, refuses } = await setUp();
    const sound = await cycleOf();
    const [first, second] = sound.nets as [(typeof sound.nets)[number], (typeof sound.nets)[number]];
    for (const nets of [[first, first], [second, first], [first]]) {
      const { cycle } = rebuilt(sound, { nets });
      await refuses(desk.settle(cycle, nets, sound.slices, [], []), desk, "CyclePartiesInvalid", cycleId(cycle));
    }
    const { cycle } = sound;
    for (const wrong of [
      { round: 0n },
      { round: 3n },
      { round: 2n },
      { previous: cycleId(cycle) },
      { settleBy: cycle.cutOff },
      { secondBy: cycle.settleBy - 1n },
      { round: 2n, previous: cycleId(cycle) },
    ]) {
      const odd = { ...cycle, ...wrong };
      await refuses(desk.settle(odd, sound.nets, sound.slices, [], []), desk, "CycleInvalid", cycleId(odd));
    }
  });

  it("takes no slice of another cycle, round, token, payee or desk", async () => {
    const { a, desk, people, cycleOf, settle, sliceSignatures, holds, signerOf, signHold, refuses } = await setUp();
    const [built, other] = [await cycleOf(), await cycleOf()];
    const payer = people.alice;
    const refused = async (signatures: string[]) =>
      refuses(settle(built, { sliceSignatures: signatures }), a.usd, "InvalidSignature", payer);
    await refused(await sliceSignatures(other));
    const all = holds(built);
    await refused(await Promise.all(all.map((hold) => signHold(a.eur, signerOf(hold.payer), hold))));
    const turned = all.map((hold, i) => ({ ...hold, payee: all[(i + 1) % all.length]!.payee }));
    await refused(await Promise.all(turned.map((hold) => signHold(a.usd, signerOf(hold.payer), hold))));
    const second = await new NettingCycle__factory(people.admin).deploy();
    const elsewhere = holdsOfCycle(second.target as string, built);
    await refused(await Promise.all(elsewhere.map((hold) => signHold(a.usd, signerOf(hold.payer), hold))));
    expect(await desk.cycleOf(cycleId(built.cycle))).to.equal(0n);
  });

  it("refuses while one slice is missing: nobody is half paid", async () => {
    const { a, people, cycleOf, settle, sliceSignatures, balancesOf, heldOf, refuses } = await setUp();
    const built = await cycleOf();
    const signed = await sliceSignatures(built);
    signed[2] = "0x";
    await refuses(settle(built, { sliceSignatures: signed }), a.usd, "InvalidSignature", people.alice);
    expect(changes(await balancesOf(built))).to.deep.equal([0n, 0n, 0n, 0n, 0n]);
    expect(await heldOf(built)).to.deep.equal([0n, 0n, 0n, 0n, 0n]);
  });

  it("refuses without the consent of a creditor, or of a party that neither pays nor is paid", async () => {
    const { desk, people, cycleOf, settle, consents, refuses } = await setUp();
    const built = await cycleOf();
    for (const party of [people.bob, people.dealer]) {
      await refuses(settle(built, { consents: await consents(built, [party]) }), desk, "ConsentMissing", party);
    }
    const other = await cycleOf();
    const first = built.nets.find(({ amount }) => amount >= 0n)!.party;
    await refuses(settle(built, { consents: await consents(other) }), desk, "ConsentMissing", first);
    await refuses(settle(built, { consents: [] }), desk, "ConsentMissing", first);
  });

  it("settles once", async () => {
    const { desk, cycleOf, settle, record, place, refuses } = await setUp();
    const built = await cycleOf();
    await settle(built);
    const id = cycleId(built.cycle);
    await refuses(settle(built), desk, "CycleNotOpen", id);
    await refuses(record(built), desk, "CycleNotOpen", id);
    await refuses(place(built), desk, "CycleNotOpen", id);
  });

  it("refuses from the end of settlement on", async () => {
    const { desk, cycleOf, place, record, settle, refuses, at } = await setUp();
    const built = await cycleOf();
    await place(built);
    await record(built);
    await at(built.cycle.settleBy);
    await refuses(
      settle(built, { sliceSignatures: [], consents: [] }),
      desk,
      "CycleTimePassed",
      cycleId(built.cycle),
      built.cycle.settleBy,
    );
  });

  it("takes signatures with the settlement until the cut-off only", async () => {
    const { a, desk, people, cycleOf, place, record, settle, refuses, at, holds, holdId, rebuilt } = await setUp();
    const built = await cycleOf();
    await place(built);
    await at(built.cycle.cutOff);
    const first = built.nets.find(({ amount }) => amount >= 0n)!.party;
    await refuses(settle(built), desk, "ConsentMissing", first);

    const fresh = rebuilt(await cycleOf(), {});
    await record(fresh);
    await at(fresh.cycle.cutOff);
    const [hold] = holds(fresh);
    await refuses(settle(fresh), a.usd, "HoldExpired", holdId(hold!), fresh.cycle.cutOff);
    expect(await a.usd.heldOf(people.alice)).to.equal(70_000n);
  });

  it("settles nets by signatures alone: each party's balance changes by its net, and nothing stays held", async () => {
    const { a, desk, cycleOf, settle, balancesOf, heldOf, stateOf } = await setUp();
    const built = await cycleOf();
    const logs = await logsOf(settle(built), [desk, a.usd]);
    expect(logs[0]).to.deep.equal([
      "CycleSettled",
      cycleId(built.cycle),
      built.cycle.token,
      built.cycle.grossRoot,
      built.nets.map(({ party, amount }) => [party, amount]),
      70_000n,
    ]);
    expect(changes(await balancesOf(built))).to.deep.equal(built.nets.map(({ amount }) => amount));
    expect(await heldOf(built)).to.deep.equal([0n, 0n, 0n, 0n, 0n]);
    expect(await a.usd.balanceOf(desk)).to.equal(0n);
    expect((await stateOf(built)).status).to.equal("settled");
  });

  it("settles what was placed and recorded before, until the end of settlement", async () => {
    const { cycleOf, settle, place, record, balancesOf, stateOf, at } = await setUp();
    const built = await cycleOf();
    await place(built);
    await record(built);
    await at(built.cycle.settleBy - 1n);
    await settle(built, { sliceSignatures: [], consents: [] });
    expect(changes(await balancesOf(built))).to.deep.equal(built.nets.map(({ amount }) => amount));
    expect((await stateOf(built)).status).to.equal("settled");
  });

  it("settles where a stranger placed slices first", async () => {
    const { a, cycleOf, settle, sliceSignatures, holds, balancesOf, people } = await setUp();
    const built = await cycleOf();
    const signed = await sliceSignatures(built);
    const stranger = a.usd.connect(people.stranger);
    await stranger.placeHoldWithAuthorization(holds(built)[1]!, signed[1]!);
    await settle(built, { sliceSignatures: signed });
    expect(changes(await balancesOf(built))).to.deep.equal(built.nets.map(({ amount }) => amount));
  });

  it("discharges debts that offset each other wholly, without money", async () => {
    const { desk, people, cycleOf, settle, stateOf } = await setUp();
    const { alice, bob } = people;
    const built = await cycleOf(obligationsOf([alice, bob, 500n], [bob, alice, 500n]));
    expect(built.slices).to.deep.equal([]);
    expect(await logsOf(settle(built), desk)).to.have.lengthOf(1);
    expect((await stateOf(built)).status).to.equal("settled");
  });
});
