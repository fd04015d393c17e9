import { expect } from "chai";
import { MaxUint256 } from "ethers";
import { ATTESTATION_MAX_AGE, ATTESTED, HOLD_AMOUNT, SUPPLY, useToken } from "../support/token.js";
import { MAX_AMOUNT, reference } from "../support/words.js";

const load = await useToken();

/** 400,000 of alice's were burned and 300,000 received for bob from another bank. */
async function loadFlows() {
  const fixture = await load();
  const { as, desk, clearing, bob, placedRedemption } = fixture;
  await as(desk).executeHold(await placedRedemption({ amount: 400_000n }), 400_000n);
  await as(clearing).mintInterbank(bob, 300_000n, reference("uetr 1"), 1n);
  return fixture;
}

describe("attest", () => {
  describe("is refused", () => {
    it("to anybody but the attestor", async () => {
      const { issuer, policyAdmin, admin, as, now, refuses } = await load();
      const asOf = await now();
      for (const caller of [issuer, policyAdmin, admin]) {
        await refuses(as(caller).attest(1n, asOf, 0n, 0n), "AccessManagedUnauthorized", caller);
      }
    });

    it("for the future, or not later than the last one", async () => {
      const { attestor, as, at, now, supply, refuses } = await load();
      const { attestedAt } = await supply();
      const attest = (asOf: bigint) => as(attestor).attest(ATTESTED, asOf, 0n, 0n);
      for (const old of [0n, attestedAt - 1n, attestedAt]) await refuses(attest(old), "AttestationInvalid");
      const moment = (await now()) + 100n;
      await at(moment);
      await refuses(attest(moment + 1n), "AttestationInvalid");
      await at(moment + 1n);
      await attest(moment + 1n);
    });

    it("of more than a supply can be", async () => {
      const { attest, refuses } = await load();
      for (const figure of [MAX_AMOUNT + 1n, MaxUint256]) await refuses(attest(figure, 0n, 0n), "AttestationInvalid");
    });

    it("when it names more than was burned or received", async () => {
      const { attest, refuses } = await loadFlows();
      await refuses(attest(ATTESTED, 400_001n, 0n), "AttestationInvalid");
      await refuses(attest(ATTESTED, 0n, 300_001n), "AttestationInvalid");
      await attest(ATTESTED, 400_000n, 300_000n);
    });
  });

  it("sets the backing to the figure, when it reflects every burn and credit", async () => {
    const { attestor, as, now, supply, emits } = await loadFlows();
    const asOf = await now();
    await emits(as(attestor).attest(2_000_000n, asOf, 400_000n, 300_000n), [
      "Attested",
      2_000_000n,
      asOf,
      400_000n,
      300_000n,
      2_000_000n,
    ]);
    expect(await supply()).to.deep.equal({
      totalSupply: SUPPLY - 100_000n,
      backing: 2_000_000n,
      attestedAt: asOf,
      maxAge: ATTESTATION_MAX_AGE,
    });
  });

  it("takes off what was burned since: a figure read before a pay-out mints nothing on paid-out deposits", async () => {
    const { alice, desk, as, attest, mint, placedRedemption, supply, refuses } = await load();
    // The figure is read: deposits cover the supply exactly. Then 300,000 are burned; then the figure is posted.
    const figure = SUPPLY;
    await as(desk).executeHold(await placedRedemption(), HOLD_AMOUNT);
    await attest(figure, 0n, 0n);
    const left = SUPPLY - HOLD_AMOUNT;
    expect(await supply()).to.include({ totalSupply: left, backing: left });
    await refuses(mint(alice, 1n), "BackingExceeded", left, left, 1n);
  });

  it("does not take off twice what the figure has left behind already", async () => {
    const { alice, desk, as, attest, mint, placedRedemption, supply } = await load();
    await as(desk).executeHold(await placedRedemption(), HOLD_AMOUNT);
    await attest(SUPPLY, HOLD_AMOUNT, 0n);
    expect(await supply()).to.include({ backing: SUPPLY });
    await mint(alice, HOLD_AMOUNT);
  });

  it("adds what was received since: a figure read before a credit is not short of it", async () => {
    const { bob, clearing, attestor, as, now, supply, emits } = await load();
    const figure = SUPPLY;
    await as(clearing).mintInterbank(bob, 300_000n, reference("uetr 1"), 1n);
    const asOf = await now();
    await emits(as(attestor).attest(figure, asOf, 0n, 0n), ["Attested", figure, asOf, 0n, 0n, SUPPLY + 300_000n]);
    expect(await supply()).to.include({ totalSupply: SUPPLY + 300_000n, backing: SUPPLY + 300_000n });
  });

  it("does not count a credit twice that is in the figure already", async () => {
    const { bob, clearing, as, attest, mint, supply, refuses } = await load();
    await as(clearing).mintInterbank(bob, 300_000n, reference("uetr 1"), 1n);
    const figure = SUPPLY + 300_000n;
    await attest(figure, 0n, 300_000n);
    expect(await supply()).to.include({ totalSupply: figure, backing: figure });
    await refuses(mint(bob, 1n), "BackingExceeded", figure, figure, 1n);
  });

  it("below the supply is stored, raises an alarm and stops minting but no redemption", async () => {
    const { alice, attestor, desk, as, now, mint, placedRedemption, supply, emits, refuses } = await load();
    const asOf = await now();
    await emits(
      as(attestor).attest(SUPPLY - 1n, asOf, 0n, 0n),
      ["Attested", SUPPLY - 1n, asOf, 0n, 0n, SUPPLY - 1n],
      ["BackingShortfall", SUPPLY, SUPPLY - 1n],
    );
    await refuses(mint(alice, 1n), "BackingExceeded", SUPPLY, SUPPLY - 1n, 1n);
    await as(desk).executeHold(await placedRedemption(), HOLD_AMOUNT);
    expect(await supply()).to.include({ totalSupply: SUPPLY - HOLD_AMOUNT, backing: SUPPLY - 1n - HOLD_AMOUNT });
  });

  it("equal to the supply raises no alarm", async () => {
    const { attestor, as, now, emits } = await load();
    const asOf = await now();
    await emits(as(attestor).attest(SUPPLY, asOf, 0n, 0n), ["Attested", SUPPLY, asOf, 0n, 0n, SUPPLY]);
  });

  it("never goes below zero or above the width of a supply", async () => {
    const { attest, supply } = await loadFlows();
    await attest(399_999n, 0n, 300_000n);
    expect(await supply()).to.include({ backing: 0n });
    await attest(MAX_AMOUNT, 400_000n, 0n);
    expect(await supply()).to.include({ backing: MAX_AMOUNT });
  });

  it("a burn below a short backing leaves it at zero and touches no other field", async () => {
    const { desk, as, attest, placedRedemption, supply } = await load();
    await attest(1n, 0n, 0n);
    const before = await supply();
    await as(desk).executeHold(await placedRedemption(), HOLD_AMOUNT);
    expect(await supply()).to.deep.equal({ ...before, totalSupply: SUPPLY - HOLD_AMOUNT, backing: 0n });
  });

  it("makes minting possible again after it was stale", async () => {
    const { alice, attest, mint, supply, travelTo, refuses } = await load();
    const { attestedAt } = await supply();
    await travelTo(attestedAt + 2n * ATTESTATION_MAX_AGE);
    await refuses(mint(alice, 1n), "AttestationStale", attestedAt, ATTESTATION_MAX_AGE);
    await attest(ATTESTED, 0n, 0n);
    await mint(alice, 1n);
  });

  it("that speaks of a moment too long ago is stored, and mints nothing", async () => {
    const { alice, attestor, as, mint, supply, travelTo, refuses } = await load();
    const { attestedAt } = await supply();
    await travelTo(attestedAt + 2n * ATTESTATION_MAX_AGE);
    await as(attestor).attest(ATTESTED, attestedAt + 1n, 0n, 0n);
    await refuses(mint(alice, 1n), "AttestationStale", attestedAt + 1n, ATTESTATION_MAX_AGE);
  });
});
