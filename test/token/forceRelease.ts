import { expect } from "chai";
import { holdId } from "../support/signing.js";
import { ALICE_BALANCE, HOLD_AMOUNT, useToken } from "../support/token.js";
import { Operation } from "../support/words.js";

const load = await useToken();

describe("forceRelease", () => {
  it("is refused to anybody but the legal orders", async () => {
    const { alice, notary, compliance, admin, as, placed, refuses } = await load();
    const hold = await placed();
    for (const caller of [alice, notary, compliance, admin]) {
      await refuses(as(caller).forceRelease(hold), "AccessManagedUnauthorized", caller);
    }
  });

  it("is refused when the hold is not open", async () => {
    const { notary, legalOrders, as, holdOf, place, refuses } = await load();
    const hold = await holdOf();
    await refuses(as(legalOrders).forceRelease(hold), "HoldNotOpen", holdId(hold));
    await place(hold);
    await as(notary).executeHold(hold, HOLD_AMOUNT);
    await refuses(as(legalOrders).forceRelease(hold), "HoldNotOpen", holdId(hold));
  });

  it("is refused for a sealed redemption: the payment file may have left", async () => {
    const { token, alice, legalOrders, as, sealedRedemption, refuses } = await load();
    const hold = await sealedRedemption();
    await refuses(as(legalOrders).forceRelease(hold), "HoldNotOpen", holdId(hold));
    expect(await token.heldOf(alice)).to.equal(HOLD_AMOUNT);
  });

  it("lets all that remains go to the payer, blocked or not, while everything is paused, lapsed or not", async () => {
    const { token, alice, notary, legalOrders, as, at, push, pause, placed, emits, stateOf } = await load();
    const hold = await placed();
    await as(notary).executeHold(hold, 100_000n);
    await push(alice, { blocked: true });
    for (const operation of Object.values(Operation)) await pause(operation);
    await at(hold.expiry + 1n);
    await emits(as(legalOrders).forceRelease(hold), ["HoldReleased", holdId(hold), 200_000n]);
    expect(await stateOf(hold)).to.include({ status: "Closed", remaining: 0n });
    expect(await token.heldOf(alice)).to.equal(0n);
    expect(await token.availableOf(alice)).to.equal(ALICE_BALANCE - 100_000n);
  });
});
