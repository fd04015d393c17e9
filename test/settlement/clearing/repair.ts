import { expect } from "chai";
import { ZeroAddress } from "ethers";

import { OPENING, partyOf, RESERVES } from "../support.js";
import { AMOUNT, useClearing, type Clearing } from "./support.js";

const load = await useClearing();

const STATE = { Repair: 6n, Completed: 7n, PaidOutside: 8n };

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

describe("a payment in Repair", () => {
  it("is never reversed: no cancel, no non-settlement, no second settlement", async () => {
    const { desk, clerks, inRepair, paymentHash, rtgsOf, state, settle, refuses } = await load();
    const payment = await inRepair();
    const held = [paymentHash(payment), STATE.Repair] as const;
    await refuses(desk.connect(clerks.operatorA).cancel(payment, "0x"), desk, "ClearingInState", ...held);
    const rtgsReference = rtgsOf(payment);
    const two = await state("NonSettlementStatement", payment, { rtgsReference });
    await refuses(desk.recordNonSettlement(payment, rtgsReference, two), desk, "ClearingInState", ...held);
    await refuses(settle(payment), desk, "ClearingInState", ...held);
  });

  it("is completed by anyone, once, as soon as the receiving token lets it", async () => {
    const clearing = await load();
    const { desk, b, people, inRepair, paymentHash, stateOf, refuses } = clearing;
    const payment = await inRepair();
    const by = desk.connect(people.stranger);
    await refuses(by.complete(payment), b.usd, "ERC7943CannotReceive", people.carol);
    expect(await stateOf(payment)).to.equal("Repair");
    await b.usd.connect(people.legalOrders).unblockWallet(people.carol);
    await by.complete(payment);
    await burned(clearing, true);
    await refuses(by.complete(payment), desk, "ClearingInState", paymentHash(payment), STATE.Completed);
  });

  it("is completed to another wallet of the payee's party by two people of the receiving bank, to no other", async () => {
    const clearing = await load();
    const { desk, b, people, inRepair, state, stateOf, emits, paymentHash, refuses, clerks } = clearing;
    const payment = await inRepair();
    await b.registry.connect(people.registrar).addWallets(partyOf("b", "carol"), [people.frank]);
    for (const wrong of [people.dave, people.stranger]) {
      const two = await state("CompletionStatement", payment, { wallet: wrong.address });
      await refuses(desk.completeTo(payment, wrong, two), desk, "NotOfTheParty", wrong, people.carol);
    }
    const wallet = people.frank.address;
    const foreign = await state("CompletionStatement", payment, { wallet }, [clerks.operatorA, clerks.approverA]);
    await refuses(desk.completeTo(payment, wallet, foreign), desk, "SignerInvalid", clerks.operatorA, 19n);
    const two = await state("CompletionStatement", payment, { wallet });
    await refuses(desk.completeTo(payment, people.carol, two), desk, "StatementInvalid", clerks.operatorB);
    const id = paymentHash(payment);
    await emits(
      desk.connect(people.relayer).completeTo(payment, wallet, two),
      [
        "ClearingStated",
        id,
        STATE.Completed,
        `0x${wallet.slice(2).toLowerCase().padStart(64, "0")}`,
        clerks.operatorB,
        clerks.approverB,
      ],
      ["ClearingMoved", id, STATE.Completed, people.relayer],
      ["InterbankPaid", id],
      ["InterbankReceived", payment.uetr, wallet, AMOUNT, 2n],
      ["TransferReference", payment.uetr],
      ["Transfer", ZeroAddress, wallet, AMOUNT],
    );
    expect(await stateOf(payment)).to.equal("Completed");
    expect(await b.usd.balanceOf(wallet)).to.equal(AMOUNT);
  });

  it("is recorded as paid outside by two people of the receiving bank; nothing is minted then, ever", async () => {
    const clearing = await load();
    const { desk, b, people, inRepair, state, paymentHash, reference, clerks, emits, refuses } = clearing;
    const payment = await inRepair();
    const id = paymentHash(payment);
    const outsideReference = reference("paid by the branch");
    const same = await state("PaidOutsideStatement", payment, { outsideReference }, [
      clerks.approverB,
      clerks.approverB,
    ]);
    const once = desk.recordPaidOutside(payment, outsideReference, same);
    await refuses(once, desk, "SamePersonTwice", clerks.approverB);
    const two = await state("PaidOutsideStatement", payment, { outsideReference });
    await emits(
      desk.connect(people.relayer).recordPaidOutside(payment, outsideReference, two),
      ["ClearingMoved", id, STATE.PaidOutside, people.relayer],
      ["ClearingStated", id, STATE.PaidOutside, outsideReference, clerks.operatorB, clerks.approverB],
    );
    await b.usd.connect(people.legalOrders).unblockWallet(people.carol);
    await refuses(desk.complete(payment), desk, "ClearingInState", id, STATE.PaidOutside);
    await burned(clearing, false);
  });

  it("whose UETR the receiving bank issued by hand meanwhile is recorded, not minted again", async () => {
    const { desk, b, people, inRepair, state, stateOf } = await load();
    const payment = await inRepair();
    await b.usd.connect(people.legalOrders).unblockWallet(people.carol);
    await b.usd.connect(people.policyAdmin).admitContract(people.admin, 1n << 233n);
    await b.usd.connect(people.admin).mint(people.carol, AMOUNT, payment.uetr);
    await expect(desk.complete(payment)).to.be.revertedWithCustomError(b.usd, "DepositReferenceUsed");
    const two = await state("PaidOutsideStatement", payment, { outsideReference: payment.uetr });
    await desk.recordPaidOutside(payment, payment.uetr, two);
    expect(await stateOf(payment)).to.equal("PaidOutside");
    expect(await b.usd.balanceOf(people.carol)).to.equal(OPENING + AMOUNT);
  });
});
