import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { expectLogs } from "../support/expect.js";
import { holdId } from "../support/signing.js";
import { ALICE_BALANCE, ATTESTED, HOLD_AMOUNT, SUPPLY, useToken, type TokenFixture } from "../support/token.js";
import { Operation, Power, reason } from "../support/words.js";

const load = await useToken();
const ZERO = { address: ZeroAddress };

async function pauseAll({ pause }: TokenFixture) {
  for (const operation of Object.values(Operation)) await pause(operation);
}

describe("redemption by a hold (placed, executed as a burn)", () => {
  it("is refused to a blocked customer at placing and at execution", async () => {
    const { alice, desk, as, push, redemptionOf, placedRedemption, refuses } = await load();
    const hold = await placedRedemption();
    await push(alice, { blocked: true });
    await refuses(as(desk).executeHold(hold, HOLD_AMOUNT), "ERC7943CannotSend", alice);
    const second = await redemptionOf({ amount: 1n });
    await refuses(as(alice).placeHold(second), "ERC7943CannotSend", alice);
  });

  it("is refused to somebody the bank does not know", async () => {
    const { stranger, as, redemptionOf, refuses } = await load();
    const hold = await redemptionOf({ payer: stranger.address, amount: 1n });
    await refuses(as(stranger).placeHold(hold), "ERC7943CannotSend", stranger);
  });

  it("is refused of frozen money", async () => {
    const { alice, desk, as, freeze, placedRedemption, refuses } = await load();
    const hold = await placedRedemption();
    await freeze(alice, ALICE_BALANCE);
    await refuses(
      as(desk).executeHold(hold, HOLD_AMOUNT),
      "ERC7943InsufficientUnfrozenBalance",
      alice,
      HOLD_AMOUNT,
      0n,
    );
  });

  it("is refused when its desk is no burner any more", async () => {
    const { desk, compliance, as, placedRedemption, refuses } = await load();
    const hold = await placedRedemption();
    await as(compliance).dismissContract(desk, Power.Burner);
    await refuses(as(desk).executeHold(hold, HOLD_AMOUNT), "NotaryNotAdmitted", desk);
  });

  it("burns: supply, balance and backing go down together, and the burn is counted", async () => {
    const { token, alice, desk, as, placedRedemption, emits, supply, flows } = await load();
    const hold = await placedRedemption();
    const before = await supply();
    await emits(
      as(desk).executeHold(hold, 100_000n),
      ["HoldExecuted", holdId(hold), 100_000n],
      ["Transfer", alice, ZERO, 100_000n],
    );
    await as(desk).executeHold(hold, 200_000n);
    expect(await supply()).to.deep.equal({
      ...before,
      totalSupply: SUPPLY - HOLD_AMOUNT,
      backing: ATTESTED - HOLD_AMOUNT,
    });
    expect(await flows()).to.deep.equal({ burned: HOLD_AMOUNT, received: 0n });
    expect(await token.totalSupply()).to.equal(SUPPLY - HOLD_AMOUNT);
    expect(await token.balanceOf(alice)).to.equal(ALICE_BALANCE - HOLD_AMOUNT);
    expect(await token.balanceOf(ZeroAddress)).to.equal(0n);
  });

  it("is open with lapsed KYC, while everything is paused, with every corridor closed and no attestation", async () => {
    const fixture = await load();
    const { token, alice, compliance, desk, as, expire, redemptionOf, travelTo, now } = fixture;
    await pauseAll(fixture);
    await as(compliance).closeCorridors((1n << 225n) - 1n);
    await expire(alice);
    await travelTo((await now()) + 30n * 86_400n);
    const hold = await redemptionOf();
    await as(alice).placeHold(hold);
    await as(desk).executeHold(hold, HOLD_AMOUNT);
    expect(await token.totalSupply()).to.equal(SUPPLY - HOLD_AMOUNT);
  });

  it("by signature is open with lapsed KYC and while everything is paused", async () => {
    const fixture = await load();
    const { token, alice, desk, relayer, as, expire, redemptionOf, signed } = fixture;
    await pauseAll(fixture);
    await expire(alice);
    const hold = await redemptionOf();
    await as(relayer).placeHoldWithAuthorization(hold, await signed(alice, "Hold", hold));
    await as(desk).executeHold(hold, HOLD_AMOUNT);
    const atOnce = await redemptionOf({ amount: 7n });
    await as(desk).executeSigned(atOnce, await signed(alice, "Hold", atOnce));
    expect(await token.totalSupply()).to.equal(SUPPLY - HOLD_AMOUNT - 7n);
  });

  it("is never limited", async () => {
    const { token, alice, desk, as, push, installLimits, redemptionOf, placedLog } = await load();
    const limits = await installLimits(reason("PayerLimit"));
    await push(alice, { limited: true });
    const hold = await redemptionOf();
    await expectLogs(as(alice).placeHold(hold), [token, limits], [placedLog(hold)]);
    await expectLogs(
      as(desk).executeHold(hold, HOLD_AMOUNT),
      [token, limits],
      [
        ["HoldExecuted", holdId(hold), HOLD_AMOUNT],
        ["Transfer", alice, ZERO, HOLD_AMOUNT],
      ],
    );
  });

  it("frees no room for minting: backing goes down with the supply", async () => {
    const { alice, desk, as, attest, mint, placedRedemption, refuses } = await load();
    await attest(SUPPLY, 0n, 0n);
    const hold = await placedRedemption();
    await as(desk).executeHold(hold, HOLD_AMOUNT);
    const left = SUPPLY - HOLD_AMOUNT;
    await refuses(mint(alice, 1n), "BackingExceeded", left, left, 1n);
  });
});

describe("an interbank burn (a clearing contract's hold without payee)", () => {
  it("is a payment: the pause of execution stops it", async () => {
    const { clearing, as, pause, placed, refuses } = await load();
    const hold = await placed({ payee: ZeroAddress, notary: clearing.address });
    await pause(Operation.Execute);
    await refuses(as(clearing).executeHold(hold, HOLD_AMOUNT), "OperationPaused", BigInt(Operation.Execute));
  });

  it("counts against the payer's limits", async () => {
    const { alice, clearing, as, push, installLimits, holdOf } = await load();
    const limits = await installLimits(reason("PayerLimit"));
    await push(alice, { limited: true });
    const hold = await holdOf({ payee: ZeroAddress, notary: clearing.address });
    await expect(as(alice).placeHold(hold)).to.be.revertedWithCustomError(limits, "LimitsRefused");
  });

  it("burns and is counted", async () => {
    const { token, clearing, as, placed, flows } = await load();
    const hold = await placed({ payee: ZeroAddress, notary: clearing.address });
    await as(clearing).executeHold(hold, HOLD_AMOUNT);
    expect(await token.totalSupply()).to.equal(SUPPLY - HOLD_AMOUNT);
    expect(await flows()).to.deep.equal({ burned: HOLD_AMOUNT, received: 0n });
  });
});
