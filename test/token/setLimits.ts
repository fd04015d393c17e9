import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { useToken } from "../support/token.js";
import { reason } from "../support/words.js";

const load = await useToken();

describe("setLimits", () => {
  it("is refused to anybody but the policy admin", async () => {
    const { alice, compliance, guardian, admin, as, refuses } = await load();
    for (const caller of [alice, compliance, guardian, admin]) {
      await refuses(as(caller).setLimits(alice), "AccessManagedUnauthorized", caller);
    }
  });

  it("is refused for an account without code: nobody would answer", async () => {
    const { alice, policyAdmin, as, refuses } = await load();
    await refuses(as(policyAdmin).setLimits(alice), "LimitsInvalid", alice);
  });

  it("names the contract that is asked from then on", async () => {
    const { token, alice, bob, policyAdmin, as, push, pay, installLimits } = await load();
    await push(alice, { limited: true });
    const strict = await installLimits(reason("PayerLimit"));
    await expect(pay(alice, bob, 1n)).to.be.revertedWithCustomError(strict, "LimitsRefused");
    const generous = await installLimits();
    expect(await token.limits()).to.equal(generous.target);
    await pay(alice, bob, 1n);
    await as(policyAdmin).setLimits(strict);
    await expect(pay(alice, bob, 1n)).to.be.revertedWithCustomError(strict, "LimitsRefused");
  });

  it("of nothing denies whoever needs it", async () => {
    const { token, alice, bob, policyAdmin, as, push, pay, installLimits, emits, refuses } = await load();
    await push(alice, { limited: true });
    await installLimits();
    await emits(as(policyAdmin).setLimits(ZeroAddress), ["LimitsSet", { address: ZeroAddress }]);
    expect(await token.limits()).to.equal(ZeroAddress);
    await refuses(pay(alice, bob, 1n), "ERC7943CannotTransfer", alice, bob, 1n);
  });
});
