import { expect } from "chai";
import { MaxUint256, ZeroAddress } from "ethers";
import { expectLogs } from "../support/expect.js";
import { ALICE_BALANCE, BOB_BALANCE, SUPPLY, useToken, VALID_UNTIL } from "../support/token.js";
import { Cause, kind, MAX_AMOUNT, Operation, reason } from "../support/words.js";

const load = await useToken();

describe("transfer", () => {
  describe("is refused", () => {
    it("to and from somebody the bank does not know", async () => {
      const { stranger, alice, pay, refuses } = await load();
      await refuses(pay(stranger, alice, 0n), "ERC7943CannotSend", stranger);
      await refuses(pay(alice, stranger, 1n), "ERC7943CannotReceive", stranger);
    });

    it("to the zero address, the token itself and a contract of the suite", async () => {
      const { token, alice, notary, pay, refuses } = await load();
      await refuses(pay(alice, { address: ZeroAddress }, 1n), "ERC20InvalidReceiver", ZeroAddress);
      const itself = await token.getAddress();
      await refuses(pay(alice, { address: itself }, 1n), "ERC7943CannotReceive", itself);
      await refuses(pay(alice, notary, 1n), "ERC7943CannotReceive", notary);
    });

    it("when the party of either side is blocked", async () => {
      const { alice, bob, pay, push, refuses } = await load();
      await push(alice, { blocked: true });
      await refuses(pay(alice, bob, 1n), "ERC7943CannotSend", alice);
      await refuses(pay(bob, alice, 1n), "ERC7943CannotReceive", alice);
    });

    it("when the wallet of either side is blocked in this token", async () => {
      const { alice, bob, compliance, as, pay, refuses } = await load();
      await as(compliance).blockWallet(alice);
      await refuses(pay(alice, bob, 1n), "ERC7943CannotSend", alice);
      await refuses(pay(bob, alice, 1n), "ERC7943CannotReceive", alice);
    });

    it("from the second after the KYC of either side lapsed", async () => {
      const { alice, bob, push, pay, at, now, refuses } = await load();
      const last = (await now()) + 100n;
      await push(alice, { validUntil: last });
      await at(last);
      await pay(alice, bob, 1n);
      await at(last + 1n);
      await refuses(pay(alice, bob, 1n), "ERC7943CannotSend", alice);
      await refuses(pay(bob, alice, 1n), "ERC7943CannotReceive", alice);
      await push(alice, { validUntil: VALID_UNTIL });
      await pay(bob, alice, 1n);
    });

    it("on a corridor that is neither allowed nor under review", async () => {
      const { alice, bob, erin, dave, pay, closeCorridor, refuses } = await load();
      await refuses(pay(alice, erin, 7n), "ERC7943CannotTransfer", alice, erin, 7n);
      await closeCorridor(1, 2);
      await refuses(pay(alice, bob, 7n), "ERC7943CannotTransfer", alice, bob, 7n);
      await closeCorridor(1, 3);
      await refuses(pay(alice, dave, 7n), "ERC7943CannotTransfer", alice, dave, 7n);
      // The way back has a bit of its own.
      await pay(bob, alice, 7n);
    });

    it("under review when no Limits contract answers for a clearance", async () => {
      const { alice, dave, pay, refuses } = await load();
      await refuses(pay(alice, dave, 7n), "ERC7943CannotTransfer", alice, dave, 7n);
      await refuses(pay(alice, dave, 0n), "ERC7943CannotTransfer", alice, dave, 0n);
    });

    it("under review or limited when the Limits contract refuses", async () => {
      const { alice, bob, dave, push, pay, installLimits, refuses } = await load();
      const limits = await installLimits(reason("PayerLimit"));
      await push(bob, { limited: true });
      for (const payee of [dave, bob]) {
        await expect(pay(alice, payee, 7n))
          .to.be.revertedWithCustomError(limits, "LimitsRefused")
          .withArgs(reason("PayerLimit"));
        // A zero amount uses nothing up, but every rule applies to it.
        await refuses(pay(alice, payee, 0n), "ERC7943CannotTransfer", alice, payee, 0n);
      }
    });

    it("to or from a limited party when there is no Limits contract", async () => {
      const { alice, bob, push, pay, refuses } = await load();
      await push(bob, { limited: true });
      await refuses(pay(alice, bob, 7n), "ERC7943CannotTransfer", alice, bob, 7n);
      await refuses(pay(bob, alice, 7n), "ERC7943CannotTransfer", bob, alice, 7n);
    });

    it("while transfers are paused, for a zero amount and to oneself too", async () => {
      const { alice, bob, pause, pay, refuses } = await load();
      await pause(Operation.Transfer);
      await refuses(pay(alice, bob, 1n), "OperationPaused", BigInt(Operation.Transfer));
      await refuses(pay(alice, bob, 0n), "OperationPaused", BigInt(Operation.Transfer));
      await refuses(pay(alice, alice, 1n), "OperationPaused", BigInt(Operation.Transfer));
    });

    it("above the balance, whatever is held or frozen", async () => {
      const { alice, bob, pay, placed, freeze, refuses } = await load();
      const short = ["ERC20InsufficientBalance", alice, ALICE_BALANCE, ALICE_BALANCE + 1n] as const;
      await refuses(pay(alice, bob, ALICE_BALANCE + 1n), ...short);
      await placed();
      await freeze(alice, MAX_AMOUNT);
      await refuses(pay(alice, bob, ALICE_BALANCE + 1n), ...short);
      await refuses(pay(alice, bob, MaxUint256), "ERC20InsufficientBalance", alice, ALICE_BALANCE, MaxUint256);
    });

    it("of frozen money, with what is left unfrozen", async () => {
      const { alice, bob, pay, freeze, refuses } = await load();
      await freeze(alice, 400_000n);
      await refuses(pay(alice, bob, 600_001n), "ERC7943InsufficientUnfrozenBalance", alice, 600_001n, 600_000n);
      await pay(alice, bob, 600_000n);
      await freeze(alice, MAX_AMOUNT);
      await refuses(pay(alice, bob, 1n), "ERC7943InsufficientUnfrozenBalance", alice, 1n, 0n);
    });

    it("of held money, with our own error, since no permissioned rule forbids it", async () => {
      const { alice, bob, pay, placed, freeze, refuses } = await load();
      await placed({ amount: 300_000n });
      await refuses(pay(alice, bob, 700_001n), "InsufficientAvailable", alice, 700_001n, 700_000n);
      await freeze(alice, 100_000n);
      await refuses(pay(alice, bob, 600_001n), "InsufficientAvailable", alice, 600_001n, 600_000n);
      await refuses(pay(alice, bob, 900_001n), "ERC7943InsufficientUnfrozenBalance", alice, 900_001n, 900_000n);
      await pay(alice, bob, 600_000n);
    });
  });

  it("moves money to an existing and to a new holder", async () => {
    const { token, alice, bob, carol, pay, emits } = await load();
    await emits(pay(alice, bob, 123_45n), ["Transfer", alice, bob, 123_45n]);
    await emits(pay(alice, carol, 1n), ["Transfer", alice, carol, 1n]);
    expect(await token.balanceOf(alice)).to.equal(ALICE_BALANCE - 123_46n);
    expect(await token.balanceOf(bob)).to.equal(BOB_BALANCE + 123_45n);
    expect(await token.balanceOf(carol)).to.equal(1n);
    expect(await token.totalSupply()).to.equal(SUPPLY);
  });

  it("moves the whole balance and leaves the standing in place", async () => {
    const { alice, bob, pay, accountOf } = await load();
    const before = await accountOf(alice);
    await pay(alice, bob, ALICE_BALANCE);
    expect(await accountOf(alice)).to.deep.equal({ ...before, balance: 0n });
    expect((await accountOf(bob)).balance).to.equal(SUPPLY);
  });

  it("credits an account whose liens are above its balance, and leaves the liens alone", async () => {
    const { alice, bob, pay, freeze, accountOf } = await load();
    await freeze(bob, MAX_AMOUNT);
    await pay(alice, bob, 5n);
    expect(await accountOf(bob)).to.include({ balance: BOB_BALANCE + 5n, frozen: MAX_AMOUNT, held: 0n });
  });

  it("to oneself needs the money and every rule, emits Transfer and changes nothing", async () => {
    const { alice, pay, freeze, placed, closeCorridor, accountOf, emits, refuses } = await load();
    await freeze(alice, 100_000n);
    await placed({ amount: 200_000n });
    const before = await accountOf(alice);
    await emits(pay(alice, alice, 700_000n), ["Transfer", alice, alice, 700_000n]);
    expect(await accountOf(alice)).to.deep.equal(before);
    await refuses(pay(alice, alice, 700_001n), "InsufficientAvailable", alice, 700_001n, 700_000n);
    await closeCorridor(1, 1);
    await refuses(pay(alice, alice, 1n), "ERC7943CannotTransfer", alice, alice, 1n);
  });

  it("to oneself mints nothing on the plain road either", async () => {
    const { token, alice, pay, emits } = await load();
    await emits(pay(alice, alice, ALICE_BALANCE), ["Transfer", alice, alice, ALICE_BALANCE]);
    expect(await token.balanceOf(alice)).to.equal(ALICE_BALANCE);
    expect(await token.totalSupply()).to.equal(SUPPLY);
  });

  it("of zero emits Transfer and changes nothing", async () => {
    const { alice, carol, bob, pay, accountOf, emits } = await load();
    const before = await accountOf(alice);
    await emits(pay(alice, bob, 0n), ["Transfer", alice, bob, 0n]);
    await emits(pay(carol, bob, 0n), ["Transfer", carol, bob, 0n]);
    expect(await accountOf(alice)).to.deep.equal(before);
  });

  describe("asks Limits", () => {
    it("last, with the money already moved, naming each cause", async () => {
      const { token, alice, bob, dave, push, pay, installLimits } = await load();
      const limits = await installLimits();
      const both = [token, limits];
      const transfer = kind("Transfer");
      const left = ALICE_BALANCE - 10n;
      await expectLogs(pay(alice, dave, 10n), both, [
        ["Transfer", alice, dave, 10n],
        ["Recorded", [transfer, alice, dave, 10n, Cause.UnderReview], left, 10n],
      ]);
      await push(alice, { limited: true });
      await expectLogs(pay(alice, bob, 20n), both, [
        ["Transfer", alice, bob, 20n],
        ["Recorded", [transfer, alice, bob, 20n, Cause.PayerLimited], left - 20n, BOB_BALANCE + 20n],
      ]);
      await push(bob, { limited: true });
      await expectLogs(pay(alice, bob, 30n), both, [
        ["Transfer", alice, bob, 30n],
        [
          "Recorded",
          [transfer, alice, bob, 30n, Cause.PayerLimited | Cause.PayeeLimited],
          left - 50n,
          BOB_BALANCE + 50n,
        ],
      ]);
    });

    it("never for two plain parties", async () => {
      const { token, alice, bob, pay, installLimits } = await load();
      const limits = await installLimits(reason("PayerLimit"));
      await expectLogs(pay(alice, bob, 10n), [token, limits], [["Transfer", alice, bob, 10n]]);
    });

    it("only whether it would pass, when nothing moves: no clearance and no limit is used up", async () => {
      const { token, alice, dave, push, pay, installLimits } = await load();
      const limits = await installLimits();
      await push(alice, { limited: true });
      await expectLogs(pay(alice, dave, 0n), [token, limits], [["Transfer", alice, dave, 0n]]);
      await expectLogs(pay(alice, alice, 9n), [token, limits], [["Transfer", alice, alice, 9n]]);
    });
  });
});
