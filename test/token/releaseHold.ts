import { expect } from "chai";
import { MaxUint256 } from "ethers";
import { expectLogs } from "../support/expect.js";
import { holdId } from "../support/signing.js";
import { ALICE_BALANCE, HOLD_AMOUNT, HOUR, useToken } from "../support/token.js";
import { Cause, kind, Operation, placedHour, Power, reason, reference } from "../support/words.js";

const load = await useToken();

async function loadPlaced(changes: object = {}) {
  const fixture = await load();
  const hold = await fixture.placed(changes);
  const release = (caller: Parameters<typeof fixture.as>[0], amount = HOLD_AMOUNT) =>
    fixture.as(caller).releaseHold(hold, amount);
  return { ...fixture, hold, id: holdId(hold), release };
}

describe("releaseHold", () => {
  describe("is refused", () => {
    it("to payer and strangers before expiry", async () => {
      const { alice, stranger, desk, legalOrders, hold, id, release, at, refuses } = await loadPlaced();
      for (const caller of [alice, stranger, desk, legalOrders]) {
        await refuses(release(caller), "HoldUnauthorized", id, caller);
      }
      await at(hold.expiry - 1n);
      await refuses(release(alice), "HoldUnauthorized", id, alice);
    });

    it("to payer and strangers in part, even from expiry on", async () => {
      const { alice, stranger, hold, id, release, at, refuses } = await loadPlaced();
      await at(hold.expiry);
      for (const caller of [alice, stranger]) {
        await refuses(release(caller, HOLD_AMOUNT - 1n), "HoldUnauthorized", id, caller);
      }
    });

    it("of zero, or of more than remains", async () => {
      const { bob, notary, id, release, refuses } = await loadPlaced();
      for (const caller of [bob, notary]) {
        for (const amount of [0n, HOLD_AMOUNT + 1n, MaxUint256]) {
          await refuses(release(caller, amount), "HoldAmount", id, amount, HOLD_AMOUNT);
        }
      }
    });

    it("when it is not open", async () => {
      const { bob, notary, id, release, as, holdOf, refuses } = await loadPlaced();
      await release(notary);
      for (const amount of [0n, 1n, HOLD_AMOUNT]) await refuses(release(bob, amount), "HoldNotOpen", id);
      const never = await holdOf({ terms: reference("never") });
      await refuses(as(notary).releaseHold(never, 0n), "HoldNotOpen", holdId(never));
    });
  });

  it("by the notary or the payee at any time, in parts or whole", async () => {
    for (const caller of ["notary", "bob"] as const) {
      const fixture = await loadPlaced();
      const { token, alice, id, hold, release, emits, stateOf } = fixture;
      await emits(release(fixture[caller], 100_000n), ["HoldReleased", id, 100_000n]);
      expect(await stateOf(hold)).to.include({ status: "Open", remaining: 200_000n });
      expect(await token.availableOf(alice)).to.equal(ALICE_BALANCE - 200_000n);
      await emits(release(fixture[caller], 200_000n), ["HoldReleased", id, 200_000n]);
      expect(await stateOf(hold)).to.include({ status: "Closed", remaining: 0n });
      expect(await token.heldOf(alice)).to.equal(0n);
      expect(await token.balanceOf(alice)).to.equal(ALICE_BALANCE);
    }
  });

  it("by anyone from expiry on, for all that remains", async () => {
    for (const caller of ["stranger", "alice", "relayer"] as const) {
      const fixture = await loadPlaced();
      const { token, alice, notary, as, id, hold, release, at, emits, stateOf } = fixture;
      await as(notary).executeHold(hold, 50_000n);
      await at(hold.expiry);
      await emits(release(fixture[caller], 250_000n), ["HoldReleased", id, 250_000n]);
      expect(await stateOf(hold)).to.include({ status: "Closed", remaining: 0n });
      expect(await token.heldOf(alice)).to.equal(0n);
    }
  });

  it("works for a blocked payer and payee, by a dismissed notary, while everything is paused", async () => {
    const { token, alice, bob, notary, compliance, release, as, push, pause, freeze } = await loadPlaced();
    await push(alice, { blocked: true });
    await push(bob, { blocked: true, admitted: false });
    await as(compliance).dismissContract(notary, Power.Notary);
    for (const operation of Object.values(Operation)) await pause(operation);
    await freeze(alice, ALICE_BALANCE);
    await release(notary, 100_000n);
    await release(bob, 200_000n);
    expect(await token.heldOf(alice)).to.equal(0n);
  });

  it("by the payee means the present payee, once assigned", async () => {
    const { bob, carol, as, id, hold, release, emits, refuses } = await loadPlaced({ assignable: true });
    await as(bob).assignHold(hold, carol);
    await refuses(release(bob), "HoldUnauthorized", id, bob);
    await emits(release(carol), ["HoldReleased", id, HOLD_AMOUNT]);
  });

  it("gives a limited payer's limit back as of the hour it was placed, and never the clearance", async () => {
    const { token, alice, bob, notary, release, push, installLimits, id, now, travelTo } = await loadPlaced();
    const limits = await installLimits();
    const hour = placedHour(await now());
    await travelTo((await now()) + 3n * HOUR);
    await expectLogs(release(notary, 10n), [token, limits], [["HoldReleased", id, 10n]]);
    await push(alice, { limited: true });
    await expectLogs(
      release(notary, 20n),
      [token, limits],
      [
        ["HoldReleased", id, 20n],
        [
          "Recorded",
          [kind("HoldReleased"), alice, bob, 20n, Cause.PayerLimited | (hour << 8n)],
          ALICE_BALANCE,
          200_000n,
        ],
      ],
    );
  });

  it("never fails for want of a Limits contract", async () => {
    const { token, alice, notary, policyAdmin, as, push, installLimits, placed } = await load();
    await installLimits();
    await push(alice, { limited: true });
    const hold = await placed();
    await as(policyAdmin).setLimits("0x" + "00".repeat(20));
    await as(notary).releaseHold(hold, HOLD_AMOUNT);
    expect(await token.heldOf(alice)).to.equal(0n);
  });

  // A Limits contract that reverts on HoldReleased stops every release of a limited payer's hold: the notary's, that of
  // anyone after expiry, and the forced one under a legal order.
  it("never fails for a Limits contract that fails", async () => {
    const { token, alice, notary, release, push, installLimits } = await loadPlaced();
    await push(alice, { limited: true });
    await installLimits(reason("PayerLimit"));
    await release(notary);
    expect(await token.heldOf(alice)).to.equal(0n);
  });

  it("of a redemption gives no limit back: none was counted", async () => {
    const { token, alice, desk, as, push, installLimits, placedRedemption } = await load();
    const limits = await installLimits(reason("PayerLimit"));
    await push(alice, { limited: true });
    const hold = await placedRedemption();
    await expectLogs(
      as(desk).releaseHold(hold, HOLD_AMOUNT),
      [token, limits],
      [["HoldReleased", holdId(hold), HOLD_AMOUNT]],
    );
  });
});
