import { expect } from "chai";
import { ZeroAddress } from "ethers";

import { signCancellation } from "../../../src/settlement/clearing/index.js";
import { Operation } from "../../support/words.js";
import { OPENING, partyOf } from "../support.js";
import { AMOUNT, BURNS, CAP, uetrOf, useClearing, type Clearing } from "./support.js";

const load = await useClearing();

const STATE = { None: 0n, Proposed: 1n, ReceiverReady: 2n, Locked: 3n, Instructed: 4n, Completed: 7n, Cancelled: 9n };

describe("proposing a payment that settles off chain", () => {
  it("is for the sending bank's operator, and says the whole payment", async () => {
    const { desk, a, b, people, clerks, evidenced, paymentHash, propose, refuses, emits, stateOf } = await load();
    const payment = await evidenced();
    for (const by of [clerks.operatorB, clerks.approverA, people.policyAdmin, people.alice, people.stranger]) {
      await refuses(desk.connect(by).propose(payment), desk, "NotOfTheBank", a.usd, by);
    }
    const id = paymentHash(payment);
    const { payer, payee, amount, uetr, expiry, remittance } = payment;
    await emits(
      propose(payment),
      ["ClearingMoved", id, STATE.Proposed, clerks.operatorA],
      ["ClearingProposed", id, a.usd, b.usd, payer, payee, amount, uetr, expiry, remittance],
    );
    expect(await stateOf(payment)).to.equal("Proposed");
    await refuses(propose(payment), desk, "ClearingInState", id, STATE.Proposed);
  });

  it("is refused over a settlement token, on a closed line, after expiry and with a malformed UETR", async () => {
    const { desk, a, b, people, clerks, paymentOf, evidenced, paymentHash, propose, at, reference, refuses } =
      await load();
    const atomic = await paymentOf();
    await refuses(propose(atomic), desk, "SettlementRoadInvalid", paymentHash(atomic));
    const uetr = reference("too long");
    await refuses(propose(await evidenced({ uetr })), desk, "UetrInvalid", uetr);
    const payment = await evidenced();
    await desk.connect(people.compliance).closeSending(a.usd, b.usd, ZeroAddress);
    await refuses(propose(payment), desk, "LineClosed", a.usd, b.usd, ZeroAddress);
    await at(payment.expiry);
    await refuses(desk.connect(clerks.operatorA).propose(payment), desk, "ClearingExpired", payment.expiry);
  });
});

describe("the receiving bank's readiness", () => {
  it("is its operator's to state; it spends the cap and keeps the UETR", async () => {
    const { desk, b, clerks, proposed, paymentHash, ready, left, refuses, emits } = await load();
    const payment = await proposed();
    const id = paymentHash(payment);
    for (const by of [clerks.operatorA, clerks.approverB]) {
      await refuses(desk.connect(by).ready(payment), desk, "NotOfTheBank", b.usd, by);
    }
    await emits(ready(payment), ["ClearingMoved", id, STATE.ReceiverReady, clerks.operatorB]);
    expect(await left()).to.equal(CAP - AMOUNT);
    expect(await desk.reservationOf(b.usd, payment.uetr)).to.equal(id);
    await refuses(ready(payment), desk, "UetrReserved", payment.uetr, id);
  });

  it("follows a proposal only", async () => {
    const { desk, evidenced, paymentHash, ready, refuses } = await load();
    const payment = await evidenced();
    await refuses(ready(payment), desk, "ClearingInState", paymentHash(payment), STATE.None);
  });

  it("is refused for what its token would not credit now", async () => {
    const cases: [string, (clearing: Clearing) => Promise<unknown>][] = [
      ["a blocked payee", ({ b }) => b.block(partyOf("b", "carol"))],
      ["a paused mint", ({ b, people }) => b.usd.connect(people.guardian).pause(Operation.Mint)],
      ["a closed corridor", ({ b, people }) => b.usd.connect(people.compliance).closeCorridors(1n << 31n)],
    ];
    for (const [, prepare] of cases) {
      const clearing = await load();
      const { desk, people, proposed, ready, refuses } = clearing;
      const payment = await proposed();
      await prepare(clearing);
      await refuses(ready(payment), desk, "ReceiverNotReady", people.carol);
    }
    const { desk, people, proposed, ready, refuses } = await load();
    for (const payee of [people.mainlander, people.stranger]) {
      await refuses(ready(await proposed({ payee: payee.address })), desk, "ReceiverNotReady", payee);
    }
  });

  it("is refused for the mainland's payer, an unmapped zone, a used UETR and beyond the cap", async () => {
    const { desk, a, b, people, proposed, ready, pay, paymentOf, refuses } = await load();
    const mainland = await proposed({ payer: people.mainlander.address });
    await refuses(ready(mainland), desk, "ZoneNotMapped", a.usd, b.usd, 4n);
    const paid = await paymentOf();
    await pay(paid);
    await refuses(ready(await proposed({ uetr: paid.uetr })), desk, "UetrUsedBefore", paid.uetr);
    const left = CAP - AMOUNT;
    const big = await proposed({ amount: CAP });
    await expect(ready(big)).to.be.revertedWithCustomError(desk, "CapExceeded");
    expect((await desk.capOf(b.usd, a.usd)).left).to.be.at.least(left);
    await desk.connect(people.compliance).unmapZones(b.usd, a.usd, ZeroAddress, 2n);
    await refuses(ready(await proposed()), desk, "ZoneNotMapped", a.usd, b.usd, 1n);
  });

  it("keeps the UETR from every other payment, settled by a token or not", async () => {
    const { desk, readied, evidenced, paymentOf, paymentHash, propose, pay, refuses } = await load();
    const first = await readied();
    const kept = [first.uetr, paymentHash(first)] as const;
    await refuses(pay(await paymentOf({ uetr: first.uetr })), desk, "UetrReserved", ...kept);
    await refuses(propose(await evidenced({ uetr: first.uetr, amount: 1n })), desk, "UetrReserved", ...kept);
  });
});

describe("locking a payment", () => {
  it("holds and seals the payer's money on its signature, brought by anyone", async () => {
    const { a, people, readied, paymentHash, holdOfPayer, holdState, lock, emits, desk, holdId } = await load();
    const payment = await readied();
    const id = holdId(holdOfPayer(payment));
    const times = [payment.expiry, payment.expiry, false, paymentHash(payment)] as const;
    await emits(
      lock(payment),
      ["ClearingMoved", paymentHash(payment), STATE.Locked, people.relayer],
      ["HoldPlaced", id, people.alice, ZeroAddress, desk, AMOUNT, ...times],
      ["HoldSealed", id],
    );
    expect(await a.usd.heldOf(people.alice)).to.equal(AMOUNT);
    expect((await holdState(a.usd, holdOfPayer(payment))).status).to.equal("Sealed");
  });

  it("takes a hold that a stranger placed before", async () => {
    const { desk, a, people, readied, holdOfPayer, placeSigned, stateOf } = await load();
    const payment = await readied();
    await placeSigned(a.usd, people.alice, holdOfPayer(payment));
    await desk.connect(people.stranger).lock(payment, "0x");
    expect(await stateOf(payment)).to.equal("Locked");
  });

  it("is refused before readiness, without the payer's signature, by a blocked relayer or payer, or on a closed line", async () => {
    const { desk, a, b, people, proposed, readied, paymentHash, payerSigns, lock, refuses } = await load();
    const early = await proposed();
    await refuses(lock(early), desk, "ClearingInState", paymentHash(early), STATE.Proposed);
    const payment = await readied();
    const bob = await payerSigns(payment, people.bob);
    await refuses(desk.connect(people.relayer).lock(payment, bob), a.usd, "InvalidSignature", people.alice);
    await a.usd.connect(people.compliance).blockWallet(people.relayer);
    await refuses(lock(payment), a.usd, "RelayerBlocked", people.relayer);
    await a.usd.connect(people.compliance).blockWallet(people.alice);
    const own = desk.connect(people.stranger).lock(payment, await payerSigns(payment));
    await refuses(own, a.usd, "ERC7943CannotSend", people.alice);
    await desk.connect(people.compliance).closeReceiving(b.usd, a.usd, ZeroAddress);
    await refuses(lock(payment), desk, "LineClosed", a.usd, b.usd, ZeroAddress);
  });

  it("puts the money out of reach: no withdrawal, release, execution or later lien takes it away", async () => {
    const { desk, a, people, locked, holdOfPayer, holdId, helpers, refuses } = await load();
    const payment = await locked();
    const hold = holdOfPayer(payment);
    const id = holdId(hold);
    await refuses(desk.connect(people.alice).withdraw(a.usd, hold, "0x"), desk, "HoldNotWithdrawable", id);
    await helpers.time.increaseTo(payment.expiry + 1n);
    for (const by of [people.alice, people.stranger]) {
      await refuses(a.usd.connect(by).releaseHold(hold, AMOUNT), a.usd, "HoldUnauthorized", id, by);
    }
    await refuses(a.usd.connect(people.legalOrders).forceRelease(hold), a.usd, "HoldNotOpen", id);
  });
});

describe("instructing a payment", () => {
  it("is the sending operator's, once the money is sealed, under a reference of its own", async () => {
    const { desk, a, clerks, readied, locked, lock, paymentHash, instruct, rtgsOf, reference, refuses, emits } =
      await load();
    const payment = await readied();
    const id = paymentHash(payment);
    const rtgs = rtgsOf(payment);
    await refuses(instruct(payment), desk, "ClearingInState", id, STATE.ReceiverReady);
    await lock(payment);
    await refuses(
      desk.connect(clerks.operatorB).instruct(payment, rtgs),
      desk,
      "NotOfTheBank",
      a.usd,
      clerks.operatorB,
    );
    const none = `0x${"00".repeat(32)}`;
    await refuses(instruct(payment, none), desk, "RtgsReferenceInvalid", none, id);
    await emits(
      instruct(payment),
      ["ClearingMoved", id, STATE.Instructed, clerks.operatorA],
      ["ClearingInstructed", id, rtgs],
    );
    // One settlement is evidence of one payment.
    const second = await locked();
    await refuses(instruct(second, rtgs), desk, "RtgsReferenceInvalid", rtgs, paymentHash(second));
    await instruct(second, reference("another settlement"));
  });

  it("is refused from expiry on, and on a line that was closed", async () => {
    const { desk, a, b, people, locked, instruct, at, refuses } = await load();
    const payment = await locked();
    await desk.connect(people.compliance).closeReceiving(b.usd, a.usd, ZeroAddress);
    await refuses(instruct(payment), desk, "LineClosed", a.usd, b.usd, ZeroAddress);
    await at(payment.expiry);
    await refuses(instruct(payment), desk, "ClearingExpired", payment.expiry);
  });
});

describe("cancelling a payment", () => {
  it("releases the payer's money before the instruction: by either bank, the payer, or its signature", async () => {
    for (const by of ["operatorA", "operatorB", "payer", "signature"] as const) {
      const { desk, a, people, clerks, locked, paymentHash, holdOfPayer, holdId, emits, stateOf, refuses } =
        await load();
      const payment = await locked();
      const id = paymentHash(payment);
      const sender = { ...clerks, payer: people.alice, signature: people.stranger }[by];
      const signature = by === "signature" ? await signCancellation(desk, people.alice, payment) : "0x";
      await emits(
        desk.connect(sender).cancel(payment, signature),
        ["ClearingMoved", id, STATE.Cancelled, sender],
        ["HoldReleased", holdId(holdOfPayer(payment)), AMOUNT],
      );
      expect(await a.usd.heldOf(people.alice)).to.equal(0n);
      expect(await stateOf(payment)).to.equal("Cancelled");
      const again = desk.connect(sender).cancel(payment, signature);
      await refuses(again, desk, "ClearingInState", id, STATE.Cancelled);
    }
  });

  it("is anyone's from expiry on, and nobody else's before", async () => {
    const { desk, people, locked, proposed, at, stateOf, refuses } = await load();
    const [payment, other] = [await locked(), await proposed()];
    const { alice, stranger } = people;
    await refuses(desk.connect(stranger).cancel(payment, "0x"), desk, "ConsentMissing", alice);
    const elsewhere = await signCancellation(desk, alice, other);
    await refuses(desk.connect(stranger).cancel(payment, elsewhere), desk, "ConsentMissing", alice);
    await at(payment.expiry);
    await desk.connect(stranger).cancel(payment, "0x");
    expect(await stateOf(payment)).to.equal("Cancelled");
  });

  it("works while the sending token is paused, the payer blocked and the desk dismissed", async () => {
    const { desk, a, people, clerks, locked } = await load();
    const payment = await locked();
    await a.pauseAll(a.usd);
    await a.block(partyOf("a", "alice"));
    await a.usd.connect(people.compliance).dismissContract(desk, BURNS);
    await desk.connect(clerks.operatorA).cancel(payment, "0x");
    expect(await a.usd.heldOf(people.alice)).to.equal(0n);
  });

  it("is refused of what nobody proposed, and once it was instructed, even after expiry", async () => {
    const { desk, clerks, evidenced, instructed, paymentHash, at, refuses } = await load();
    const unknown = await evidenced();
    const by = desk.connect(clerks.operatorA);
    await refuses(by.cancel(unknown, "0x"), desk, "ClearingInState", paymentHash(unknown), STATE.None);
    const payment = await instructed();
    await refuses(by.cancel(payment, "0x"), desk, "ClearingInState", paymentHash(payment), STATE.Instructed);
    await at(payment.expiry + 1n);
    await refuses(by.cancel(payment, "0x"), desk, "ClearingInState", paymentHash(payment), STATE.Instructed);
  });

  it("leaves the UETR used: a new payment has a new one", async () => {
    const { desk, clerks, readied, paymentOf, evidenced, propose, pay, paymentHash, refuses } = await load();
    const payment = await readied();
    await desk.connect(clerks.operatorB).cancel(payment, "0x");
    const kept = [payment.uetr, paymentHash(payment)] as const;
    await refuses(pay(await paymentOf({ uetr: payment.uetr })), desk, "UetrReserved", ...kept);
    await refuses(propose(await evidenced({ uetr: payment.uetr })), desk, "UetrReserved", ...kept);
  });
});

describe("a payment that the mainland sends off chain", () => {
  it("never gets beyond the proposal, though its own bank lets it pay", async () => {
    const { desk, a, b, people, proposed, ready, lock, paymentHash, reference, refuses } = await load();
    const payment = await proposed({ payer: people.mainlander.address, uetr: uetrOf(reference("mainland")) });
    await refuses(ready(payment), desk, "ZoneNotMapped", a.usd, b.usd, 4n);
    await refuses(lock(payment), desk, "ClearingInState", paymentHash(payment), STATE.Proposed);
    expect(await a.usd.balanceOf(people.alice)).to.equal(OPENING);
  });
});
