import { expect } from "chai";
import { MaxUint256, ZeroAddress } from "ethers";
import { ALICE_BALANCE, useToken } from "../support/token.js";

const load = await useToken();

describe("approve", () => {
  it("is refused for the zero address", async () => {
    const { alice, as, refuses } = await load();
    await refuses(as(alice).approve(ZeroAddress, 1n), "ERC20InvalidSpender", ZeroAddress);
  });

  it("sets the allowance, overwriting the one before", async () => {
    const { token, alice, carol, as, emits } = await load();
    await emits(as(alice).approve(carol, 500n), ["Approval", alice, carol, 500n]);
    await emits(as(alice).approve(carol, 70n), ["Approval", alice, carol, 70n]);
    expect(await token.allowance(alice, carol)).to.equal(70n);
  });

  it("promises nothing: a blocked owner may approve, and no money moves by it", async () => {
    const { token, alice, bob, carol, as, push, payFrom, refuses } = await load();
    await push(alice, { blocked: true });
    await as(alice).approve(carol, MaxUint256);
    await refuses(payFrom(carol, alice, bob, 1n), "ERC7943CannotSend", alice);
    expect(await token.balanceOf(alice)).to.equal(ALICE_BALANCE);
  });
});
