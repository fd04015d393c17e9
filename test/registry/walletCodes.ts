import { expect } from "chai";
import { PARTIES, useBank } from "../issuance/support.js";

const load = await useBank();

describe("wallet codes", () => {
  it("open the register to smart accounts of that very code, until they are struck off", async () => {
    const { registry, registrar, policyAdmin, compliance, usd, carol, dave, ...bank } = await load();
    const { deployWallet, codeHashOf, standingOf, emits, refuses } = bank;
    const [first, second] = [await deployWallet(carol), await deployWallet(carol)];
    const other = await deployWallet(dave);
    const codeHash = await codeHashOf(first);
    const add = (wallet: { address: string }) =>
      registry.connect(registrar).addWallets(PARTIES.alice, [wallet.address]);

    await emits(registry.connect(policyAdmin).allowWalletCode(codeHash), ["WalletCodeSet", codeHash, true]);
    await add(first);
    // An immutable owner is part of the code: another owner's account is other code.
    await refuses(add(other), registry, "WalletCodeNotListed", other, await codeHashOf(other));

    await emits(registry.connect(compliance).disallowWalletCode(codeHash), ["WalletCodeSet", codeHash, false]);
    await refuses(add(second), registry, "WalletCodeNotListed", second, codeHash);
    // Who was admitted stays.
    await registry.syncToken(usd, [PARTIES.alice]);
    expect(await standingOf(usd, first)).to.equal(await standingOf(usd, bank.alice));
  });
});
