import { expect } from "chai";
import { MaxUint256, ZeroAddress } from "ethers";
import { expectLogs } from "../support/expect.js";
import { ATTESTATION_MAX_AGE, ATTESTED, BOB_BALANCE, SUPPLY, useToken } from "../support/token.js";
import { Cause, kind, MAX_AMOUNT, Operation, reason, reference } from "../support/words.js";

const load = await useToken();

const UETR = reference("eb6305c9-1f7f-49de-aed0-16487c27b42d");
const BANK = { address: ZeroAddress };

/** A credit from another bank to bob, for a payer of zone 1 in our terms. */
async function loadClearing() {
  const fixture = await load();
  const receive = (amount: bigint, payee: { address: string } = fixture.bob, zone = 1n, uetr = UETR) =>
    fixture.as(fixture.clearing).mintInterbank(payee.address, amount, uetr, zone);
  return { ...fixture, receive };
}

describe("mintInterbank", () => {
  describe("is refused", () => {
    it("to anybody that is not a clearing contract", async () => {
      const { bob, issuer, desk, notary, admin, as, refuses } = await load();
      for (const caller of [bob, issuer, desk, notary, admin]) {
        await refuses(as(caller).mintInterbank(bob, 1n, UETR, 1n), "CallerNotAdmitted", caller);
      }
    });

    it("for a payer of zone 0 (the bank itself) or of a zone that does not exist", async () => {
      const { bob, receive, refuses } = await loadClearing();
      for (const zone of [0n, 15n, MaxUint256]) await refuses(receive(1n, bob, zone), "ZoneInvalid", zone);
    });

    it("on a corridor that our own table denies", async () => {
      const { bob, erin, receive, closeCorridor, refuses } = await loadClearing();
      await refuses(receive(5n, erin), "ERC7943CannotTransfer", BANK, erin, 5n);
      await refuses(receive(5n, bob, 4n), "ERC7943CannotTransfer", BANK, bob, 5n);
      await closeCorridor(1, 2);
      await refuses(receive(5n), "ERC7943CannotTransfer", BANK, bob, 5n);
    });

    it("under review without a clearance", async () => {
      const { dave, receive, installLimits, refuses } = await loadClearing();
      await refuses(receive(5n, dave), "ERC7943CannotTransfer", BANK, dave, 5n);
      await installLimits(reason("ClearanceMissing"));
      await refuses(receive(5n, dave), "ERC7943CannotTransfer", BANK, dave, 5n);
    });

    it("of zero, to a payee that may not receive, while minting is paused, on a stale attestation", async () => {
      const { bob, receive, pause, push, supply, travelTo, refuses } = await loadClearing();
      await refuses(receive(0n), "MintZeroAmount", UETR);
      await push(bob, { blocked: true });
      await refuses(receive(5n), "ERC7943CannotReceive", bob);
      const { attestedAt } = await supply();
      await travelTo(attestedAt + ATTESTATION_MAX_AGE + 1n);
      await refuses(receive(5n), "AttestationStale", attestedAt, ATTESTATION_MAX_AGE);
      await pause(Operation.Mint);
      await refuses(receive(5n), "OperationPaused", BigInt(Operation.Mint));
    });

    it("above what a balance can hold", async () => {
      const { receive, refuses } = await loadClearing();
      for (const amount of [MAX_AMOUNT - SUPPLY + 1n, MAX_AMOUNT, MAX_AMOUNT + 1n, MaxUint256]) {
        await refuses(receive(amount), "BackingExceeded", SUPPLY, MAX_AMOUNT, amount);
      }
    });

    it("while deposits fall short: the credit brings its own backing, and no more", async () => {
      const { receive, attest, refuses } = await loadClearing();
      await attest(SUPPLY - 100n, 0n, 0n);
      await refuses(receive(500n), "BackingExceeded", SUPPLY, SUPPLY + 400n, 500n);
    });

    it("a second time under its UETR, whether as a credit or as a deposit", async () => {
      const { bob, ethers, mint, receive, refuses } = await loadClearing();
      await receive(5n);
      const block = BigInt(await ethers.provider.getBlockNumber());
      await refuses(receive(5n), "DepositReferenceUsed", UETR, bob, 5n, block);
      await refuses(mint(bob, 5n, UETR), "DepositReferenceUsed", UETR, bob, 5n, block);
    });
  });

  it("credits the payee, raises supply and backing alike and counts what was received", async () => {
    const { token, bob, receive, supply, flows, emits, firstUse } = await loadClearing();
    const before = await supply();
    await emits(
      receive(700n),
      ["InterbankReceived", UETR, bob, 700n, 1n],
      ["TransferReference", UETR],
      ["Transfer", BANK, bob, 700n],
    );
    expect(await token.balanceOf(bob)).to.equal(BOB_BALANCE + 700n);
    expect(await supply()).to.deep.equal({ ...before, totalSupply: SUPPLY + 700n, backing: ATTESTED + 700n });
    expect(await flows()).to.deep.equal({ burned: 0n, received: 700n });
    expect(await firstUse(UETR)).to.include({ payee: BigInt(bob.address), amount: 700n });
  });

  it("needs no headroom of the bank's own deposits, and leaves none", async () => {
    const { bob, receive, attest, mint, refuses } = await loadClearing();
    await attest(SUPPLY, 0n, 0n);
    await receive(700n);
    await refuses(mint(bob, 1n), "BackingExceeded", SUPPLY + 700n, SUPPLY + 700n, 1n);
  });

  it("uses the row of the payer's zone, not the bank's own", async () => {
    const { token, bob, receive, closeCorridor } = await loadClearing();
    await closeCorridor(0, 2);
    await receive(5n);
    expect(await token.balanceOf(bob)).to.equal(BOB_BALANCE + 5n);
  });

  it("asks Limits about the payee's cap and the clearance of the pair", async () => {
    const { token, dave, receive, push, installLimits } = await loadClearing();
    const limits = await installLimits();
    await push(dave, { limited: true });
    await expectLogs(
      receive(5n, dave),
      [token, limits],
      [
        ["InterbankReceived", UETR, dave, 5n, 1n],
        ["TransferReference", UETR],
        ["Transfer", BANK, dave, 5n],
        ["Recorded", [kind("Mint"), BANK, dave, 5n, Cause.PayeeLimited | Cause.UnderReview], 0n, 5n],
      ],
    );
  });
});
