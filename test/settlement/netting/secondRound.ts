import { expect } from "chai";

import {
  buildSecondRound,
  checkCycle,
  cycleId,
  proofOf,
  withoutParties,
  type BuiltCycle,
} from "../../../src/settlement/netting/index.js";
import { Manner } from "../../issuance/support.js";
import { logsOf } from "../../support/expect.js";
import { DAY, HOUR } from "../../support/token.js";
import { admitCustomer, OPENING } from "../support.js";
import { actsOf, obligationsOf, useNetting, type Party } from "./support.js";

const load = await useNetting();

async function setUp() {
  const world = await load();
  return { ...world, ...actsOf(world) };
}

const sorted = (...parties: { address: string }[]) =>
  parties.map(({ address }) => address).sort((x, y) => (BigInt(x) < BigInt(y) ? -1 : 1));

describe("NettingCycle.secondRound", () => {
  /** Everything done but what `absent` had to do; the cut-off has passed. */
  async function cutOff(absent: readonly ("alice" | "bob" | "frank" | "dealer" | "financier")[]) {
    const world = await setUp();
    const { cycleOf, place, record, people, travelTo } = world;
    const built = await cycleOf();
    const late = absent.map((name) => people[name]);
    await place(built, late);
    await record(built, late);
    await travelTo(built.cycle.cutOff);
    return { ...world, built };
  }

  it("refuses before the cut-off, after the end, where none was agreed, and while nobody is missing", async () => {
    const { desk, cycleOf, secondRound, place, record, refuses, travelTo, at } = await setUp();
    const built = await cycleOf();
    const { cycle } = built;
    await refuses(secondRound(built), desk, "CycleNotDue", cycleId(cycle), cycle.cutOff);
    const single = await cycleOf(undefined, { secondBy: 0n });
    await place(built);
    await record(built);
    await travelTo(single.cycle.cutOff);
    await refuses(secondRound(single), desk, "CycleInvalid", cycleId(single.cycle));
    await refuses(secondRound(built), desk, "NobodyMissing", cycleId(cycle));
    await at(cycle.settleBy);
    await refuses(secondRound(built), desk, "CycleTimePassed", cycleId(cycle), cycle.settleBy);
  });

  it("refuses other slices than were signed: nobody is dropped for a slice that was never asked of it", async () => {
    const { desk, built, refuses } = await cutOff(["dealer"]);
    const { cycle, nets, slices } = built;
    const bogus = slices.map((slice) => ({ ...slice, amount: slice.amount + 1n }));
    await refuses(desk.secondRound(cycle, nets, bogus), desk, "CycleContentDiffers", cycleId(cycle));
    await refuses(desk.secondRound(cycle, nets.slice(1), slices), desk, "CycleContentDiffers", cycleId(cycle));
  });

  it("drops exactly who is missing, releases every slice and tells who stays", async () => {
    const { a, desk, built, people, secondRound, missing, heldOf, stateOf } = await cutOff(["dealer", "frank"]);
    const { alice, bob, dealer, financier, frank } = people;
    const id = cycleId(built.cycle);
    expect(await a.usd.heldOf(alice)).to.equal(70_000n);
    expect(await missing(built)).to.deep.equal(sorted(dealer, frank));
    const logs = await logsOf(secondRound(built), [desk, a.usd]);
    expect(logs.slice(0, 3)).to.deep.equal([
      ...sorted(dealer, frank).map((party) => ["PartyDropped", id, party]),
      ["SecondRoundOpened", id, sorted(alice, bob, financier), built.cycle.secondBy],
    ]);
    expect(logs.slice(3).map((log) => (log as unknown[])[0])).to.deep.equal(built.slices.map(() => "HoldReleased"));
    expect(await heldOf(built)).to.deep.equal([0n, 0n, 0n, 0n, 0n]);
    const { status, deadline } = await stateOf(built);
    expect({ status, deadline }).to.deep.equal({ status: "second round", deadline: built.cycle.secondBy });
  });

  it("drops a debtor with one slice of several missing, or one let go in part", async () => {
    const { a, built, people, holds, missing, secondRound, heldOf } = await cutOff([]);
    const hold = holds(built).find(({ payee }) => payee === people.bob.address)!;
    await a.usd.connect(people.bob).releaseHold(hold, 1n);
    expect(await missing(built)).to.deep.equal([people.alice.address]);
    await secondRound(built);
    expect(await heldOf(built)).to.deep.equal([0n, 0n, 0n, 0n, 0n]);
  });

  it("comes once, and the first round never settles after it", async () => {
    const { desk, built, secondRound, missing, settle, record, refuses } = await cutOff(["dealer"]);
    await secondRound(built);
    const id = cycleId(built.cycle);
    await refuses(secondRound(built), desk, "CycleNotOpen", id);
    await refuses(missing(built), desk, "CycleNotOpen", id);
    await refuses(settle(built), desk, "CycleNotOpen", id);
    await refuses(record(built), desk, "CycleTimePassed", id, built.cycle.cutOff);
  });

  it("settles those who stay, net of what is left, and discharges their obligations only", async () => {
    const { a, desk, built, people, debts, secondRound, secondOf, settle, stateOf, balancesOf } = await cutOff([
      "dealer",
    ]);
    const { alice, bob, dealer, financier, frank } = people;
    await secondRound(built);
    const second = await secondOf(built, [alice, bob, financier, frank]);
    // Without the dealer: alice -700.00, bob +300.00, frank +400.00; the financier has nothing left and stays.
    const net = Object.fromEntries(second.nets.map(({ party, amount }) => [party, amount]));
    expect(net).to.deep.equal({
      [alice.address]: -70_000n,
      [bob.address]: 30_000n,
      [frank.address]: 40_000n,
      [financier.address]: 0n,
    });
    await settle(second);
    expect((await balancesOf(second)).map((balance) => balance - OPENING)).to.deep.equal(
      second.nets.map(({ amount }) => amount),
    );
    expect(await a.usd.balanceOf(dealer)).to.equal(OPENING);
    expect([(await stateOf(built)).status, (await stateOf(second)).status]).to.deep.equal(["replaced", "settled"]);

    const gross = debts();
    const [kept, lost] = [gross[0]!, gross[3]!];
    expect(await desk.isDischarged(second.cycle, kept, proofOf(second.obligations, kept))).to.equal(true);
    expect(await desk.isDischarged(built.cycle, kept, proofOf(gross, kept))).to.equal(false);
    expect(await desk.isInGross(built.cycle.grossRoot, lost, proofOf(gross, lost))).to.equal(true);
    expect(await desk.isInGross(second.cycle.grossRoot, lost, proofOf(gross, lost))).to.equal(false);
  });

  it("settles one second cycle, of exactly those who stay, in time, in the same token", async () => {
    const { a, desk, built, people, secondRound, secondOf, settle, refuses } = await cutOff(["dealer"]);
    const { alice, bob, financier, frank } = people;
    const early = await secondOf(built, [alice, bob, financier, frank]);
    const refused = (second: BuiltCycle) =>
      refuses(settle(second), desk, "SecondRoundInvalid", cycleId(second.cycle), cycleId(built.cycle));
    await refused(early);
    await secondRound(built);
    for (const staying of [
      [alice, bob, frank],
      [alice, bob, financier],
    ]) {
      await refused(await secondOf(built, staying));
    }
    const other = {
      ...built,
      obligations: obligationsOf([alice, bob, 5n], [people.carol, frank, 6n], [financier, bob, 7n]),
    };
    await refused(await secondOf(other, [alice, bob, financier, frank, people.carol]));
    const late = { ...early, cycle: { ...early.cycle, settleBy: built.cycle.secondBy + 1n } };
    await refused(late);
    const euro = { ...early, cycle: { ...early.cycle, token: a.eur.target as string } };
    await refused(euro);

    const [one, two] = [await secondOf(built, [alice, bob, financier, frank]), early];
    await settle(one);
    await refused(two);
  });

  it("takes no slice and no consent of the first round", async () => {
    const { a, desk, built, people, secondRound, secondOf, sliceSignatures, consents, settle, refuses } = await cutOff([
      "dealer",
    ]);
    const { alice, bob, financier, frank } = people;
    await secondRound(built);
    const second = await secondOf(built, [alice, bob, financier, frank]);
    const slices = (await sliceSignatures(built)).slice(0, second.slices.length);
    await refuses(settle(second, { sliceSignatures: slices }), a.usd, "InvalidSignature", alice);
    const firsts = await consents({ ...second, cycle: built.cycle });
    const first = second.nets.find(({ amount }) => amount >= 0n)!.party;
    await refuses(settle(second, { consents: firsts }), desk, "ConsentMissing", first);
  });

  it("has no third round", async () => {
    const { desk, built, people, secondRound, secondOf, refuses, travelTo } = await cutOff(["dealer"]);
    await secondRound(built);
    const second = await secondOf(built, [people.alice, people.bob, people.financier, people.frank]);
    await travelTo(second.cycle.cutOff);
    await refuses(secondRound(second), desk, "CycleInvalid", cycleId(second.cycle));
  });
});

describe("a smart account among the parties", () => {
  it("that burns gas, lies or reverts takes nobody with it: it drops out, and the others settle", async () => {
    for (const manner of [Manner.BurnsGas, Manner.WrongAnswer, Manner.Reverts, Manner.ReturnBomb]) {
      const world = await load();
      const { a, desk, people } = world;
      const wallet = await a.deployWallet(people.carol, manner);
      await a.registry.connect(people.policyAdmin).allowWalletCode(await a.codeHashOf(wallet));
      await admitCustomer(world, a.registry, wallet, 999n);
      // Its owner signs for it.
      const signTypedData = people.carol.signTypedData.bind(people.carol);
      const asWallet = { address: wallet.address, signTypedData } as unknown as Party;
      const acts = actsOf(world, [asWallet]);
      const { alice, bob, frank } = people;
      const built = await acts.cycleOf(
        obligationsOf([alice, bob, 100n], [alice, wallet, 50n], [wallet, frank, 20n], [frank, bob, 5n]),
      );
      await world.refuses(acts.settle(built), desk, "ConsentMissing", wallet);
      const owing = await acts.cycleOf(obligationsOf([wallet, bob, 30n]));
      await world.refuses(acts.settle(owing), a.usd, "InvalidSignature", wallet);
      await world.refuses(acts.record(built), desk, "ConsentMissing", wallet);
      await acts.record(built, [wallet]);
      await acts.place(built);
      await world.travelTo(built.cycle.cutOff);
      await acts.secondRound(built);
      const second = await acts.secondOf(built, [alice, bob, frank]);
      await acts.settle(second);
      expect(await a.usd.balanceOf(bob)).to.equal(OPENING + 105n);
    }
  });
});

describe("building a second round", () => {
  it("refuses where nobody dropped, or after the end that all signed for", async () => {
    const { cycleOf, now } = await setUp();
    const built = await cycleOf();
    const times = { cutOff: (await now()) + HOUR, settleBy: (await now()) + 2n * HOUR };
    const all = built.nets.map(({ party }) => party);
    expect(() => buildSecondRound(built, all, times))
      .to.throw()
      .with.property("name", "BadCycle");
    expect(() => buildSecondRound(built, all.slice(1), { ...times, settleBy: times.settleBy + DAY }))
      .to.throw()
      .with.property("name", "BadCycle");
  });

  it("is checked by each party against the list it knows", async () => {
    const { cycleOf, people, debts, rebuilt } = await setUp();
    const built = await cycleOf();
    const { alice, bob } = people;
    const own = debts().filter(({ debtor, creditor }) => debtor === bob.address || creditor === bob.address);
    checkCycle(built, bob.address, own);
    for (const check of [
      () => checkCycle(built, bob.address, own.slice(1)),
      () => checkCycle(built, alice.address, own),
      () => checkCycle(rebuilt(built, { slices: built.slices.slice(1) }), bob.address, own),
      () => checkCycle({ ...built, obligations: withoutParties(built.obligations, [alice.address]) }, bob.address, own),
    ]) {
      expect(check).to.throw().with.property("name", "BadCycle");
    }
  });
});
