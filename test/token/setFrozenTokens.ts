import { expect } from "chai";
import { MaxUint256 } from "ethers";
import { ALICE_BALANCE, HOLD_AMOUNT, useToken } from "../support/token.js";
import { MAX_AMOUNT } from "../support/words.js";

const load = await useToken();

describe("setFrozenTokens", () => {
  it("is refused to anybody but the legal orders", async () => {
    const { alice, compliance, admin, as, refuses } = await load();
    for (const caller of [alice, compliance, admin]) {
      await refuses(as(caller).setFrozenTokens(alice, 1n), "AccessManagedUnauthorized", caller);
    }
  });

  it("overwrites, and touches no other bit of the account", async () => {
    const { alice, push, placed, freeze, accountOf, emits } = await load();
    await push(alice, { limited: false, zone: 1 });
    await placed();
    const before = await accountOf(alice);
    await emits(freeze(alice, 500n), ["Frozen", alice, 500n]);
    await emits(freeze(alice, 70n), ["Frozen", alice, 70n]);
    expect(await accountOf(alice)).to.deep.equal({ ...before, frozen: 70n });
    await emits(freeze(alice, 0n), ["Frozen", alice, 0n]);
    expect(await accountOf(alice)).to.deep.equal(before);
  });

  it("may exceed the balance, to catch later credits", async () => {
    const { token, alice, bob, freeze, mint, pay, refuses } = await load();
    await freeze(alice, ALICE_BALANCE + 100n);
    await mint(alice, 150n);
    expect(await token.availableOf(alice)).to.equal(50n);
    await refuses(pay(alice, bob, 51n), "ERC7943InsufficientUnfrozenBalance", alice, 51n, 50n);
    await pay(alice, bob, 50n);
  });

  it("saturates at the width of its field, and says so in the event", async () => {
    const { token, alice, freeze, placed, accountOf, emits } = await load();
    await placed();
    for (const huge of [MAX_AMOUNT + 1n, MaxUint256]) {
      await emits(freeze(alice, huge), ["Frozen", alice, MAX_AMOUNT]);
      expect(await accountOf(alice)).to.include({ balance: ALICE_BALANCE, frozen: MAX_AMOUNT, held: HOLD_AMOUNT });
    }
    expect(await token.availableOf(alice)).to.equal(0n);
  });

  it("reaches an account that the bank does not know, or has blocked", async () => {
    const { token, stranger, bob, push, freeze } = await load();
    await push(bob, { blocked: true });
    for (const account of [stranger, bob]) {
      await freeze(account, 5n);
      expect(await token.getFrozenTokens(account)).to.equal(5n);
    }
  });
});
