import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { holdId } from "../support/signing.js";
import { ALICE_BALANCE, HOLD_AMOUNT, useToken } from "../support/token.js";
import { Operation, reference } from "../support/words.js";

const load = await useToken();

/** Alice has signed a hold for bob. */
async function loadSigned() {
  const fixture = await load();
  const hold = await fixture.holdOf();
  const signature = await fixture.signed(fixture.alice, "Hold", hold);
  const submit = (changes: Partial<typeof hold> = {}, by = signature, caller = fixture.relayer) =>
    fixture.as(caller).placeHoldWithAuthorization({ ...hold, ...changes }, by);
  return { ...fixture, hold, signature, submit };
}

describe("placeHoldWithAuthorization", () => {
  it("is refused when somebody else has signed, the payee or the notary included", async () => {
    const { alice, bob, notary, hold, signed, submit, refuses } = await loadSigned();
    for (const forger of [bob, notary]) {
      await refuses(submit({}, await signed(forger, "Hold", hold)), "InvalidSignature", alice);
    }
  });

  it("is refused when any field was changed", async () => {
    const { alice, bob, carol, desk, hold, submit, refuses } = await loadSigned();
    const changes = [
      { payee: carol.address },
      { payee: ZeroAddress },
      { notary: desk.address },
      { amount: hold.amount - 1n },
      { expiry: hold.expiry + 1n },
      { placeBy: hold.placeBy + 1n },
      { assignable: true },
      { terms: reference("another order") },
    ];
    for (const change of changes) await refuses(submit(change), "InvalidSignature", alice);
    await refuses(submit({ payer: bob.address }), "InvalidSignature", bob);
    await refuses(submit({ payer: ZeroAddress }), "InvalidSignature", ZeroAddress);
  });

  it("is refused from placeBy on: a signature kept in a drawer is worth nothing", async () => {
    const { hold, submit, at, refuses } = await loadSigned();
    await at(hold.placeBy);
    await refuses(submit(), "HoldExpired", holdId(hold), hold.placeBy);
  });

  it("is refused after the hold was executed, released or voided", async () => {
    const { alice, notary, hold, submit, as, refuses } = await loadSigned();
    await submit();
    await as(notary).executeHold(hold, HOLD_AMOUNT);
    await refuses(submit(), "HoldNotOpen", holdId(hold));

    const second = await loadSigned();
    await second.submit();
    await second.as(notary).releaseHold(second.hold, HOLD_AMOUNT);
    await second.refuses(second.submit(), "HoldNotOpen", holdId(second.hold));

    const third = await loadSigned();
    await third.as(alice).voidHold(third.hold);
    await third.refuses(third.submit(), "HoldNotOpen", holdId(third.hold));
  });

  it("is refused from a relayer that is blocked, as a party or in this token", async () => {
    const { carol, relayer, compliance, signature, submit, as, push, refuses } = await loadSigned();
    await push(carol, { blocked: true });
    await refuses(submit({}, signature, carol), "RelayerBlocked", carol);
    await as(compliance).blockWallet(relayer);
    await refuses(submit(), "RelayerBlocked", relayer);
  });

  it("obeys the rules of placing", async () => {
    const { alice, bob, submit, push, pause, freeze, closeCorridor, refuses } = await loadSigned();
    await freeze(alice, ALICE_BALANCE - 1n);
    await refuses(submit(), "ERC7943InsufficientUnfrozenBalance", alice, HOLD_AMOUNT, 1n);
    await closeCorridor(1, 2);
    await refuses(submit(), "ERC7943CannotTransfer", alice, bob, HOLD_AMOUNT);
    await push(bob, { blocked: true });
    await refuses(submit(), "ERC7943CannotReceive", bob);
    await pause(Operation.Place);
    await refuses(submit(), "OperationPaused", BigInt(Operation.Place));
    await push(alice, { blocked: true });
    await refuses(submit(), "ERC7943CannotSend", alice);
  });

  it("places what the payer has signed, whoever submits it", async () => {
    const { token, alice, stranger, hold, signature, submit, placedLog, emits, stateOf } = await loadSigned();
    await emits(submit({}, signature, stranger), placedLog(hold));
    expect(await token.heldOf(alice)).to.equal(HOLD_AMOUNT);
    expect(await stateOf(hold)).to.include({ status: "Open", remaining: HOLD_AMOUNT });
  });

  it("returns quietly when a stranger, or the payer, has placed it first", async () => {
    const { token, alice, stranger, hold, signature, submit, as, emits } = await loadSigned();
    await submit({}, signature, stranger);
    await emits(submit());
    await emits(as(alice).placeHold(hold));
    expect(await token.heldOf(alice)).to.equal(HOLD_AMOUNT);
  });

  it("asks for the signature even when the hold is already open", async () => {
    const { alice, bob, hold, signed, submit, refuses } = await loadSigned();
    await submit();
    await refuses(submit({}, await signed(bob, "Hold", hold)), "InvalidSignature", alice);
  });
});
