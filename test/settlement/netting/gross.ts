import { expect } from "chai";
import { AbiCoder, keccak256 } from "ethers";
import fc from "fast-check";

import {
  grossTree,
  netsOf,
  proofOf,
  requireObligations,
  slicesOf,
  type Obligation,
} from "../../../src/settlement/netting/index.js";
import { reference } from "../../support/words.js";
import { actsOf, obligationsOf, useNetting } from "./support.js";

const load = await useNetting();

async function setUp() {
  const world = await load();
  return { ...world, ...actsOf(world) };
}

describe("NettingCycle.isInGross", () => {
  it("knows every obligation of the list by its proof", async () => {
    const { desk, debts } = await setUp();
    const gross = debts();
    const { root } = grossTree(gross);
    for (const obligation of gross) {
      expect(await desk.isInGross(root, obligation, proofOf(gross, obligation))).to.equal(true);
    }
  });

  it("refuses a changed obligation, another's proof, a cut proof, and a node in the place of a leaf", async () => {
    const { desk, debts, people } = await setUp();
    const gross = debts();
    const { root } = grossTree(gross);
    const [one, two] = gross as [Obligation, Obligation];
    const proof = proofOf(gross, one);
    for (const changed of [
      { ...one, amount: one.amount + 1n },
      { ...one, debtor: people.bob.address, creditor: people.alice.address },
      { ...one, creditor: people.frank.address },
      { ...one, obligationReference: reference("another") },
    ]) {
      expect(await desk.isInGross(root, changed, proof)).to.equal(false);
    }
    expect(await desk.isInGross(root, two, proof)).to.equal(false);
    expect(await desk.isInGross(root, one, proof.slice(1))).to.equal(false);
    expect(await desk.isInGross(root, one, [...proof, reference("more")])).to.equal(false);
    // A leaf is hashed twice: its inner hash is no root of anything.
    const { debtor, creditor, amount, obligationReference } = one;
    const inner = keccak256(
      AbiCoder.defaultAbiCoder().encode(
        ["address", "address", "uint256", "bytes32"],
        [debtor, creditor, amount, obligationReference],
      ),
    );
    expect(await desk.isInGross(inner, one, [])).to.equal(false);
    expect(await desk.isInGross(keccak256(inner), one, [])).to.equal(true);
  });

  it("discharges nothing before the cycle is settled, and all that is in the list afterwards", async () => {
    const { desk, debts, cycleOf, settle } = await setUp();
    const gross = debts();
    const built = await cycleOf(gross);
    const ask = (obligation: Obligation) => desk.isDischarged(built.cycle, obligation, proofOf(gross, obligation));
    expect(await ask(gross[0]!)).to.equal(false);
    await settle(built);
    for (const obligation of gross) expect(await ask(obligation)).to.equal(true);
    const forged = { ...gross[0]!, amount: 1n };
    expect(await desk.isDischarged(built.cycle, forged, proofOf(gross, gross[0]!))).to.equal(false);
    // Another root under the settled cycle's other fields is another cycle.
    const other = { ...built.cycle, grossRoot: grossTree([forged]).root };
    expect(await desk.isDischarged(other, forged, [])).to.equal(false);
  });
});

describe("netting off chain", () => {
  it("refuses a debt to oneself, one reference twice, nothing, and what is no amount or address", async () => {
    const { people } = await setUp();
    const { alice, bob } = people;
    const [sound] = obligationsOf([alice, bob, 5n]) as [Obligation];
    for (const [list, error] of [
      [[], "BadObligation"],
      [[{ ...sound, creditor: alice.address }], "BadObligation"],
      [[sound, { ...sound, amount: 6n }], "BadObligation"],
      [[{ ...sound, amount: 0n }], "BadAmount"],
      [[{ ...sound, debtor: "0x12" }], "BadAddress"],
      [[{ ...sound, obligationReference: "0x12" }], "BadBytes"],
    ] as const) {
      expect(() => requireObligations(list))
        .to.throw()
        .with.property("name", error);
    }
    expect(() => proofOf([sound], { ...sound, amount: 6n }))
      .to.throw()
      .with.property("name", "BadObligation");
  });

  it("gives nets that sum to zero, and fewer slices than parties that carry them exactly", () => {
    const party = (i: number) => `0x${(i + 1).toString(16).padStart(40, "0")}`;
    const debt = fc.record({
      debtor: fc.nat(9),
      step: fc.integer({ min: 1, max: 9 }),
      amount: fc.bigInt(1n, 1n << 60n),
    });
    fc.assert(
      fc.property(fc.array(debt, { minLength: 1, maxLength: 60 }), (debts) => {
        const gross = debts.map(({ debtor, step, amount }, i) => ({
          debtor: party(debtor),
          creditor: party((debtor + step) % 10),
          amount,
          obligationReference: reference(`debt ${i}`),
        }));
        const nets = netsOf(gross);
        const slices = slicesOf(nets);
        expect(slices.length < nets.length).to.equal(true);
        const left = nets.map(({ amount }) => amount);
        for (const { debtor, creditor, amount } of slices) {
          expect(amount > 0n && nets[Number(debtor)]!.amount < 0n && nets[Number(creditor)]!.amount > 0n).to.equal(
            true,
          );
          left[Number(debtor)]! += amount;
          left[Number(creditor)]! -= amount;
        }
        expect(left.every((amount) => amount === 0n)).to.equal(true);
      }),
      { numRuns: 200 },
    );
  });
});
