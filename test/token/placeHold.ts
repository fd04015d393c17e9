import { expect } from "chai";
import { MaxUint256, ZeroAddress } from "ethers";
import { expectLogs } from "../support/expect.js";
import { holdId } from "../support/signing.js";
import { ALICE_BALANCE, DAY, HOLD_AMOUNT, useToken } from "../support/token.js";
import { Cause, kind, MAX_AMOUNT, Operation, placedHour, Power, reason, reference } from "../support/words.js";

const load = await useToken();

describe("placeHold", () => {
  describe("is refused", () => {
    it("to anybody but the payer", async () => {
      const { bob, notary, stranger, as, holdOf, refuses } = await load();
      const hold = await holdOf();
      for (const caller of [bob, notary, stranger]) {
        await refuses(as(caller).placeHold(hold), "HoldUnauthorized", holdId(hold), caller);
      }
    });

    it("from placeBy on", async () => {
      const { alice, as, at, holdOf, refuses } = await load();
      const hold = await holdOf();
      await at(hold.placeBy);
      await refuses(as(alice).placeHold(hold), "HoldExpired", holdId(hold), hold.placeBy);
    });

    it("from its expiry on", async () => {
      const { alice, as, at, now, holdOf, refuses } = await load();
      const expiry = (await now()) + 100n;
      const hold = await holdOf({ expiry });
      await at(expiry);
      await refuses(as(alice).placeHold(hold), "HoldExpired", holdId(hold), expiry);
    });

    it("for longer than 400 days", async () => {
      const { alice, as, at, now, holdOf, refuses } = await load();
      const placedAt = (await now()) + 10n;
      const tooLong = await holdOf({ expiry: placedAt + 400n * DAY + 1n });
      await at(placedAt);
      await refuses(as(alice).placeHold(tooLong), "HoldInvalid", holdId(tooLong));
      const forEver = await holdOf({ expiry: MaxUint256 });
      await refuses(as(alice).placeHold(forEver), "HoldInvalid", holdId(forEver));
    });

    it("of nothing, to oneself, and as an assignable redemption", async () => {
      const { alice, as, holdOf, redemptionOf, refuses } = await load();
      const malformed = [
        await holdOf({ amount: 0n }),
        await holdOf({ payee: alice.address }),
        await redemptionOf({ assignable: true }),
      ];
      for (const hold of malformed) await refuses(as(alice).placeHold(hold), "HoldInvalid", holdId(hold));
    });

    it("with a notary that the bank has not admitted, or not for redemptions", async () => {
      const { alice, bob, stranger, issuer, notary, compliance, as, holdOf, redemptionOf, refuses } = await load();
      for (const other of [stranger, issuer, bob]) {
        const hold = await holdOf({ notary: other.address });
        await refuses(as(alice).placeHold(hold), "NotaryNotAdmitted", other);
      }
      const redemption = await redemptionOf({ notary: notary.address });
      await refuses(as(alice).placeHold(redemption), "NotaryNotAdmitted", notary);
      await as(compliance).dismissContract(notary, Power.Notary);
      await refuses(as(alice).placeHold(await holdOf()), "NotaryNotAdmitted", notary);
    });

    it("when payer or payee may not act", async () => {
      const { alice, bob, stranger, as, push, expire, holdOf, refuses } = await load();
      await refuses(as(alice).placeHold(await holdOf({ payee: stranger.address })), "ERC7943CannotReceive", stranger);
      const hold = await holdOf();
      await push(bob, { blocked: true });
      await refuses(as(alice).placeHold(hold), "ERC7943CannotReceive", bob);
      await push(alice, { blocked: true });
      await refuses(as(alice).placeHold(hold), "ERC7943CannotSend", alice);
      await push(alice, { blocked: false });
      await expire(alice);
      await refuses(as(alice).placeHold(hold), "ERC7943CannotSend", alice);
    });

    it("on a denied corridor, and under review without a Limits contract", async () => {
      const { alice, dave, erin, as, holdOf, refuses } = await load();
      for (const payee of [erin, dave]) {
        const hold = await holdOf({ payee: payee.address });
        await refuses(as(alice).placeHold(hold), "ERC7943CannotTransfer", alice, payee, HOLD_AMOUNT);
      }
    });

    it("while placing is paused, and only then", async () => {
      const { alice, as, pause, holdOf, refuses } = await load();
      for (const other of [Operation.Transfer, Operation.Execute, Operation.Mint]) await pause(other);
      await as(alice).placeHold(await holdOf());
      await pause(Operation.Place);
      const second = await holdOf({ terms: reference("order 2") });
      await refuses(as(alice).placeHold(second), "OperationPaused", BigInt(Operation.Place));
    });

    it("above what is available", async () => {
      const { alice, as, freeze, placed, holdOf, refuses } = await load();
      const placeAll = async (amount: bigint) => as(alice).placeHold(await holdOf({ amount, terms: reference("2") }));
      for (const amount of [ALICE_BALANCE + 1n, MAX_AMOUNT + 1n, MaxUint256]) {
        await refuses(placeAll(amount), "ERC20InsufficientBalance", alice, ALICE_BALANCE, amount);
      }
      await placed();
      await refuses(placeAll(700_001n), "InsufficientAvailable", alice, 700_001n, 700_000n);
      await freeze(alice, 500_000n);
      await refuses(placeAll(500_001n), "ERC7943InsufficientUnfrozenBalance", alice, 500_001n, 500_000n);
      await refuses(placeAll(200_001n), "InsufficientAvailable", alice, 200_001n, 200_000n);
      await placeAll(200_000n);
    });

    it("when its id was executed, released or voided before", async () => {
      const { alice, notary, as, placed, holdOf, refuses } = await load();
      const executed = await placed({ terms: reference("executed") });
      await as(notary).executeHold(executed, HOLD_AMOUNT);
      const released = await placed({ terms: reference("released") });
      await as(notary).releaseHold(released, HOLD_AMOUNT);
      const voided = await holdOf({ terms: reference("voided") });
      await as(alice).voidHold(voided);
      for (const hold of [executed, released, voided]) {
        await refuses(as(alice).placeHold(hold), "HoldNotOpen", holdId(hold));
      }
    });

    it("when it is partly drawn or sealed: what is left is not what was asked for", async () => {
      const { alice, notary, as, placed, sealedRedemption, refuses } = await load();
      const drawn = await placed();
      await as(notary).executeHold(drawn, 1n);
      const sealed = await sealedRedemption();
      for (const hold of [drawn, sealed]) {
        await refuses(as(alice).placeHold(hold), "HoldNotOpen", holdId(hold));
      }
    });

    it("by Limits, for the payer's party or a missing clearance", async () => {
      const { token, alice, dave, push, as, installLimits, holdOf } = await load();
      const limits = await installLimits(reason("PayerLimit"));
      await push(alice, { limited: true });
      for (const hold of [await holdOf(), await holdOf({ payee: dave.address })]) {
        await expect(as(alice).placeHold(hold))
          .to.be.revertedWithCustomError(limits, "LimitsRefused")
          .withArgs(reason("PayerLimit"));
      }
      expect(await token.heldOf(alice)).to.equal(0n);
    });
  });

  it("earmarks the money on the payer's own account", async () => {
    const { token, alice, bob, as, now, holdOf, placedLog, emits, accountOf, stateOf } = await load();
    const hold = await holdOf();
    const before = await accountOf(alice);
    await emits(as(alice).placeHold(hold), placedLog(hold));
    expect(await accountOf(alice)).to.deep.equal({ ...before, held: HOLD_AMOUNT });
    expect(await stateOf(hold)).to.deep.equal({
      remaining: HOLD_AMOUNT,
      status: "Open",
      extension: 0n,
      placed: placedHour(await now()),
      cleared: false,
      assignee: 0n,
    });
    expect(await token.balanceOf(alice)).to.equal(ALICE_BALANCE);
    expect(await token.heldOf(alice)).to.equal(HOLD_AMOUNT);
    expect(await token.availableOf(alice)).to.equal(ALICE_BALANCE - HOLD_AMOUNT);
    expect(await token.heldOf(bob)).to.equal(0n);
  });

  it("returns the id that wallets compute, which is what the payer would sign", async () => {
    const { alice, as, holdOf } = await load();
    for (const hold of [await holdOf(), await holdOf({ assignable: true })]) {
      expect(await as(alice).placeHold.staticCall(hold)).to.equal(holdId(hold));
    }
  });

  it("again, while open and undrawn, returns quietly and holds nothing twice", async () => {
    const { token, alice, bob, as, pause, push, at, placed, emits } = await load();
    const hold = await placed();
    await emits(as(alice).placeHold(hold));
    // Quietly, whatever has changed in between: nothing happens.
    await pause(Operation.Place);
    await push(bob, { blocked: true });
    await at(hold.placeBy + 1n);
    await emits(as(alice).placeHold(hold));
    expect(await token.heldOf(alice)).to.equal(HOLD_AMOUNT);
  });

  it("keeps holds apart that differ in their terms only", async () => {
    const { token, alice, placed } = await load();
    await placed({ terms: reference("order 1") });
    await placed({ terms: reference("order 2") });
    expect(await token.heldOf(alice)).to.equal(2n * HOLD_AMOUNT);
  });

  it("may hold the whole balance, for exactly 400 days, in the last second before placeBy", async () => {
    const { token, alice, as, at, now, holdOf } = await load();
    const placedAt = (await now()) + 10n;
    const hold = await holdOf({ amount: ALICE_BALANCE, expiry: placedAt + 400n * DAY, placeBy: placedAt + 1n });
    await at(placedAt);
    await as(alice).placeHold(hold);
    expect(await token.availableOf(alice)).to.equal(0n);
  });

  it("counts against the payer's limits and uses its clearance, last of all; the payee's cap is not counted", async () => {
    const { token, alice, bob, dave, push, as, installLimits, holdOf, placedLog, stateOf } = await load();
    const limits = await installLimits();
    await push(alice, { limited: true });
    await push(bob, { limited: true });
    const place = kind("HoldPlaced");
    const toBob = await holdOf();
    await expectLogs(
      as(alice).placeHold(toBob),
      [token, limits],
      [placedLog(toBob), ["Recorded", [place, alice, bob, HOLD_AMOUNT, Cause.PayerLimited], ALICE_BALANCE, 200_000n]],
    );
    expect(await stateOf(toBob)).to.include({ cleared: false });
    const toDave = await holdOf({ payee: dave.address });
    await expectLogs(
      as(alice).placeHold(toDave),
      [token, limits],
      [
        placedLog(toDave),
        ["Recorded", [place, alice, dave, HOLD_AMOUNT, Cause.PayerLimited | Cause.UnderReview], ALICE_BALANCE, 0n],
      ],
    );
    expect(await stateOf(toDave)).to.include({ cleared: true });
  });

  it("does not ask Limits about a payee that is limited alone", async () => {
    const { token, alice, bob, push, as, installLimits, holdOf, placedLog } = await load();
    const limits = await installLimits(reason("PayeeLimit"));
    await push(bob, { limited: true });
    const hold = await holdOf();
    await expectLogs(as(alice).placeHold(hold), [token, limits], [placedLog(hold)]);
  });

  it("for an interbank burn obeys KYC and the pause of placing, unlike a redemption", async () => {
    const { alice, clearing, as, pause, expire, push, holdOf, refuses } = await load();
    const hold = await holdOf({ payee: ZeroAddress, notary: clearing.address });
    await pause(Operation.Place);
    await refuses(as(alice).placeHold(hold), "OperationPaused", BigInt(Operation.Place));
    await expire(alice);
    await refuses(as(alice).placeHold(hold), "ERC7943CannotSend", alice);
    await push(alice, { validUntil: 2n ** 32n - 1n });
    await refuses(as(alice).placeHold(hold), "OperationPaused", BigInt(Operation.Place));
  });
});
