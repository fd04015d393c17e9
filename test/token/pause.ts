import { expect } from "chai";
import { ALLOWED, useToken } from "../support/token.js";
import { corridors, Operation } from "../support/words.js";

const load = await useToken();
const OPERATIONS = Object.entries(Operation);

describe("pause", () => {
  it("is refused to anybody but the guardian, to those that may unpause too", async () => {
    const { alice, unpauser, policyAdmin, compliance, admin, as, refuses } = await load();
    for (const caller of [alice, unpauser, policyAdmin, compliance, admin]) {
      await refuses(as(caller).pause(Operation.Transfer), "AccessManagedUnauthorized", caller);
    }
  });

  it("is refused for an operation that does not exist: there is no pause of redemption", async () => {
    const { ethers, guardian, unpauser, as } = await load();
    await expect(as(guardian).pause(4)).to.be.revertedWithoutReason(ethers);
    await expect(as(unpauser).unpause(4)).to.be.revertedWithoutReason(ethers);
  });

  for (const [name, operation] of OPERATIONS) {
    it(`sets the bit of ${name} and no other`, async () => {
      const { guardian, as, policy, review, emits } = await load();
      await emits(as(guardian).pause(operation), ["Paused", BigInt(operation), guardian]);
      expect(await policy()).to.deep.equal({ corridors: ALLOWED, paused: 1n << BigInt(operation) });
      expect((await review()).paused).to.equal(0n);
    });
  }

  it("holds against a corridor update that was prepared before it", async () => {
    const { token, alice, bob, policyAdmin, pause, pay, refuses } = await load();
    const prepared = token.interface.encodeFunctionData("openCorridors", [corridors([4, 1]), 0n]);
    await pause(Operation.Transfer);
    await policyAdmin.sendTransaction({ to: token, data: prepared });
    await refuses(pay(alice, bob, 1n), "OperationPaused", BigInt(Operation.Transfer));
  });

  it("twice is as good as once", async () => {
    const { unpauser, as, pause, policy } = await load();
    await pause(Operation.Place);
    await pause(Operation.Place);
    await as(unpauser).unpause(Operation.Place);
    expect((await policy()).paused).to.equal(0n);
  });

  it("is the emergency stop, not the closing of the target: that leaves transfers open and locks out the block", async () => {
    const { token, manager, alice, bob, admin, compliance, guardian, as, pay, refuses } = await load();
    await manager.connect(admin).setTargetClosed(token, true);
    await pay(alice, bob, 1n);
    await refuses(as(compliance).blockWallet(alice), "AccessManagedUnauthorized", compliance);
    await refuses(as(guardian).pause(Operation.Transfer), "AccessManagedUnauthorized", guardian);
  });
});

describe("unpause", () => {
  it("is refused to anybody but the contract that lifts pauses, to guardian and policy admin too", async () => {
    const { alice, guardian, policyAdmin, compliance, admin, as, refuses } = await load();
    for (const caller of [alice, guardian, policyAdmin, compliance, admin]) {
      await refuses(as(caller).unpause(Operation.Transfer), "AccessManagedUnauthorized", caller);
    }
  });

  for (const [name, operation] of OPERATIONS) {
    it(`clears the bit of ${name} and no other`, async () => {
      const { unpauser, as, pause, policy, emits } = await load();
      for (const other of Object.values(Operation)) await pause(other);
      await emits(as(unpauser).unpause(operation), ["Unpaused", BigInt(operation), unpauser]);
      expect(await policy()).to.deep.equal({ corridors: ALLOWED, paused: 0b1111n & ~(1n << BigInt(operation)) });
    });
  }

  it("brings payments back", async () => {
    const { token, alice, carol, unpauser, as, pause, pay } = await load();
    await pause(Operation.Transfer);
    await as(unpauser).unpause(Operation.Transfer);
    await pay(alice, carol, 1n);
    expect(await token.balanceOf(carol)).to.equal(1n);
  });
});
