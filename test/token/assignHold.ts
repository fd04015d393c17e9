import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { expectLogs } from "../support/expect.js";
import { holdId } from "../support/signing.js";
import { ALICE_BALANCE, HOLD_AMOUNT, useToken } from "../support/token.js";
import { Cause, corridors, kind, Operation, reason } from "../support/words.js";

const load = await useToken();

/** Alice's assignable hold for bob is open. */
async function loadPlaced(changes: object = {}) {
  const fixture = await load();
  const hold = await fixture.placed({ assignable: true, ...changes });
  const assign = (to: { address: string }, caller = fixture.bob) => fixture.as(caller).assignHold(hold, to.address);
  return { ...fixture, hold, id: holdId(hold), assign };
}

describe("assignHold", () => {
  describe("is refused", () => {
    it("to anybody but the present payee", async () => {
      const { alice, bob, carol, notary, id, assign, refuses } = await loadPlaced();
      for (const caller of [alice, carol, notary]) {
        await refuses(assign(carol, caller), "HoldUnauthorized", id, caller);
      }
      await assign(carol);
      await refuses(assign(bob), "HoldUnauthorized", id, bob);
    });

    it("when the payer did not sign the hold as assignable", async () => {
      const { carol, id, assign, refuses } = await loadPlaced({ assignable: false });
      await refuses(assign(carol), "HoldInvalid", id);
    });

    it("to the payer, to the zero address and to somebody that may not receive", async () => {
      const { alice, carol, stranger, notary, id, assign, push, expire, refuses } = await loadPlaced();
      await refuses(assign(alice), "HoldInvalid", id);
      for (const never of [{ address: ZeroAddress }, stranger, notary]) {
        await refuses(assign(never), "ERC7943CannotReceive", never.address);
      }
      await expire(carol);
      await refuses(assign(carol), "ERC7943CannotReceive", carol);
      await push(carol, { validUntil: 2n ** 32n - 1n, blocked: true });
      await refuses(assign(carol), "ERC7943CannotReceive", carol);
    });

    it("while the payer is blocked, or no customer any more", async () => {
      const { alice, carol, assign, push, refuses } = await loadPlaced();
      await push(alice, { blocked: true });
      await refuses(assign(carol), "ERC7943CannotSend", alice);
      await push(alice, { admitted: false, zone: 0 });
      await refuses(assign(carol), "ERC7943CannotSend", alice);
    });

    it("from a payee that may not act", async () => {
      const { bob, carol, assign, push, expire, refuses } = await loadPlaced();
      await expire(bob);
      await refuses(assign(carol), "ERC7943CannotSend", bob);
      await push(bob, { validUntil: 2n ** 32n - 1n, blocked: true });
      await refuses(assign(carol), "ERC7943CannotSend", bob);
    });

    it("when the payer could not pay the new payee: no laundering of corridors", async () => {
      const { alice, carol, closeCorridor, assign, refuses } = await loadPlaced();
      await closeCorridor(1, 1);
      await refuses(assign(carol), "ERC7943CannotTransfer", alice, carol, HOLD_AMOUNT);
    });

    it("when the present payee could not pay the new one", async () => {
      const { bob, carol, closeCorridor, assign, refuses } = await loadPlaced();
      await closeCorridor(2, 1);
      await refuses(assign(carol), "ERC7943CannotTransfer", bob, carol, HOLD_AMOUNT);
    });

    it("when the hold is not open or has lapsed", async () => {
      const { carol, notary, hold, id, as, at, assign, refuses } = await loadPlaced();
      await at(hold.expiry);
      await refuses(assign(carol), "HoldExpired", id, hold.expiry);
      await as(notary).releaseHold(hold, HOLD_AMOUNT);
      await refuses(assign(carol), "HoldNotOpen", id);
    });

    it("while placing is paused", async () => {
      const { carol, pause, assign, refuses } = await loadPlaced();
      await pause(Operation.Place);
      await refuses(assign(carol), "OperationPaused", BigInt(Operation.Place));
    });

    it("under review without clearances, for either pair", async () => {
      const { alice, dave, assign, installLimits, refuses } = await loadPlaced();
      await refuses(assign(dave), "ERC7943CannotTransfer", alice, dave, HOLD_AMOUNT);
      const limits = await installLimits(reason("ClearanceMissing"));
      await expect(assign(dave))
        .to.be.revertedWithCustomError(limits, "LimitsRefused")
        .withArgs(reason("ClearanceMissing"));
    });
  });

  it("names who is paid, by execution as by release", async () => {
    const { token, alice, carol, bob, notary, hold, id, as, assign, emits, stateOf } = await loadPlaced();
    await as(notary).executeHold(hold, 100_000n);
    await emits(assign(carol), ["HoldAssigned", id, bob, carol]);
    expect(await stateOf(hold)).to.include({ assignee: BigInt(carol.address), remaining: 200_000n, status: "Open" });
    expect(await token.heldOf(alice)).to.equal(200_000n);
    await emits(
      as(notary).executeHold(hold, 150_000n),
      ["HoldExecuted", id, 150_000n],
      ["Transfer", alice, carol, 150_000n],
    );
    await emits(as(carol).releaseHold(hold, 50_000n), ["HoldReleased", id, 50_000n]);
  });

  it("can be passed on by the new payee", async () => {
    const { bob, carol, id, assign, emits } = await loadPlaced();
    await assign(carol);
    await emits(assign(bob, carol), ["HoldAssigned", id, carol, bob]);
  });

  it("is judged again at execution: payer to present payee", async () => {
    const { alice, carol, notary, hold, as, push, closeCorridor, assign, refuses } = await loadPlaced();
    await assign(carol);
    await push(carol, { blocked: true });
    await refuses(as(notary).executeHold(hold, 1n), "ERC7943CannotReceive", carol);
    await push(carol, { blocked: false });
    await closeCorridor(1, 1);
    await refuses(as(notary).executeHold(hold, 1n), "ERC7943CannotTransfer", alice, carol, 1n);
  });

  it("does not hang on the first payee any more", async () => {
    const { token, bob, carol, notary, hold, as, push, closeCorridor, assign } = await loadPlaced();
    await assign(carol);
    await push(bob, { blocked: true });
    await closeCorridor(1, 2);
    await as(notary).executeHold(hold, HOLD_AMOUNT);
    expect(await token.balanceOf(carol)).to.equal(HOLD_AMOUNT);
  });

  it("uses a clearance for each pair under review, and none again at execution", async () => {
    const { token, alice, bob, dave, notary, hold, id, as, push, assign, installLimits, stateOf } = await loadPlaced();
    const limits = await installLimits();
    // Limits of the parties do not count on an assignment.
    await push(bob, { limited: true });
    const assigned = kind("HoldAssigned");
    await expectLogs(
      assign(dave),
      [token, limits],
      [
        ["HoldAssigned", id, bob, dave],
        ["Recorded", [assigned, alice, dave, HOLD_AMOUNT, Cause.UnderReview], ALICE_BALANCE, 0n],
        ["Recorded", [assigned, bob, dave, HOLD_AMOUNT, Cause.UnderReview], 200_000n, 0n],
      ],
    );
    expect(await stateOf(hold)).to.include({ cleared: true });
    await limits.setAnswer(reason("ClearanceMissing"));
    await as(notary).executeHold(hold, HOLD_AMOUNT);
    expect(await token.balanceOf(dave)).to.equal(HOLD_AMOUNT);
  });

  it("forgets the clearance of the pair it leaves", async () => {
    const { token, alice, bob, dave, notary, policyAdmin, as, closeCorridor, installLimits, placed, stateOf } =
      await load();
    const limits = await installLimits();
    await as(policyAdmin).openCorridors(corridors([3, 2]), 0n);
    const hold = await placed({ payee: dave.address, assignable: true });
    expect(await stateOf(hold)).to.include({ cleared: true });
    await as(dave).assignHold(hold, bob);
    expect(await stateOf(hold)).to.include({ cleared: false });
    // Were the pair to come under review now, its own clearance would be needed.
    await closeCorridor(1, 2);
    await as(policyAdmin).openCorridors(0n, corridors([1, 2]));
    await expectLogs(
      as(notary).executeHold(hold, 5n),
      [token, limits],
      [
        ["HoldExecuted", holdId(hold), 5n],
        ["Transfer", alice, bob, 5n],
        ["Recorded", [kind("HoldExecuted"), alice, bob, 5n, Cause.UnderReview], ALICE_BALANCE - 5n, 200_005n],
      ],
    );
  });
});
