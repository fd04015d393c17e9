import { expect } from "chai";
import { ZeroAddress } from "ethers";

import { Operation } from "../../support/words.js";
import { OPENING, partyOf, RESERVES } from "../support.js";
import { AMOUNT, BURNS, useClearing, type Clearing } from "./support.js";

const load = await useClearing();

const STATE = { Settled: 5n, Repair: 6n, Completed: 7n, Cancelled: 9n };

/** Burned at A; minted at B or not. No settlement token has moved. */
async function burned({ books }: Clearing, minted: boolean, carol = OPENING) {
  const { supplyA: _a, supplyB: _b, ...now } = await books();
  expect(now).to.deep.equal({
    alice: OPENING - AMOUNT,
    carol: carol + (minted ? AMOUNT : 0n),
    treasuryA: RESERVES,
    treasuryB: RESERVES,
  });
}

const blockCarol = ({ b, people }: Clearing) => b.usd.connect(people.compliance).blockWallet(people.carol);

describe("settling an instructed payment on evidence", () => {
  it("burns and mints in one transaction, on two signatures of the receiving bank brought by anyone", async () => {
    const clearing = await load();
    const { people, clerks, instructed, paymentHash, holdOfPayer, holdId, rtgsOf, settle, emits } = clearing;
    const payment = await instructed();
    const id = paymentHash(payment);
    const { relayer, carol, alice } = people;
    await emits(
      settle(payment),
      ["ClearingMoved", id, STATE.Settled, relayer],
      ["ClearingStated", id, STATE.Settled, rtgsOf(payment), clerks.operatorB, clerks.approverB],
      ["HoldExecuted", holdId(holdOfPayer(payment)), AMOUNT],
      ["Transfer", alice, ZeroAddress, AMOUNT],
      ["InterbankReceived", payment.uetr, carol, AMOUNT, 2n],
      ["TransferReference", payment.uetr],
      ["Transfer", ZeroAddress, carol, AMOUNT],
      ["ClearingMoved", id, STATE.Completed, relayer],
      ["InterbankPaid", id],
    );
    await burned(clearing, true);
  });

  describe("is refused", () => {
    it("on one person's word given twice, or of people of the sending bank, or in the wrong roles", async () => {
      const { desk, clerks, instructed, state, rtgsOf, refuses } = await load();
      const payment = await instructed();
      const rtgsReference = rtgsOf(payment);
      const { operatorA, approverA, operatorB, approverB } = clerks;
      for (const [first, second, error, ...args] of [
        [operatorB, operatorB, "SamePersonTwice", operatorB],
        [operatorA, approverA, "SignerInvalid", operatorA, 19n],
        [operatorB, approverA, "SignerInvalid", approverA, 20n],
        [operatorA, approverB, "SignerInvalid", operatorA, 19n],
        [approverB, operatorB, "SignerInvalid", approverB, 19n],
      ] as const) {
        const fields = { rtgsReference, amount: AMOUNT };
        const two = await state("SettlementStatement", payment, fields, [first, second]);
        await refuses(desk.settle(payment, rtgsReference, AMOUNT, two), desk, error, ...args);
      }
    });

    it("on a person who lost the role, or holds it with a delay", async () => {
      const { desk, b, clerks, instructed, settle, refuses } = await load();
      const payment = await instructed();
      await b.manager.revokeRole(20n, clerks.approverB);
      await refuses(settle(payment), desk, "SignerInvalid", clerks.approverB, 20n);
      await b.manager.grantRole(20n, clerks.approverB, 60);
      await refuses(settle(payment), desk, "SignerInvalid", clerks.approverB, 20n);
    });

    it("on a statement of another payment, reference, amount or time", async () => {
      const { desk, clerks, instructed, state, rtgsOf, now, refuses, reference } = await load();
      const [payment, other] = [await instructed(), await instructed()];
      const rtgsReference = rtgsOf(payment);
      const right = { rtgsReference, amount: AMOUNT };
      const two = await state("SettlementStatement", payment, right);
      const statements = [
        await state("SettlementStatement", other, right),
        await state("SettlementStatement", payment, { ...right, rtgsReference: reference("another") }),
        await state("SettlementStatement", payment, { ...right, amount: AMOUNT - 1n }),
        { ...two, expiry: two.expiry + 1n },
        { ...two, approverSignature: two.operatorSignature },
      ];
      for (const [i, wrong] of statements.entries()) {
        const signer = i === 4 ? clerks.approverB : clerks.operatorB;
        await refuses(desk.settle(payment, rtgsReference, AMOUNT, wrong), desk, "StatementInvalid", signer);
      }
      const stale = await state("SettlementStatement", payment, right, undefined, await now());
      await refuses(desk.settle(payment, rtgsReference, AMOUNT, stale), desk, "StatementExpired", stale.expiry);
    });

    it("of another amount than was paid, and under another reference than was instructed", async () => {
      const { desk, instructed, state, rtgsOf, paymentHash, refuses } = await load();
      const [payment, other] = [await instructed(), await instructed()];
      const rtgsReference = rtgsOf(payment);
      for (const amount of [AMOUNT - 1n, AMOUNT + 1n, 0n]) {
        const two = await state("SettlementStatement", payment, { rtgsReference, amount });
        const call = desk.settle(payment, rtgsReference, amount, two);
        await refuses(call, desk, "SettledAmountInvalid", amount, AMOUNT);
      }
      const elsewhere = rtgsOf(other);
      const two = await state("SettlementStatement", payment, { rtgsReference: elsewhere, amount: AMOUNT });
      const call = desk.settle(payment, elsewhere, AMOUNT, two);
      await refuses(call, desk, "RtgsReferenceInvalid", elsewhere, paymentHash(payment));
    });

    it("before the instruction, and a second time", async () => {
      const { desk, locked, instruct, rtgsOf, paymentHash, settle, refuses } = await load();
      const payment = await locked();
      const id = paymentHash(payment);
      await refuses(settle(payment), desk, "RtgsReferenceInvalid", rtgsOf(payment), id);
      await instruct(payment);
      await settle(payment);
      await refuses(settle(payment), desk, "ClearingInState", id, STATE.Completed);
    });

    it("with so little gas that the mint could fail for want of it", async () => {
      const clearing = await load();
      const { desk, people, instructed, state, rtgsOf, stateOf } = clearing;
      const payment = await instructed();
      const rtgsReference = rtgsOf(payment);
      const two = await state("SettlementStatement", payment, { rtgsReference, amount: AMOUNT });
      for (const gasLimit of [250_000n, 350_000n, 450_000n, 550_000n]) {
        const call = desk.connect(people.relayer).settle(payment, rtgsReference, AMOUNT, two, { gasLimit });
        await expect(call).to.be.revertedWithCustomError(desk, "MintGasTooLow");
      }
      expect(await stateOf(payment)).to.equal("Instructed");
      await desk.connect(people.relayer).settle(payment, rtgsReference, AMOUNT, two, { gasLimit: 1_000_000n });
      expect(await stateOf(payment)).to.equal("Completed");
    });
  });

  it("burns whatever came after the lock: block, lien, pause, expiry, dismissal or a closed line of the sending bank", async () => {
    const clearing = await load();
    const { desk, a, b, people, instructed, travelTo, settle, stateOf } = clearing;
    const payment = await instructed();
    await a.block(partyOf("a", "alice"));
    await a.freeze(people.alice, 2n * OPENING);
    await a.pauseAll(a.usd);
    await a.usd.connect(people.compliance).dismissContract(desk, BURNS);
    await desk.connect(people.compliance).closeSending(a.usd, b.usd, ZeroAddress);
    await desk.connect(people.compliance).closeReceiving(b.usd, a.usd, ZeroAddress);
    await travelTo(payment.expiry + 100n);
    await settle(payment);
    expect(await stateOf(payment)).to.equal("Completed");
    await burned(clearing, true);
  });

  it("credits the successor of a payee that lost its wallet", async () => {
    const clearing = await load();
    const { b, people, instructed, settle, stateOf } = clearing;
    const payment = await instructed();
    await b.registry.connect(people.registrar).addWallets(partyOf("b", "carol"), [people.frank]);
    await b.retire(people.carol, people.frank);
    await settle(payment);
    expect(await stateOf(payment)).to.equal("Completed");
    expect(await b.usd.balanceOf(people.frank)).to.equal(AMOUNT);
  });

  it("ends in Repair, with the burn standing, whatever refuses the mint", async () => {
    const causes: [string, (clearing: Clearing) => Promise<unknown>][] = [
      ["a blocked payee", blockCarol],
      ["a paused mint", ({ b, people }) => b.usd.connect(people.guardian).pause(Operation.Mint)],
      ["a closed corridor", ({ b, people }) => b.usd.connect(people.compliance).closeCorridors(1n << 31n)],
      [
        "an unmapped zone",
        ({ desk, a, b, people }) => desk.connect(people.compliance).unmapZones(b.usd, a.usd, ZeroAddress, 2n),
      ],
      ["a dismissed desk", ({ desk, b, people }) => b.usd.connect(people.compliance).dismissContract(desk, BURNS)],
      ["a stale attestation", ({ helpers }) => helpers.time.increase(40 * 86_400)],
    ];
    for (const [, cause] of causes) {
      const clearing = await load();
      const { desk, people, instructed, paymentHash, rtgsOf, stateOf, state } = clearing;
      const payment = await instructed();
      await cause(clearing);
      const rtgsReference = rtgsOf(payment);
      const two = await state("SettlementStatement", payment, { rtgsReference, amount: AMOUNT });
      const call = desk.connect(people.relayer).settle(payment, rtgsReference, AMOUNT, two);
      await expect(call).to.emit(desk, "ClearingMoved").withArgs(paymentHash(payment), STATE.Repair, people.relayer);
      expect(await stateOf(payment)).to.equal("Repair");
      await burned(clearing, false);
    }
  });
});

describe("an instructed payment that never settled", () => {
  it("ends only when two people of the receiving bank say so, and the payer has its money again", async () => {
    const { desk, a, people, clerks, instructed, paymentHash, rtgsOf, state, settle, stateOf, refuses } = await load();
    const payment = await instructed();
    const rtgsReference = rtgsOf(payment);
    const own = await state("NonSettlementStatement", payment, { rtgsReference }, [clerks.operatorA, clerks.approverA]);
    const call = desk.recordNonSettlement(payment, rtgsReference, own);
    await refuses(call, desk, "SignerInvalid", clerks.operatorA, 19n);
    await a.block(partyOf("a", "alice"));
    const two = await state("NonSettlementStatement", payment, { rtgsReference });
    await desk.connect(people.relayer).recordNonSettlement(payment, rtgsReference, two);
    expect(await stateOf(payment)).to.equal("Cancelled");
    expect(await a.usd.heldOf(people.alice)).to.equal(0n);
    expect(await a.usd.balanceOf(people.alice)).to.equal(OPENING);
    await refuses(settle(payment), desk, "ClearingInState", paymentHash(payment), STATE.Cancelled);
  });
});
