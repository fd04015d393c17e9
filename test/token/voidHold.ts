import { expect } from "chai";
import { holdId } from "../support/signing.js";
import { HOLD_AMOUNT, useToken } from "../support/token.js";

const load = await useToken();

describe("voidHold", () => {
  it("is refused to anybody but the payer", async () => {
    const { bob, notary, relayer, as, holdOf, refuses } = await load();
    const hold = await holdOf();
    for (const caller of [bob, notary, relayer]) {
      await refuses(as(caller).voidHold(hold), "HoldUnauthorized", holdId(hold), caller);
    }
  });

  it("is refused once the hold was placed, closed or voided", async () => {
    const { alice, notary, as, placed, refuses } = await load();
    const hold = await placed();
    await refuses(as(alice).voidHold(hold), "HoldNotOpen", holdId(hold));
    await as(notary).releaseHold(hold, HOLD_AMOUNT);
    await refuses(as(alice).voidHold(hold), "HoldNotOpen", holdId(hold));
  });

  it("makes a signed hold worthless, for placing and for executing at once", async () => {
    const { token, alice, notary, relayer, as, holdOf, signed, emits, stateOf, refuses } = await load();
    const hold = await holdOf();
    const signature = await signed(alice, "Hold", hold);
    await emits(as(alice).voidHold(hold), ["HoldVoided", holdId(hold), alice]);
    expect(await stateOf(hold)).to.include({ status: "Voided", remaining: 0n });
    await refuses(as(relayer).placeHoldWithAuthorization(hold, signature), "HoldNotOpen", holdId(hold));
    await refuses(as(notary).executeSigned(hold, signature), "HoldNotOpen", holdId(hold));
    await refuses(as(alice).placeHold(hold), "HoldNotOpen", holdId(hold));
    await refuses(as(alice).voidHold(hold), "HoldNotOpen", holdId(hold));
    expect(await token.heldOf(alice)).to.equal(0n);
  });

  it("is open to a blocked payer: it only takes back", async () => {
    const { alice, as, holdOf, push, emits } = await load();
    await push(alice, { blocked: true });
    const hold = await holdOf();
    await emits(as(alice).voidHold(hold), ["HoldVoided", holdId(hold), alice]);
  });
});
