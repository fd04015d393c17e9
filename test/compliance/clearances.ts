import { expect } from "chai";
import { ZeroAddress, ZeroHash } from "ethers";
import { corridors, reason } from "../support/words.js";
import { ALICE, ALICE_LIMITS, Cause, useCompliance } from "./support.js";

const load = await useCompliance();
const AMOUNT = 100_000n;

describe("over a corridor under review", () => {
  describe("a payment is refused", () => {
    it("without a clearance, whether a side has limits or not", async () => {
      const { usd, alice, bob, erin, pay, limited } = await load();
      await limited(pay(alice, erin, AMOUNT), "ClearanceMissing", usd, alice, erin, AMOUNT);
      await limited(pay(bob, erin, AMOUNT), "ClearanceMissing", usd, bob, erin, AMOUNT);
    });

    it("with a clearance for another amount, payer, payee or token", async () => {
      const { usd, jpy, alice, bob, erin, dave, pay, granted, limited } = await load();
      await granted({ amount: AMOUNT + 1n });
      await granted({ payer: bob.address });
      await granted({ payer: dave.address });
      await granted({ payer: erin.address, payee: alice.address });
      await granted({ token: jpy.target as string });
      await limited(pay(alice, erin, AMOUNT), "ClearanceMissing", usd, alice, erin, AMOUNT);
    });

    it("from the clearance's expiry on", async () => {
      const { usd, alice, erin, pay, granted, at, limited, assess } = await load();
      const { expiry } = await granted();
      await at(expiry - 1n);
      await granted({ amount: 1n });
      expect(await assess(0n, alice, erin, AMOUNT, Cause.UnderReview)).to.equal(reason("Ok"));
      await at(expiry);
      await limited(pay(alice, erin, AMOUNT), "ClearanceMissing", usd, alice, erin, AMOUNT);
    });

    it("a second time: a clearance is used up by one payment", async () => {
      const { usd, limits, alice, erin, pay, granted, limited } = await load();
      await granted();
      await pay(alice, erin, AMOUNT);
      expect(await limits.clearanceOf(usd, alice, erin, AMOUNT)).to.deep.equal([0n, ZeroHash]);
      await limited(pay(alice, erin, AMOUNT), "ClearanceMissing", usd, alice, erin, AMOUNT);
    });

    it("by the payer's limits all the same, and then the clearance stays", async () => {
      const { alice, erin, pay, granted, limited, raise } = await load();
      await granted({ amount: 500_001n });
      await limited(pay(alice, erin, 500_001n), "PaymentLimitExceeded", ALICE, 500_001n, 500_000n);
      await raise(ALICE, { ...ALICE_LIMITS, perPayment: 500_001n });
      await pay(alice, erin, 500_001n);
    });

    it("once the corridor is denied, clearance or not", async () => {
      const { usd, compliance, alice, erin, pay, granted, refuses } = await load();
      await granted();
      await usd.connect(compliance).closeCorridors(corridors([1, 3]));
      await refuses(pay(alice, erin, AMOUNT), usd, "ERC7943CannotTransfer", alice, erin, AMOUNT);
    });
  });

  it("a payment consumes the one that names it, and says under which case", async () => {
    const { usd, alice, erin, pay, granted, emits } = await load();
    await granted({ amount: AMOUNT + 1n });
    const { caseId } = await granted();
    await emits(
      pay(alice, erin, AMOUNT),
      ["Transfer", alice, erin, AMOUNT],
      ["ClearanceUsed", usd, alice, erin, AMOUNT, caseId],
    );
    await pay(alice, erin, AMOUNT + 1n);
  });

  it("a hold consumes it when it is placed, and needs none to be executed", async () => {
    const { usd, limits, erin, alice, placed, execute, granted, limited, holdOf, place } = await load();
    await limited(
      place(await holdOf({ payee: erin.address, amount: AMOUNT })),
      "ClearanceMissing",
      usd,
      alice,
      erin,
      AMOUNT,
    );
    await granted();
    const hold = await placed({ payee: erin.address, amount: AMOUNT });
    expect(await limits.clearanceOf(usd, alice, erin, AMOUNT)).to.deep.equal([0n, ZeroHash]);
    await execute(hold, 1n);
    await execute(hold, AMOUNT - 1n);
  });

  it("a hold that is released does not bring it back", async () => {
    const { usd, limits, erin, alice, placed, release, granted } = await load();
    await granted();
    await release(await placed({ payee: erin.address, amount: AMOUNT }), AMOUNT);
    expect(await limits.clearanceOf(usd, alice, erin, AMOUNT)).to.deep.equal([0n, ZeroHash]);
  });

  it("a hold that is placed and executed at once consumes one", async () => {
    const { usd, alice, erin, holdOf, executeSigned, granted, limited } = await load();
    const hold = await holdOf({ payee: erin.address, amount: AMOUNT });
    await limited(executeSigned(hold), "ClearanceMissing", usd, alice, erin, AMOUNT);
    await granted();
    await executeSigned(hold);
    const again = await holdOf({ payee: erin.address, amount: AMOUNT });
    await limited(executeSigned(again), "ClearanceMissing", usd, alice, erin, AMOUNT);
  });

  it("an assignment consumes two: for the payer's payment and for the assignor's", async () => {
    const { usd, alice, bob, erin, placed, granted, execute, limited } = await load();
    const hold = await placed({ amount: AMOUNT, assignable: true });
    const assign = () => usd.connect(bob).assignHold(hold, erin);
    await limited(assign(), "ClearanceMissing", usd, alice, erin, AMOUNT);
    await granted();
    await limited(assign(), "ClearanceMissing", usd, bob, erin, AMOUNT);
    await granted({ payer: bob.address });
    await assign();
    await execute(hold);
  });

  it("a hold whose corridor came under review after its placing needs one to be executed", async () => {
    const { usd, compliance, policyAdmin, alice, bob, placed, execute, granted, limited } = await load();
    const hold = await placed({ amount: AMOUNT });
    await usd.connect(compliance).closeCorridors(corridors([1, 2]));
    await usd.connect(policyAdmin).openCorridors(0, corridors([1, 2]));
    await limited(execute(hold), "ClearanceMissing", usd, alice, bob, AMOUNT);
    await granted({ payee: bob.address, amount: AMOUNT - 1n });
    await execute(hold, AMOUNT - 1n);
    await limited(execute(hold, 1n), "ClearanceMissing", usd, alice, bob, 1n);
  });

  it("a mint consumes one that names no payer", async () => {
    const { usd, compliance, policyAdmin, erin, give, granted, refuses } = await load();
    await usd.connect(compliance).closeCorridors(corridors([0, 3]));
    await usd.connect(policyAdmin).openCorridors(0, corridors([0, 3]));
    await refuses(give(erin, AMOUNT), usd, "ERC7943CannotTransfer", ZeroAddress, erin, AMOUNT);
    await granted({ payer: ZeroAddress });
    await give(erin, AMOUNT);
    await refuses(give(erin, AMOUNT), usd, "ERC7943CannotTransfer", ZeroAddress, erin, AMOUNT);
  });

  it("a payment of nothing, or to oneself, consumes none", async () => {
    const { usd, compliance, policyAdmin, limits, alice, erin, pay, granted, refuses } = await load();
    await refuses(pay(alice, erin, 0n), usd, "ERC7943CannotTransfer", alice, erin, 0n);
    await usd.connect(compliance).closeCorridors(corridors([1, 1]));
    await usd.connect(policyAdmin).openCorridors(0, corridors([1, 1]));
    await refuses(pay(alice, alice, AMOUNT), usd, "ERC7943CannotTransfer", alice, alice, AMOUNT);
    const { expiry, caseId } = await granted({ payee: alice.address });
    await pay(alice, alice, AMOUNT);
    await pay(alice, alice, AMOUNT);
    expect(await limits.clearanceOf(usd, alice, alice, AMOUNT)).to.deep.equal([expiry, caseId]);
  });

  it("the answer is ClearanceMissing until there is one", async () => {
    const { usd, lens, alice, erin, granted } = await load();
    const ask = () => lens.checkTransfer(usd, alice, alice, erin, AMOUNT);
    expect(await ask()).to.equal(reason("ClearanceMissing"));
    expect(await usd.canTransfer(alice, erin, AMOUNT)).to.equal(false);
    await granted();
    expect(await ask()).to.equal(reason("Ok"));
    expect(await usd.canTransfer(alice, erin, AMOUNT)).to.equal(true);
  });
});
