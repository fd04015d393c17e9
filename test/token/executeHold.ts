import { expect } from "chai";
import { MaxUint256 } from "ethers";
import { expectLogs } from "../support/expect.js";
import { holdId } from "../support/signing.js";
import { ALICE_BALANCE, BOB_BALANCE, HOLD_AMOUNT, useToken } from "../support/token.js";
import { Cause, kind, Operation, Power, reason, reference } from "../support/words.js";

const load = await useToken();

/** Alice's hold for bob is open. */
async function loadPlaced(changes: object = {}) {
  const fixture = await load();
  const hold = await fixture.placed(changes);
  const execute = (amount = HOLD_AMOUNT, caller = fixture.notary) => fixture.as(caller).executeHold(hold, amount);
  return { ...fixture, hold, id: holdId(hold), execute };
}

describe("executeHold", () => {
  describe("is refused", () => {
    it("to anybody but the hold's notary", async () => {
      const { alice, bob, desk, stranger, id, execute, refuses } = await loadPlaced();
      for (const caller of [alice, bob, desk, stranger]) {
        await refuses(execute(HOLD_AMOUNT, caller), "HoldUnauthorized", id, caller);
      }
    });

    it("of a hold never placed, executed or released", async () => {
      const { bob, notary, as, holdOf, hold, id, execute, refuses } = await loadPlaced();
      const never = await holdOf({ terms: reference("never") });
      await refuses(as(notary).executeHold(never, 1n), "HoldNotOpen", holdId(never));
      await execute();
      await refuses(execute(), "HoldNotOpen", id);
      await refuses(execute(0n), "HoldNotOpen", id);
      const released = await loadPlaced();
      await released.as(bob).releaseHold(hold, HOLD_AMOUNT);
      await released.refuses(released.execute(1n), "HoldNotOpen", id);
    });

    it("of zero, or of more than remains", async () => {
      const { id, execute, refuses } = await loadPlaced();
      await refuses(execute(0n), "HoldAmount", id, 0n, HOLD_AMOUNT);
      await refuses(execute(HOLD_AMOUNT + 1n), "HoldAmount", id, HOLD_AMOUNT + 1n, HOLD_AMOUNT);
      await execute(100_000n);
      await refuses(execute(200_001n), "HoldAmount", id, 200_001n, 200_000n);
    });

    // The lien is checked before the amount: above the payer's balance the answer is
    // ERC7943InsufficientUnfrozenBalance, which ERC-7943 keeps for amounts within the balance.
    it("of more than the payer's balance with the same error", async () => {
      const { id, execute, refuses } = await loadPlaced();
      await refuses(execute(MaxUint256), "HoldAmount", id, MaxUint256, HOLD_AMOUNT);
    });

    it("from its expiry on, and accepted in the second before", async () => {
      const { hold, id, execute, at, refuses } = await loadPlaced();
      await at(hold.expiry - 1n);
      await execute(1n);
      await at(hold.expiry);
      await refuses(execute(1n), "HoldExpired", id, hold.expiry);
    });

    it("when the payee may not receive at that moment", async () => {
      const { bob, compliance, legalOrders, as, push, expire, execute, refuses } = await loadPlaced();
      await expire(bob);
      await refuses(execute(), "ERC7943CannotReceive", bob);
      await push(bob, { validUntil: 2n ** 32n - 1n, blocked: true });
      await refuses(execute(), "ERC7943CannotReceive", bob);
      await push(bob, { blocked: false });
      await as(compliance).blockWallet(bob);
      await refuses(execute(), "ERC7943CannotReceive", bob);
      await as(legalOrders).unblockWallet(bob);
      await execute();
    });

    it("while the payer is blocked, as a party or in this token: a block suspends the hold", async () => {
      const { alice, compliance, legalOrders, as, push, execute, refuses } = await loadPlaced();
      await push(alice, { blocked: true });
      await refuses(execute(), "ERC7943CannotSend", alice);
      await push(alice, { blocked: false });
      await as(compliance).blockWallet(alice);
      await refuses(execute(), "ERC7943CannotSend", alice);
      await as(legalOrders).unblockWallet(alice);
      await execute();
    });

    it("when a lien leaves too little: it beats the hold", async () => {
      const { alice, freeze, execute, refuses } = await loadPlaced();
      await freeze(alice, 900_000n);
      await refuses(execute(100_001n), "ERC7943InsufficientUnfrozenBalance", alice, 100_001n, 100_000n);
      await execute(100_000n);
      await refuses(execute(1n), "ERC7943InsufficientUnfrozenBalance", alice, 1n, 0n);
    });

    it("when the notary was dismissed", async () => {
      const { notary, compliance, as, execute, refuses } = await loadPlaced();
      await as(compliance).dismissContract(notary, Power.Notary);
      await refuses(execute(), "NotaryNotAdmitted", notary);
    });

    it("when the corridor was closed after the placing", async () => {
      const { alice, bob, closeCorridor, execute, refuses } = await loadPlaced();
      await closeCorridor(1, 2);
      await refuses(execute(), "ERC7943CannotTransfer", alice, bob, HOLD_AMOUNT);
    });

    it("while executing is paused, and only then", async () => {
      const { pause, execute, refuses } = await loadPlaced();
      for (const other of [Operation.Transfer, Operation.Place, Operation.Mint]) await pause(other);
      await execute(1n);
      await pause(Operation.Execute);
      await refuses(execute(1n), "OperationPaused", BigInt(Operation.Execute));
    });

    it("by Limits, for the payee's holding cap", async () => {
      const { bob, push, installLimits, execute } = await loadPlaced();
      const limits = await installLimits(reason("PayeeLimit"));
      await push(bob, { limited: true });
      await expect(execute()).to.be.revertedWithCustomError(limits, "LimitsRefused").withArgs(reason("PayeeLimit"));
    });

    it("without a Limits contract, when the pair came under review or the payee became limited", async () => {
      const { alice, bob, policyAdmin, as, push, closeCorridor, execute, refuses } = await loadPlaced();
      await closeCorridor(1, 2);
      await as(policyAdmin).openCorridors(0n, 1n << 17n); // from zone 1 to zone 2
      await refuses(execute(), "ERC7943CannotTransfer", alice, bob, HOLD_AMOUNT);
      await as(policyAdmin).openCorridors(1n << 17n, 0n);
      await push(bob, { limited: true });
      await refuses(execute(), "ERC7943CannotTransfer", alice, bob, HOLD_AMOUNT);
    });
  });

  it("pays the payee and closes", async () => {
    const { alice, bob, hold, id, execute, emits, accountOf, stateOf } = await loadPlaced();
    await emits(execute(), ["HoldExecuted", id, HOLD_AMOUNT], ["Transfer", alice, bob, HOLD_AMOUNT]);
    expect(await accountOf(alice)).to.include({ balance: ALICE_BALANCE - HOLD_AMOUNT, held: 0n });
    expect(await accountOf(bob)).to.include({ balance: BOB_BALANCE + HOLD_AMOUNT, held: 0n });
    expect(await stateOf(hold)).to.include({ status: "Closed", remaining: 0n });
  });

  it("pays in parts, what is left staying held", async () => {
    const { token, alice, bob, hold, id, execute, emits, stateOf } = await loadPlaced();
    await emits(execute(100_000n), ["HoldExecuted", id, 100_000n], ["Transfer", alice, bob, 100_000n]);
    expect(await token.heldOf(alice)).to.equal(200_000n);
    expect(await token.availableOf(alice)).to.equal(ALICE_BALANCE - HOLD_AMOUNT);
    expect(await stateOf(hold)).to.include({ status: "Open", remaining: 200_000n });
    await execute(199_999n);
    await execute(1n);
    expect(await stateOf(hold)).to.include({ status: "Closed", remaining: 0n });
    expect(await token.balanceOf(bob)).to.equal(BOB_BALANCE + HOLD_AMOUNT);
  });

  it("is not stopped by the payer's lapsed KYC", async () => {
    const { token, alice, bob, expire, execute } = await loadPlaced();
    await expire(alice);
    await execute();
    expect(await token.balanceOf(bob)).to.equal(BOB_BALANCE + HOLD_AMOUNT);
  });

  it("draws on its own hold only, when the payer has several", async () => {
    const { token, alice, carol, placed, execute, stateOf } = await loadPlaced();
    const other = await placed({ payee: carol.address, amount: 700_000n });
    await execute();
    expect(await token.heldOf(alice)).to.equal(700_000n);
    expect(await token.availableOf(alice)).to.equal(0n);
    expect(await stateOf(other)).to.include({ status: "Open", remaining: 700_000n });
  });

  it("does not ask Limits about the payer again, only about the payee's cap", async () => {
    const { token, alice, bob, notary, as, push, installLimits, placed } = await load();
    const limits = await installLimits();
    await push(alice, { limited: true });
    const hold = await placed();
    const id = holdId(hold);
    await expectLogs(
      as(notary).executeHold(hold, 1n),
      [token, limits],
      [
        ["HoldExecuted", id, 1n],
        ["Transfer", alice, bob, 1n],
      ],
    );
    await push(bob, { limited: true });
    await expectLogs(
      as(notary).executeHold(hold, 2n),
      [token, limits],
      [
        ["HoldExecuted", id, 2n],
        ["Transfer", alice, bob, 2n],
        ["Recorded", [kind("HoldExecuted"), alice, bob, 2n, Cause.PayeeLimited], ALICE_BALANCE - 3n, BOB_BALANCE + 3n],
      ],
    );
  });

  it("uses no second clearance for the pair it was placed with", async () => {
    const fixture = await load();
    const { token, alice, dave, notary, as, installLimits, placed } = fixture;
    const limits = await installLimits();
    const hold = await placed({ payee: dave.address });
    await limits.setAnswer(reason("ClearanceMissing"));
    await expectLogs(
      as(notary).executeHold(hold, 5n),
      [token, limits],
      [
        ["HoldExecuted", holdId(hold), 5n],
        ["Transfer", alice, dave, 5n],
      ],
    );
  });

  it("uses a clearance when the pair came under review after the placing", async () => {
    const { token, alice, bob, policyAdmin, id, as, closeCorridor, installLimits, execute } = await loadPlaced();
    const limits = await installLimits();
    await closeCorridor(1, 2);
    await as(policyAdmin).openCorridors(0n, 1n << 17n);
    await expectLogs(
      execute(5n),
      [token, limits],
      [
        ["HoldExecuted", id, 5n],
        ["Transfer", alice, bob, 5n],
        ["Recorded", [kind("HoldExecuted"), alice, bob, 5n, Cause.UnderReview], ALICE_BALANCE - 5n, BOB_BALANCE + 5n],
      ],
    );
  });
});
