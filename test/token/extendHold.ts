import { expect } from "chai";
import { MaxUint256 } from "ethers";
import { holdId } from "../support/signing.js";
import { DAY, HOLD_AMOUNT, HOUR, useToken } from "../support/token.js";

const load = await useToken();

async function loadPlaced(changes: object = {}) {
  const fixture = await load();
  const hold = await fixture.placed(changes);
  const extend = (hours: bigint, caller = fixture.alice) => fixture.as(caller).extendHold(hold, hours);
  return { ...fixture, hold, id: holdId(hold), extend };
}

describe("extendHold", () => {
  it("is refused to anybody but the payer", async () => {
    const { bob, notary, stranger, id, extend, refuses } = await loadPlaced();
    for (const caller of [bob, notary, stranger]) {
      await refuses(extend(1n, caller), "HoldUnauthorized", id, caller);
    }
  });

  it("is refused to a blocked payer", async () => {
    const { alice, push, extend, refuses } = await loadPlaced();
    await push(alice, { blocked: true });
    await refuses(extend(1n), "ERC7943CannotSend", alice);
  });

  it("is refused from expiry on, and when the hold is not open", async () => {
    const { alice, notary, desk, hold, id, extend, as, at, sealedRedemption, refuses } = await loadPlaced();
    const sealed = await sealedRedemption();
    await refuses(as(alice).extendHold(sealed, 1n), "HoldNotOpen", holdId(sealed));
    await as(desk).releaseHold(sealed, HOLD_AMOUNT);
    await refuses(as(alice).extendHold(sealed, 1n), "HoldNotOpen", holdId(sealed));
    await at(hold.expiry);
    await refuses(extend(1n), "HoldExpired", id, hold.expiry);
    await as(notary).releaseHold(hold, HOLD_AMOUNT);
    await refuses(extend(1n), "HoldNotOpen", id);
  });

  it("is refused for no hours, and for more than the word has room for", async () => {
    const { id, extend, refuses } = await loadPlaced();
    for (const hours of [0n, 8_192n, 1n << 13n, 1n << 23n, MaxUint256]) await refuses(extend(hours), "HoldInvalid", id);
  });

  it("reaches 8,191 hours in all, however they are split, and no hour more", async () => {
    const { hold, id, extend, at, emits, stateOf, refuses } = await loadPlaced();
    await emits(extend(8_000n), ["HoldExtended", id, hold.expiry + 8_000n * HOUR]);
    await refuses(extend(192n), "HoldInvalid", id);
    await emits(extend(191n), ["HoldExtended", id, hold.expiry + 8_191n * HOUR]);
    // Even near the end, with 400 days ahead again: the field is full.
    await at(hold.expiry + 8_191n * HOUR - 1n);
    await refuses(extend(1n), "HoldInvalid", id);
    expect(await stateOf(hold)).to.include({ extension: 8_191n, status: "Open" });
  });

  it("reaches exactly 400 days from now, and no second more", async () => {
    const fixture = await load();
    const { alice, as, at, now, emits, refuses } = fixture;
    const hold = await fixture.placed({ expiry: (await now()) + 100n * DAY });
    const id = holdId(hold);
    const moment = hold.expiry - 60n * DAY;
    await at(moment - 1n);
    await refuses(as(alice).extendHold(hold, 340n * 24n), "HoldInvalid", id);
    await at(moment);
    await emits(as(alice).extendHold(hold, 340n * 24n), ["HoldExtended", id, moment + 400n * DAY]);
  });

  it("puts the expiry off for execution and for release alike, and adds up", async () => {
    const { alice, notary, stranger, hold, id, extend, as, at, emits, stateOf, refuses } = await loadPlaced();
    await emits(extend(24n), ["HoldExtended", id, hold.expiry + DAY]);
    await emits(extend(1n), ["HoldExtended", id, hold.expiry + DAY + HOUR]);
    expect(await stateOf(hold)).to.include({ extension: 25n, remaining: HOLD_AMOUNT, status: "Open", assignee: 0n });
    const expiry = hold.expiry + DAY + HOUR;
    await at(hold.expiry);
    await as(notary).executeHold(hold, 1n);
    await at(expiry - 1n);
    await refuses(as(stranger).releaseHold(hold, HOLD_AMOUNT - 1n), "HoldUnauthorized", id, stranger);
    await at(expiry);
    await refuses(as(notary).executeHold(hold, 1n), "HoldExpired", id, expiry);
    await as(stranger).releaseHold(hold, HOLD_AMOUNT - 1n);
    await refuses(as(alice).extendHold(hold, 1n), "HoldNotOpen", id);
  });

  it("is open to a payer whose KYC has lapsed: the seller's time must not depend on it", async () => {
    const { alice, hold, id, extend, expire, emits } = await loadPlaced();
    await expire(alice);
    await emits(extend(1n), ["HoldExtended", id, hold.expiry + HOUR]);
  });

  it("keeps the assignee and the clearance", async () => {
    const { alice, dave, bob, as, installLimits, placed, stateOf } = await load();
    await installLimits();
    const hold = await placed({ assignable: true });
    await as(bob).assignHold(hold, dave);
    const before = await stateOf(hold);
    await as(alice).extendHold(hold, 8_000n);
    expect(before).to.include({ cleared: true, assignee: BigInt(dave.address) });
    expect(await stateOf(hold)).to.deep.equal({ ...before, extension: 8_000n });
  });
});
