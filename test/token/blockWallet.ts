import { expect } from "chai";
import { useToken, VALID_UNTIL } from "../support/token.js";
import { LOCAL_BLOCK, Power } from "../support/words.js";

const load = await useToken();

describe("blockWallet", () => {
  it("is refused to anybody but compliance, to who lifts blocks too", async () => {
    const { alice, legalOrders, policyAdmin, admin, registry, as, refuses } = await load();
    for (const caller of [alice, legalOrders, policyAdmin, admin, registry]) {
      await refuses(as(caller).blockWallet(alice), "AccessManagedUnauthorized", caller);
    }
  });

  it("blocks the wallet in this token and touches nothing else", async () => {
    const { alice, compliance, as, accountOf, emits } = await load();
    const before = await accountOf(alice);
    await emits(as(compliance).blockWallet(alice), ["LocalBitsSet", alice, LOCAL_BLOCK]);
    expect(await accountOf(alice)).to.deep.equal({ ...before, local: LOCAL_BLOCK });
  });

  it("survives every push of the register", async () => {
    const { token, alice, compliance, as, push } = await load();
    await as(compliance).blockWallet(alice);
    await push(alice, { validUntil: VALID_UNTIL + 1n });
    await push(alice, { blocked: true });
    await push(alice, { blocked: false });
    expect(await token.canSend(alice)).to.equal(false);
  });

  it("keeps the powers of a contract, in the event too", async () => {
    const { notary, compliance, as, emits } = await load();
    await emits(as(compliance).blockWallet(notary), ["LocalBitsSet", notary, LOCAL_BLOCK | Power.Notary]);
  });
});

describe("unblockWallet", () => {
  it("is refused to anybody but the legal orders, to those that may block too", async () => {
    const { alice, compliance, policyAdmin, admin, registry, as, refuses } = await load();
    await as(compliance).blockWallet(alice);
    for (const caller of [alice, compliance, policyAdmin, admin, registry]) {
      await refuses(as(caller).unblockWallet(alice), "AccessManagedUnauthorized", caller);
    }
  });

  it("lifts the block of the wallet, never the block of the party", async () => {
    const { token, alice, compliance, legalOrders, as, push, emits } = await load();
    await as(compliance).blockWallet(alice);
    await push(alice, { blocked: true });
    await emits(as(legalOrders).unblockWallet(alice), ["LocalBitsSet", alice, 0n]);
    expect(await token.canSend(alice)).to.equal(false);
    await push(alice, { blocked: false });
    expect(await token.canSend(alice)).to.equal(true);
  });

  it("keeps the powers of a contract", async () => {
    const { notary, compliance, legalOrders, as, emits } = await load();
    await as(compliance).blockWallet(notary);
    await emits(as(legalOrders).unblockWallet(notary), ["LocalBitsSet", notary, Power.Notary]);
  });
});
