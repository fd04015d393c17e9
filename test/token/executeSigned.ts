import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { expectLogs } from "../support/expect.js";
import { holdId } from "../support/signing.js";
import { ALICE_BALANCE, BOB_BALANCE, HOLD_AMOUNT, SUPPLY, useToken } from "../support/token.js";
import { Cause, kind, Operation, Power, reason } from "../support/words.js";

const load = await useToken();

/** Alice has signed a hold for bob that the notary may execute at once. */
async function loadSigned(changes: object = {}) {
  const fixture = await load();
  const hold = await fixture.holdOf(changes);
  const signature = await fixture.signed(fixture.alice, "Hold", hold);
  const execute = (caller = fixture.notary) => fixture.as(caller).executeSigned(hold, signature);
  /** What a stranger may do with the same signature. */
  const placeFirst = () => fixture.as(fixture.stranger).placeHoldWithAuthorization(hold, signature);
  return { ...fixture, hold, id: holdId(hold), signature, execute, placeFirst };
}

describe("executeSigned", () => {
  describe("is refused", () => {
    it("to anybody but the hold's notary", async () => {
      const { alice, bob, desk, stranger, id, execute, placeFirst, refuses } = await loadSigned();
      for (const caller of [alice, bob, desk, stranger]) await refuses(execute(caller), "HoldUnauthorized", id, caller);
      await placeFirst();
      for (const caller of [desk, stranger]) await refuses(execute(caller), "HoldUnauthorized", id, caller);
    });

    it("when the payer has not signed", async () => {
      const { alice, bob, notary, hold, signed, as, refuses } = await loadSigned();
      await refuses(as(notary).executeSigned(hold, await signed(bob, "Hold", hold)), "InvalidSignature", alice);
    });

    it("the second time", async () => {
      const { id, execute, refuses } = await loadSigned();
      await execute();
      await refuses(execute(), "HoldNotOpen", id);
    });

    it("when the hold was partly drawn, sealed, released or voided before", async () => {
      const drawn = await loadSigned();
      await drawn.placeFirst();
      await drawn.as(drawn.notary).executeHold(drawn.hold, 1n);
      await drawn.refuses(drawn.execute(), "HoldNotOpen", drawn.id);

      const released = await loadSigned();
      await released.placeFirst();
      await released.as(released.bob).releaseHold(released.hold, HOLD_AMOUNT);
      await released.refuses(released.execute(), "HoldNotOpen", released.id);

      const sealed = await loadSigned({ payee: ZeroAddress, notary: (await load()).desk.address });
      await sealed.placeFirst();
      await sealed.as(sealed.desk).sealHold(sealed.hold);
      await sealed.refuses(sealed.execute(sealed.desk), "HoldNotOpen", sealed.id);
    });

    it("from placeBy or expiry on", async () => {
      const late = await loadSigned();
      await late.at(late.hold.placeBy);
      await late.refuses(late.execute(), "HoldExpired", late.id, late.hold.placeBy);

      const placed = await loadSigned();
      await placed.placeFirst();
      await placed.at(placed.hold.expiry);
      await placed.refuses(placed.execute(), "HoldExpired", placed.id, placed.hold.expiry);
    });

    it("when the notary is not admitted, placed first or not", async () => {
      for (const first of [false, true]) {
        const { notary, compliance, as, execute, placeFirst, refuses } = await loadSigned();
        if (first) await placeFirst();
        await as(compliance).dismissContract(notary, Power.Notary);
        await refuses(execute(), "NotaryNotAdmitted", notary);
      }
    });

    it("while placing or executing is paused", async () => {
      for (const operation of [Operation.Place, Operation.Execute]) {
        const { pause, execute, refuses } = await loadSigned();
        await pause(operation);
        await refuses(execute(), "OperationPaused", BigInt(operation));
      }
    });

    it("by the rules of a transfer", async () => {
      const { alice, bob, execute, freeze, push, expire, closeCorridor, refuses } = await loadSigned();
      await freeze(alice, ALICE_BALANCE - 1n);
      await refuses(execute(), "ERC7943InsufficientUnfrozenBalance", alice, HOLD_AMOUNT, 1n);
      await closeCorridor(1, 2);
      await refuses(execute(), "ERC7943CannotTransfer", alice, bob, HOLD_AMOUNT);
      await expire(bob);
      await refuses(execute(), "ERC7943CannotReceive", bob);
      await expire(alice);
      await refuses(execute(), "ERC7943CannotSend", alice);
      await push(alice, { validUntil: 2n ** 32n - 1n, blocked: true });
      await refuses(execute(), "ERC7943CannotSend", alice);
    });

    it("of money that other holds have earmarked", async () => {
      const { alice, placed, execute, refuses } = await loadSigned();
      await placed({ amount: 700_001n });
      await refuses(execute(), "InsufficientAvailable", alice, HOLD_AMOUNT, 299_999n);
    });

    it("by Limits, of the payer as of the payee", async () => {
      for (const side of ["alice", "bob"] as const) {
        const fixture = await loadSigned();
        const limits = await fixture.installLimits(reason("PayerLimit"));
        await fixture.push(fixture[side], { limited: true });
        await expect(fixture.execute())
          .to.be.revertedWithCustomError(limits, "LimitsRefused")
          .withArgs(reason("PayerLimit"));
      }
    });

    // executeSigned asks about the pause of execution only when the hold has a payee, so an interbank burn goes through
    // while executions are paused. executeHold of the same hold is refused (see redeem.ts).
    it("as an interbank burn while executing is paused", async () => {
      const { clearing } = await load();
      const { pause, execute, refuses } = await loadSigned({ payee: ZeroAddress, notary: clearing.address });
      await pause(Operation.Execute);
      await refuses(execute(clearing), "OperationPaused", BigInt(Operation.Execute));
    });
  });

  it("places and executes at once, never counting the money as held", async () => {
    const { alice, bob, hold, id, execute, placedLog, emits, accountOf, stateOf } = await loadSigned();
    await emits(execute(), placedLog(hold), ["HoldExecuted", id, HOLD_AMOUNT], ["Transfer", alice, bob, HOLD_AMOUNT]);
    expect(await accountOf(alice)).to.include({ balance: ALICE_BALANCE - HOLD_AMOUNT, held: 0n });
    expect(await accountOf(bob)).to.include({ balance: BOB_BALANCE + HOLD_AMOUNT, held: 0n });
    expect(await stateOf(hold)).to.include({ status: "Closed", remaining: 0n });
  });

  it("executes a hold that a stranger has placed first, later than placeBy too", async () => {
    const { token, alice, bob, hold, id, execute, placeFirst, at, emits, stateOf } = await loadSigned();
    await placeFirst();
    await at(hold.placeBy + 1n);
    await emits(execute(), ["HoldExecuted", id, HOLD_AMOUNT], ["Transfer", alice, bob, HOLD_AMOUNT]);
    expect(await token.heldOf(alice)).to.equal(0n);
    expect(await stateOf(hold)).to.include({ status: "Closed", remaining: 0n });
  });

  it("burns a redemption", async () => {
    const { desk } = await load();
    const redemption = await loadSigned({ payee: ZeroAddress, notary: desk.address });
    const { token, alice, hold, id, execute, placedLog, emits, flows } = redemption;
    await emits(
      execute(desk),
      placedLog(hold),
      ["HoldExecuted", id, HOLD_AMOUNT],
      ["Transfer", alice, { address: ZeroAddress }, HOLD_AMOUNT],
    );
    expect(await token.totalSupply()).to.equal(SUPPLY - HOLD_AMOUNT);
    expect(await flows()).to.deep.equal({ burned: HOLD_AMOUNT, received: 0n });
  });

  it("counts the placing for the payer and the cap for the payee, and uses a clearance once", async () => {
    const { dave } = await load();
    const fixture = await loadSigned({ payee: dave.address });
    const { token, alice, hold, id, execute, push, installLimits, placedLog, stateOf } = fixture;
    const limits = await installLimits();
    await push(alice, { limited: true });
    await push(dave, { limited: true });
    await expectLogs(
      execute(),
      [token, limits],
      [
        placedLog(hold),
        [
          "Recorded",
          [kind("HoldPlaced"), alice, dave, HOLD_AMOUNT, Cause.PayerLimited | Cause.UnderReview],
          ALICE_BALANCE,
          0n,
        ],
        ["HoldExecuted", id, HOLD_AMOUNT],
        ["Transfer", alice, dave, HOLD_AMOUNT],
        [
          "Recorded",
          [kind("HoldExecuted"), alice, dave, HOLD_AMOUNT, Cause.PayeeLimited],
          ALICE_BALANCE - HOLD_AMOUNT,
          HOLD_AMOUNT,
        ],
      ],
    );
    expect(await stateOf(hold)).to.include({ cleared: true });
  });
});
