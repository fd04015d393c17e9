import { expect } from "chai";
import { ALICE_USD, Manner, PARTIES, useBank, type Redemption } from "./support.js";

const load = await useBank();

async function loadWithCancel() {
  const bank = await load();
  const { redemption, relayer, alice, signDesk } = bank;
  /** A stranger relays the customer's signature of `CancelRedemption`. */
  const cancelSigned = async (
    { hold, terms, id }: Redemption,
    signer = alice,
    message = { token: terms.token, hold: id },
  ) =>
    redemption
      .connect(relayer)
      .cancelWithAuthorization(terms.token, hold, await signDesk(signer, "CancelRedemption", message));
  return { ...bank, cancelSigned };
}

describe("cancel", () => {
  describe("is refused", () => {
    it("to anybody but the payer", async () => {
      const { redemption, alice, bob, operator, stranger, requested, cancel, refuses } = await load();
      const wanted = await requested();
      for (const caller of [bob, operator, stranger]) {
        await refuses(cancel(wanted, caller), redemption, "NotThePayer", caller, alice);
      }
    });

    it("once the bank has submitted: settled, rejected and returned included", async () => {
      const { redemption, submitted, settle, reject, cancel, refuses } = await load();
      const [first, second] = [await submitted(), await submitted()];
      await refuses(cancel(first), redemption, "RedemptionInState", first.id, 2n);
      await settle(first);
      await refuses(cancel(first), redemption, "RedemptionInState", first.id, 3n);
      await reject(second);
      await refuses(cancel(second), redemption, "RedemptionInState", second.id, 4n);
    });

    it("twice", async () => {
      const { redemption, requested, cancel, refuses } = await load();
      const wanted = await requested();
      await cancel(wanted);
      await refuses(cancel(wanted), redemption, "RedemptionInState", wanted.id, 1n);
    });

    it("for a hold never placed, which may still be requested", async () => {
      const { usd, redemptionOf, request, cancel, refuses } = await load();
      const wanted = await redemptionOf();
      await refuses(cancel(wanted), usd, "HoldNotOpen", wanted.id);
      await request(wanted);
    });

    it("for a hold with another notary", async () => {
      const { usd, redemption, alice, policyAdmin, stranger, redemptionOf, cancel, refuses } = await load();
      await usd.connect(policyAdmin).admitContract(stranger, (1n << 232n) | (1n << 234n));
      const other = await redemptionOf({ notary: stranger.address });
      await usd.connect(alice).placeHold(other.hold);
      await refuses(cancel(other), usd, "HoldUnauthorized", other.id, redemption);
    });
  });

  it("lets the money go, for good", async () => {
    const { usd, redemption, alice, requested, request, submit, cancel, redemptionState, emits, refuses } =
      await load();
    const wanted = await requested();
    await emits(cancel(wanted), ["RedemptionCancelled", usd, wanted.id], ["HoldReleased", wanted.id, 300_000n]);
    expect(await usd.availableOf(alice)).to.equal(ALICE_USD);
    expect((await redemptionState(wanted))[0]).to.equal("Cancelled");
    await refuses(submit(wanted), redemption, "RedemptionInState", wanted.id, 1n);
    await refuses(request(wanted), usd, "HoldNotOpen", wanted.id);
  });

  it("works for a hold placed without the desk", async () => {
    const { usd, alice, redemptionOf, cancel } = await load();
    const wanted = await redemptionOf();
    await usd.connect(alice).placeHold(wanted.hold);
    await cancel(wanted);
    expect(await usd.heldOf(alice)).to.equal(0n);
  });

  it("works while the payer is blocked, everything is paused and the desk is dismissed", async () => {
    const { usd, redemption, compliance, alice, requested, cancel, block, pauseAll } = await load();
    const wanted = await requested();
    await block(PARTIES.alice);
    await pauseAll();
    await usd.connect(compliance).dismissContract(redemption, (1n << 232n) | (1n << 234n));
    await cancel(wanted);
    expect(await usd.heldOf(alice)).to.equal(0n);
  });

  it("in one token leaves the same hold in the other alone", async () => {
    const { usd, jpy, alice, redemptionOf, cancel, redemptionState } = await load();
    const wanted = await redemptionOf({ amount: 1_000n });
    // Two tokens may hold under the same id; the terms name one of them.
    for (const token of [usd, jpy]) await token.connect(alice).placeHold(wanted.hold);
    const inYen = { ...wanted, terms: { ...wanted.terms, token: jpy.target as string } };
    await cancel(inYen);
    expect((await redemptionState(inYen))[0]).to.equal("Cancelled");
    expect((await redemptionState(wanted))[0]).to.equal("None");
    expect(await usd.heldOf(alice)).to.equal(1_000n);
    expect(await jpy.heldOf(alice)).to.equal(0n);
  });
});

describe("cancelWithAuthorization", () => {
  it("is refused on a signature of another person, token or hold", async () => {
    const { redemption, jpy, usd, alice, bob, operator, relayer, requested, cancelSigned, refuses } =
      await loadWithCancel();
    const [wanted, other] = [await requested(), await requested()];
    for (const signer of [bob, operator, relayer]) {
      await refuses(cancelSigned(wanted, signer), redemption, "NotThePayer", relayer, alice);
    }
    for (const message of [
      { token: jpy.target as string, hold: wanted.id },
      { token: usd.target as string, hold: other.id },
    ]) {
      await refuses(cancelSigned(wanted, alice, message), redemption, "NotThePayer", relayer, alice);
    }
  });

  it("is refused from a relayer that is blocked; the payer itself, blocked or not, may always cancel", async () => {
    const { usd, redemption, alice, bob, block, requested, signDesk, cancel, refuses } = await loadWithCancel();
    const wanted = await requested();
    const { hold, terms, id } = wanted;
    const signature = await signDesk(alice, "CancelRedemption", { token: terms.token, hold: id });
    await block(PARTIES.bob);
    const call = redemption.connect(bob).cancelWithAuthorization(usd, hold, signature);
    await refuses(call, usd, "RelayerBlocked", bob);
    await block(PARTIES.alice);
    await cancel(wanted);
    expect(await usd.heldOf(alice)).to.equal(0n);
  });

  it("is refused once the bank has submitted, and the second time", async () => {
    const { redemption, submitted, requested, cancelSigned, refuses } = await loadWithCancel();
    const late = await submitted();
    await refuses(cancelSigned(late), redemption, "RedemptionInState", late.id, 2n);
    const wanted = await requested();
    await cancelSigned(wanted);
    await refuses(cancelSigned(wanted), redemption, "RedemptionInState", wanted.id, 1n);
  });

  it("lets the money go on the payer's signature, whoever relays it", async () => {
    const { usd, alice, requested, cancelSigned, emits } = await loadWithCancel();
    const wanted = await requested();
    await emits(cancelSigned(wanted), ["RedemptionCancelled", usd, wanted.id], ["HoldReleased", wanted.id, 300_000n]);
    expect(await usd.availableOf(alice)).to.equal(ALICE_USD);
  });

  it("takes a smart account's signature, and no gas bomb's", async () => {
    const bank = await loadWithCancel();
    const { usd, redemption, registry, registrar, policyAdmin, alice, relayer, requested, cancelSigned, refuses } =
      bank;
    for (const manner of [Manner.Honest, Manner.BurnsGas]) {
      const wallet = await bank.deployWallet(alice, manner);
      await registry.connect(policyAdmin).allowWalletCode(await bank.codeHashOf(wallet));
      await registry.connect(registrar).addWallets(PARTIES.alice, [wallet]);
      await usd.connect(alice)["transfer(address,uint256)"](wallet, 5_000n);
      if (manner === Manner.Honest) {
        await cancelSigned(await requested({ payer: wallet.address, amount: 5_000n }));
        expect(await usd.heldOf(wallet)).to.equal(0n);
      } else {
        const { hold, terms, id } = await bank.redemptionOf({ payer: wallet.address, amount: 5_000n });
        await wallet.execute(usd, usd.interface.encodeFunctionData("placeHold", [hold]));
        await refuses(cancelSigned({ hold, terms, id }), redemption, "NotThePayer", relayer, wallet);
      }
    }
  });
});
