import { expect } from "chai";
import { DepositToken__factory, UpgradedToken__factory } from "../../typechain-types/index.js";
import { expectLogs } from "../support/expect.js";
import { ROLES } from "../../src/bank/roles.js";
import { ALICE_BALANCE, DAY, SUPPLY, useToken } from "../support/token.js";

const load = await useToken();

async function loadNext() {
  const fixture = await load();
  const next = await new UpgradedToken__factory(fixture.admin).deploy();
  const upgraded = UpgradedToken__factory.connect(await fixture.token.getAddress(), fixture.stranger);
  const upgrade = (caller = fixture.upgrader, data = "0x") => fixture.as(caller).upgradeToAndCall(next, data);
  return { ...fixture, next, upgraded, upgrade };
}

describe("upgradeToAndCall", () => {
  describe("is refused", () => {
    it("to anybody but the upgrader", async () => {
      const { alice, admin, policyAdmin, registry, upgrade, refuses } = await loadNext();
      for (const caller of [alice, admin, policyAdmin, registry]) {
        await refuses(upgrade(caller), "AccessManagedUnauthorized", caller);
      }
    });

    it("on the implementation itself", async () => {
      const { implementation, next, upgrader, refuses } = await loadNext();
      await refuses(implementation.connect(upgrader).upgradeToAndCall(next, "0x"), "UUPSUnauthorizedCallContext");
    });

    it("to something that is no UUPS implementation", async () => {
      const { ethers, token, manager, alice, upgrader, as, refuses } = await loadNext();
      await refuses(as(upgrader).upgradeToAndCall(manager, "0x"), "ERC1967InvalidImplementation", manager);
      await expect(as(upgrader).upgradeToAndCall(alice, "0x")).to.be.revertedWithoutReason(ethers);
      // A proxy answers for its implementation, but is none.
      await refuses(as(upgrader).upgradeToAndCall(token, "0x"), "ERC1967InvalidImplementation", token);
    });

    it("before the delay of the role has passed", async () => {
      const { token, manager, admin, upgrader, next, upgrade, travelTo, now } = await loadNext();
      await manager.connect(admin).grantRole(ROLES.UPGRADER, upgrader, 7n * DAY);
      const data = token.interface.encodeFunctionData("upgradeToAndCall", [await next.getAddress(), "0x"]);
      await expect(upgrade()).to.be.revertedWithCustomError(manager, "AccessManagerNotScheduled");
      await manager.connect(upgrader).schedule(token, data, 0n);
      const ready = (await now()) + 7n * DAY;
      await travelTo(ready - 2n);
      await expect(upgrade()).to.be.revertedWithCustomError(manager, "AccessManagerNotReady");
      await travelTo(ready);
      await upgrade();
    });
  });

  it("swaps the code and keeps the storage", async () => {
    const { ethers, token, alice, next, upgraded, upgrade, placed, freeze, emits } = await loadNext();
    await placed();
    await freeze(alice, 7n);
    const before = await token.accountWord(alice);
    await emits(upgrade(), ["Upgraded", next]);
    expect(await upgraded.version()).to.equal(2n);
    expect(await upgraded.accountWord(alice)).to.equal(before);
    expect(await upgraded.totalSupply()).to.equal(SUPPLY);
    await expect(token.balanceOf(alice)).to.be.revertedWithoutReason(ethers);
  });

  it("runs the call that comes with it", async () => {
    const { next, upgraded, upgrader, upgrade } = await loadNext();
    const greet = next.interface.encodeFunctionData("greet");
    await expectLogs(upgrade(upgrader, greet), upgraded, [
      ["Upgraded", next],
      ["Greeted", 2n],
    ]);
  });

  it("can be taken back", async () => {
    const { token, alice, implementation, upgraded, upgrader, upgrade, bob, pay } = await loadNext();
    await upgrade();
    await upgraded.connect(upgrader).upgradeToAndCall(implementation, "0x");
    expect(await token.balanceOf(alice)).to.equal(ALICE_BALANCE);
    await pay(alice, bob, 1n);
  });

  it("to a fresh copy of the same code changes nothing that can be asked", async () => {
    const { token, admin, alice, upgrader, as, pay, bob } = await load();
    const before = [await token.accountWord(alice), await token.policyWords(), await token.supplyWords()];
    await as(upgrader).upgradeToAndCall(await new DepositToken__factory(admin).deploy(), "0x");
    expect([await token.accountWord(alice), await token.policyWords(), await token.supplyWords()]).to.deep.equal(
      before,
    );
    await pay(alice, bob, 1n);
  });
});
