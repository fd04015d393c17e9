import { expect } from "chai";
import { MaxUint256, ZeroAddress } from "ethers";
import { BOB_BALANCE, useToken } from "../support/token.js";
import { Operation } from "../support/words.js";

const load = await useToken();

/** Carol may spend 1,000 of alice's. */
async function loadApproved() {
  const fixture = await load();
  await fixture.as(fixture.alice).approve(fixture.carol, 1_000n);
  return fixture;
}

describe("transferFrom", () => {
  describe("is refused to a spender that", () => {
    it("the bank does not know, whatever its allowance", async () => {
      const { alice, bob, stranger, notary, as, payFrom, refuses } = await load();
      for (const spender of [stranger, notary]) {
        await as(alice).approve(spender, MaxUint256);
        await refuses(payFrom(spender, alice, bob, 0n), "SpenderNotAllowed", spender);
      }
    });

    it("is blocked as a party", async () => {
      const { alice, bob, carol, push, payFrom, refuses } = await loadApproved();
      await push(carol, { blocked: true });
      await refuses(payFrom(carol, alice, bob, 1n), "SpenderNotAllowed", carol);
    });

    it("is blocked in this token", async () => {
      const { alice, bob, carol, compliance, as, payFrom, refuses } = await loadApproved();
      await as(compliance).blockWallet(carol);
      await refuses(payFrom(carol, alice, bob, 1n), "SpenderNotAllowed", carol);
    });

    it("has let its KYC lapse", async () => {
      const { alice, bob, carol, push, at, now, payFrom, refuses } = await loadApproved();
      const last = (await now()) + 50n;
      await push(carol, { validUntil: last });
      await at(last);
      await payFrom(carol, alice, bob, 1n);
      await at(last + 1n);
      await refuses(payFrom(carol, alice, bob, 1n), "SpenderNotAllowed", carol);
    });

    it("has too small an allowance", async () => {
      const { alice, bob, carol, payFrom, refuses } = await loadApproved();
      await refuses(payFrom(carol, alice, bob, 1_001n), "ERC20InsufficientAllowance", carol, 1_000n, 1_001n);
    });
  });

  it("obeys every rule of a transfer between payer and payee", async () => {
    const { alice, bob, erin, carol, push, pause, freeze, payFrom, refuses } = await loadApproved();
    await refuses(payFrom(carol, alice, erin, 5n), "ERC7943CannotTransfer", alice, erin, 5n);
    await refuses(payFrom(carol, alice, { address: ZeroAddress }, 5n), "ERC20InvalidReceiver", ZeroAddress);
    await freeze(alice, 999_999n);
    await refuses(payFrom(carol, alice, bob, 2n), "ERC7943InsufficientUnfrozenBalance", alice, 2n, 1n);
    await push(bob, { blocked: true });
    await refuses(payFrom(carol, alice, bob, 1n), "ERC7943CannotReceive", bob);
    await push(alice, { blocked: true });
    await refuses(payFrom(carol, alice, bob, 1n), "ERC7943CannotSend", alice);
    await push(alice, { blocked: false });
    await pause(Operation.Transfer);
    await refuses(payFrom(carol, alice, bob, 1n), "OperationPaused", BigInt(Operation.Transfer));
  });

  it("spends the allowance and emits Transfer only", async () => {
    const { token, alice, bob, carol, payFrom, emits } = await loadApproved();
    await emits(payFrom(carol, alice, bob, 600n), ["Transfer", alice, bob, 600n]);
    expect(await token.allowance(alice, carol)).to.equal(400n);
    expect(await token.balanceOf(bob)).to.equal(BOB_BALANCE + 600n);
  });

  it("leaves the allowance as it was when the movement is refused", async () => {
    const { token, alice, erin, carol, payFrom, refuses } = await loadApproved();
    await refuses(payFrom(carol, alice, erin, 5n), "ERC7943CannotTransfer", alice, erin, 5n);
    expect(await token.allowance(alice, carol)).to.equal(1_000n);
  });

  it("does not wear out an infinite allowance", async () => {
    const { token, alice, bob, carol, as, payFrom } = await load();
    await as(alice).approve(carol, MaxUint256);
    await payFrom(carol, alice, bob, 600n);
    expect(await token.allowance(alice, carol)).to.equal(MaxUint256);
  });

  it("to oneself spends the allowance and moves nothing", async () => {
    const { token, alice, carol, payFrom, accountOf } = await loadApproved();
    const before = await accountOf(alice);
    await payFrom(carol, alice, alice, 600n);
    expect(await accountOf(alice)).to.deep.equal(before);
    expect(await token.allowance(alice, carol)).to.equal(400n);
  });
});
