import { expect } from "chai";
import fc from "fast-check";

import { cycleId, type BuiltCycle, type Obligation } from "../../../src/settlement/netting/index.js";
import { reference } from "../../support/words.js";
import { OPENING } from "../support.js";
import { actsOf, admitParties, useNetting, type Loaded, type Party } from "./support.js";

const load = await useNetting();
const PARTIES = 20;

async function setUp(count = PARTIES) {
  const world = await load();
  const parties = await admitParties(world, count);
  return { ...world, ...actsOf(world, parties), parties };
}

/** 1,000 obligations among the parties, drawn by a fixed rule. */
function thousand(parties: readonly Party[]): Obligation[] {
  let state = 12_345n;
  const next = (below: number) => {
    state = (state * 6_364_136_223_846_793_005n + 1_442_695_040_888_963_407n) % (1n << 64n);
    return Number((state >> 33n) % BigInt(below));
  };
  return Array.from({ length: 1_000 }, (_, i) => {
    const debtor = next(parties.length);
    const creditor = (debtor + 1 + next(parties.length - 1)) % parties.length;
    return {
      debtor: parties[debtor]!.address,
      creditor: parties[creditor]!.address,
      amount: BigInt(1 + next(100_000)),
      obligationReference: reference(`obligation ${i}`),
    };
  });
}

const gasOf = async (call: ReturnType<Loaded["desk"]["settle"]>) => (await (await call).wait())!.gasUsed;

async function expectSettled(world: Awaited<ReturnType<typeof setUp>>, built: BuiltCycle) {
  const { a, desk, balancesOf, heldOf, stateOf } = world;
  expect(await balancesOf(built)).to.deep.equal(built.nets.map(({ amount }) => OPENING + amount));
  expect(await heldOf(built)).to.deep.equal(built.nets.map(() => 0n));
  expect(await a.usd.balanceOf(desk)).to.equal(0n);
  expect((await stateOf(built)).status).to.equal("settled");
}

describe("1,000 obligations among 20 parties", () => {
  it("are settled in one transaction by signatures alone, below 1,500,000 gas", async () => {
    const world = await setUp();
    const built = await world.cycleOf(thousand(world.parties));
    expect([built.nets.length, built.slices.length]).to.deep.equal([20, 19]);
    const gas = await gasOf(world.settle(built));
    await expectSettled(world, built);
    expect(gas < 1_500_000n, `${gas} gas`).to.equal(true);
    if (process.env["VOSTRO_SHOW_GAS"] !== undefined) console.log(`      ${gas} gas by signatures`);
  });

  it("are settled in one transaction where all was placed and recorded before, for less than that", async () => {
    const world = await setUp();
    const built = await world.cycleOf(thousand(world.parties));
    const placed = (await (await world.place(built)).wait())!.gasUsed;
    const recorded = (await (await world.record(built)).wait())!.gasUsed;
    const gas = await gasOf(world.settle(built, { sliceSignatures: [], consents: [] }));
    await expectSettled(world, built);
    expect(gas < 800_000n, `${gas} gas`).to.equal(true);
    if (process.env["VOSTRO_SHOW_GAS"] !== undefined) {
      console.log(`      ${placed} gas to place, ${recorded} to record, ${gas} to settle`);
    }
  });

  it("are released in one transaction where the cycle is not settled, and in one for the second round", async () => {
    const world = await setUp();
    const obligations = thousand(world.parties);
    const built = await world.cycleOf(obligations);
    const late = world.signerOf(built.nets.find(({ amount }) => amount < 0n)!.party);
    await world.place(built, [late]);
    await world.record(built);
    await world.travelTo(built.cycle.cutOff);
    const gas = await gasOf(world.secondRound(built));
    expect(await world.heldOf(built)).to.deep.equal(built.nets.map(() => 0n));
    const staying = world.parties.filter(({ address }) => address !== late.address);
    const second = await world.secondOf(built, staying);
    const settled = await gasOf(world.settle(second));
    await expectSettled(world, second);
    expect(await world.a.usd.balanceOf(late)).to.equal(OPENING);
    if (process.env["VOSTRO_SHOW_GAS"] !== undefined) console.log(`      ${gas} to drop, ${settled} to settle`);
  });
});

describe("any gross list", () => {
  it("changes each balance by its net to the minor unit, whoever placed or recorded what before", async () => {
    const world = await setUp(6);
    const { a, desk, parties, cycleOf, settle, sliceSignatures, consents, helpers, desk: netting } = world;
    const debt = fc.record({
      debtor: fc.nat(5),
      step: fc.integer({ min: 1, max: 5 }),
      amount: fc.oneof(fc.bigInt(1n, 5n), fc.bigInt(1n, 400_000n)),
    });
    const snapshot = await helpers.takeSnapshot();
    await fc.assert(
      fc.asyncProperty(
        fc.array(debt, { minLength: 1, maxLength: 20 }),
        fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }),
        async (debts, early) => {
          await snapshot.restore();
          const built = await cycleOf(
            debts.map(({ debtor, step, amount }, i) => ({
              debtor: parties[debtor]!.address,
              creditor: parties[(debtor + step) % 6]!.address,
              amount,
              obligationReference: reference(`debt ${i}`),
            })),
          );
          const { cycle, nets, slices } = built;
          expect(nets.reduce((sum, { amount }) => sum + amount, 0n)).to.equal(0n);
          expect(slices.length < nets.length).to.equal(true);
          const [signed, agreed] = [await sliceSignatures(built), await consents(built)];
          const placed = signed.map((signature, i) => (early[i] === true ? signature : "0x"));
          await netting.placeSlices(cycle, nets, slices, placed);
          const indexes = nets.map((_, i) => i).filter((i) => agreed[i] !== "0x" && early[6 + i] === true);
          await netting.recordConsents(
            cycle,
            nets,
            indexes,
            indexes.map((i) => agreed[i]!),
          );
          await settle(built, {
            sliceSignatures: signed.map((signature, i) => (early[i] === true ? "0x" : signature)),
            consents: agreed.map((signature, i) => (early[6 + i] === true ? "0x" : signature)),
          });
          await expectSettled(world, built);
          expect(await a.usd.balanceOf(desk)).to.equal(0n);
          await world.refuses(settle(built), desk, "CycleNotOpen", cycleId(cycle));
        },
      ),
      { numRuns: 12 },
    );
  });
});
