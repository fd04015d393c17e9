import { expect } from "chai";
import { MaxUint256, ZeroAddress } from "ethers";
import { expectLogs } from "../support/expect.js";
import {
  ALICE_BALANCE,
  ATTESTATION_MAX_AGE,
  ATTESTED,
  BOB_BALANCE,
  HOLD_AMOUNT,
  SUPPLY,
  useToken,
} from "../support/token.js";
import { Cause, kind, MAX_AMOUNT, Operation, Power, reason, reference } from "../support/words.js";

const load = await useToken();

const REFERENCE = reference("statement 17, entry 3");
const HEADROOM = ATTESTED - SUPPLY;
const BANK = { address: ZeroAddress };

describe("mint", () => {
  describe("is refused", () => {
    it("to anybody that is not an issuer: customers, other contracts, persons", async () => {
      const { alice, notary, desk, clearing, registry, admin, attestor, as, refuses } = await load();
      for (const caller of [alice, notary, desk, clearing, registry, admin, attestor]) {
        await refuses(as(caller).mint(alice, 1n, REFERENCE), "CallerNotAdmitted", caller);
      }
    });

    it("to an issuer that was dismissed", async () => {
      const { alice, issuer, compliance, as, mint, refuses } = await load();
      await as(compliance).dismissContract(issuer, Power.Issuer);
      await refuses(mint(alice, 1n), "CallerNotAdmitted", issuer);
    });

    it("of zero", async () => {
      const { alice, mint, refuses } = await load();
      await refuses(mint(alice, 0n, REFERENCE), "MintZeroAmount", REFERENCE);
    });

    it("under a reference used before, naming the first use: payee, amount, block", async () => {
      const { alice, bob, mint, refuses, firstUse, ethers } = await load();
      await mint(alice, 250_00n, REFERENCE);
      const block = BigInt(await ethers.provider.getBlockNumber());
      expect(await firstUse(REFERENCE)).to.deep.equal({
        payee: BigInt(alice.address),
        amount: 250_00n,
        blockNumber: block,
      });
      for (const [payee, amount] of [
        [alice, 250_00n],
        [bob, 1n],
      ] as const) {
        await refuses(mint(payee, amount, REFERENCE), "DepositReferenceUsed", REFERENCE, alice, 250_00n, block);
      }
    });

    it("under a reference whose money was burned since: a deposit is minted once for ever", async () => {
      const { alice, desk, as, mint, placedRedemption, firstUse, refuses } = await load();
      await mint(alice, HOLD_AMOUNT, REFERENCE);
      const { payee, amount, blockNumber } = await firstUse(REFERENCE);
      await as(desk).executeHold(await placedRedemption(), HOLD_AMOUNT);
      expect(payee).to.equal(BigInt(alice.address));
      await refuses(mint(alice, HOLD_AMOUNT, REFERENCE), "DepositReferenceUsed", REFERENCE, alice, amount, blockNumber);
    });

    it("from the second after the attestation grew stale", async () => {
      const { alice, mint, at, supply, refuses } = await load();
      const { attestedAt } = await supply();
      await at(attestedAt + ATTESTATION_MAX_AGE);
      await mint(alice, 1n);
      await at(attestedAt + ATTESTATION_MAX_AGE + 1n);
      await refuses(mint(alice, 1n), "AttestationStale", attestedAt, ATTESTATION_MAX_AGE);
    });

    it("above the attested deposits", async () => {
      const { alice, mint, refuses } = await load();
      for (const amount of [HEADROOM + 1n, MAX_AMOUNT, MAX_AMOUNT + 1n, MaxUint256]) {
        await refuses(mint(alice, amount), "BackingExceeded", SUPPLY, ATTESTED, amount);
      }
      await mint(alice, HEADROOM);
      await refuses(mint(alice, 1n), "BackingExceeded", ATTESTED, ATTESTED, 1n);
    });

    it("when the deposits fall short of the supply", async () => {
      const { alice, mint, attest, refuses } = await load();
      await attest(SUPPLY - 1n, 0n, 0n);
      await refuses(mint(alice, 1n), "BackingExceeded", SUPPLY, SUPPLY - 1n, 1n);
    });

    it("to a payee that may not receive", async () => {
      const { token, alice, stranger, notary, mint, push, expire, refuses } = await load();
      const never = [stranger, notary, { address: await token.getAddress() }, BANK];
      for (const payee of never) await refuses(mint(payee, 1n), "ERC7943CannotReceive", payee.address);
      await expire(alice);
      await refuses(mint(alice, 1n), "ERC7943CannotReceive", alice);
      await push(alice, { validUntil: 2n ** 32n - 1n, blocked: true });
      await refuses(mint(alice, 1n), "ERC7943CannotReceive", alice);
    });

    it("to a zone that the bank's own row does not reach", async () => {
      const { alice, erin, mint, closeCorridor, refuses } = await load();
      await refuses(mint(erin, 5n), "ERC7943CannotTransfer", BANK, erin, 5n);
      await closeCorridor(0, 1);
      await refuses(mint(alice, 5n), "ERC7943CannotTransfer", BANK, alice, 5n);
    });

    it("while minting is paused, and only then", async () => {
      const { alice, mint, pause, refuses } = await load();
      for (const other of [Operation.Transfer, Operation.Place, Operation.Execute]) await pause(other);
      await mint(alice, 1n);
      await pause(Operation.Mint);
      await refuses(mint(alice, 1n), "OperationPaused", BigInt(Operation.Mint));
    });

    it("to a limited party without a Limits contract, or above its cap", async () => {
      const { token, alice, mint, push, installLimits, refuses } = await load();
      await push(alice, { limited: true });
      await refuses(mint(alice, 5n), "ERC7943CannotTransfer", BANK, alice, 5n);
      await installLimits(reason("PayeeLimit"));
      await refuses(mint(alice, 5n), "ERC7943CannotTransfer", BANK, alice, 5n);
      expect(await token.balanceOf(alice)).to.equal(ALICE_BALANCE);
    });
  });

  it("does not use up the reference when refused", async () => {
    const { token, erin, alice, mint, refuses } = await load();
    await refuses(mint(erin, 5n, REFERENCE), "ERC7943CannotTransfer", BANK, erin, 5n);
    expect(await token.depositReference(REFERENCE)).to.equal(0n);
    await mint(alice, 5n, REFERENCE);
  });

  it("credits the payee under the deposit's reference, logged just before Transfer", async () => {
    const { token, bob, mint, supply, flows, emits } = await load();
    const before = await supply();
    await emits(mint(bob, 123_45n, REFERENCE), ["TransferReference", REFERENCE], ["Transfer", BANK, bob, 123_45n]);
    expect(await token.balanceOf(bob)).to.equal(BOB_BALANCE + 123_45n);
    expect(await supply()).to.deep.equal({ ...before, totalSupply: SUPPLY + 123_45n });
    expect(await flows()).to.deep.equal({ burned: 0n, received: 0n });
  });

  it("leaves holds and liens of the payee alone", async () => {
    const { alice, mint, placed, freeze, accountOf } = await load();
    await placed();
    await freeze(alice, MAX_AMOUNT);
    const before = await accountOf(alice);
    await mint(alice, 5n);
    expect(await accountOf(alice)).to.deep.equal({ ...before, balance: ALICE_BALANCE + 5n });
  });

  it("fills the supply to the width of a balance and no further", async () => {
    const { token, alice, mint, attest, freeze, accountOf, refuses } = await load();
    await attest(MAX_AMOUNT, 0n, 0n);
    await freeze(alice, 7n);
    await mint(alice, MAX_AMOUNT - SUPPLY);
    expect(await token.totalSupply()).to.equal(MAX_AMOUNT);
    // No carry into the lien beside it.
    expect(await accountOf(alice)).to.include({ balance: MAX_AMOUNT - BOB_BALANCE, frozen: 7n, held: 0n });
    await refuses(mint(alice, 1n), "BackingExceeded", MAX_AMOUNT, MAX_AMOUNT, 1n);
  });

  it("asks Limits about the payee only, last, with the supply already written", async () => {
    const { token, alice, mint, push, installLimits } = await load();
    const limits = await installLimits();
    await push(alice, { limited: true });
    await expectLogs(
      mint(alice, 5n, REFERENCE),
      [token, limits],
      [
        ["TransferReference", REFERENCE],
        ["Transfer", BANK, alice, 5n],
        ["Recorded", [kind("Mint"), BANK, alice, 5n, Cause.PayeeLimited], 0n, ALICE_BALANCE + 5n],
      ],
    );
    expect(await limits.supplySeen()).to.equal(SUPPLY + 5n);
  });

  it("leaves OpenZeppelin's own ledger at zero: ours is the only one", async () => {
    const { token, alice, bob, mint, pay, helpers, ethers } = await load();
    await mint(alice, 5n);
    await pay(alice, bob, 7n);
    // erc7201:openzeppelin.storage.ERC20 holds _balances, _allowances and _totalSupply.
    const erc20 = 0x52c63247e1f47db19d5ce0460030c497f067ca4cebf71ba98eeadabe20bace00n;
    const address = await token.getAddress();
    expect(BigInt(await helpers.getStorageAt(address, erc20 + 2n))).to.equal(0n);
    for (const holder of [alice, bob]) {
      const key = ethers.AbiCoder.defaultAbiCoder().encode(["address", "uint256"], [holder.address, erc20]);
      expect(BigInt(await helpers.getStorageAt(address, BigInt(ethers.keccak256(key))))).to.equal(0n);
    }
  });
});
