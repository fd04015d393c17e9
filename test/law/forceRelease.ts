import { expect } from "chai";
import { actHash } from "../../src/chain/law/acts.js";
import { holdId } from "../support/signing.js";
import { reference } from "../support/words.js";
import { ALICE, useLaw } from "./support.js";

const load = await useLaw();

describe("forceRelease under an order", () => {
  it("is refused for a sealed redemption, a hold that was never placed, one that is closed, and a token of another bank", async () => {
    const { orders, usd, alice, bob, submitted, holdOf, placed, courtOrder, forceRelease, anotherToken, refuses } =
      await load();
    const order = await courtOrder();
    const redemption = await submitted({ amount: 300_000n });
    await refuses(forceRelease(order, redemption.hold), usd, "HoldNotOpen", redemption.id);
    const unplaced = await holdOf(alice, bob, 100n);
    await refuses(forceRelease(order, unplaced), usd, "HoldNotOpen", holdId(unplaced));
    const hold = await placed(alice, 100n);
    const foreign = await anotherToken("XEUR");
    await refuses(forceRelease(order, hold, { token: foreign }), orders, "TokenNotListed", foreign);
    await forceRelease(order, hold);
    await refuses(forceRelease(order, hold), usd, "HoldNotOpen", holdId(hold));
  });

  it("releases what remains of the hold to its blocked payer, and names both people and the amount", async () => {
    const law = await load();
    const {
      usd,
      alice,
      notary,
      compliance,
      complianceApprover,
      courtOrder,
      blockParty,
      placed,
      forceRelease,
      emits,
      now,
    } = law;
    const order = await courtOrder();
    const hold = await placed(alice, 100n);
    await usd.connect(notary).executeHold(hold, 30n);
    await blockParty(order, ALICE);
    const consent = { salt: reference("salt"), expiry: (await now()) + 1_000n };
    const act = actHash("ForceRelease", { order, token: usd.target, hold: holdId(hold) }, consent);
    await emits(
      forceRelease(order, hold, consent),
      ["ReleaseForced", order.id, holdId(hold), act, usd, 70n, compliance, complianceApprover],
      ["HoldReleased", holdId(hold), 70n],
    );
    expect(await usd.heldOf(alice)).to.equal(0n);
  });

  it("frees held money for a seizure, in two acts that everyone sees", async () => {
    const { usd, alice, carol, courtOrder, placed, forceRelease, seize, refuses } = await load();
    const order = await courtOrder();
    const hold = await placed(alice, 600_000n);
    await refuses(seize(order, alice, 1_000_000n), usd, "HeldBalance", alice, 1_000_000n, 400_000n);
    await forceRelease(order, hold);
    await seize(order, alice, 1_000_000n);
    expect(await usd.balanceOf(carol)).to.equal(1_000_000n);
  });
});
