import { expect } from "chai";
import { expectLogs } from "../support/expect.js";
import { FORMS, holdId } from "../support/signing.js";
import { ALICE_BALANCE, BOB_BALANCE, HOLD_AMOUNT, SUPPLY, useToken } from "../support/token.js";
import { Cause, corridors, kind, placedHour, reason } from "../support/words.js";

/*
 * A lost wallet signs, sends and receives nothing. Its open holds still execute, because the other side has delivered
 * for them, and what is due to it goes to the wallet that stands for it. What happens on each path by which value moves
 * is in the table of paths.ts; here is what the table has no column for.
 */

const load = await useToken();

/** Bob's wallet, to which alice's open hold is due, was lost; carol's stands for it, in zone 1 as alice's. */
async function loadDue(changes: object = {}) {
  const fixture = await load();
  const hold = await fixture.placed({ assignable: true, ...changes });
  await fixture.retire(fixture.bob, fixture.carol);
  const { as, notary } = fixture;
  const execute = (amount = HOLD_AMOUNT) => as(notary).executeHold(hold, amount);
  const release = (by = fixture.carol, amount = HOLD_AMOUNT) => as(by).releaseHold(hold, amount);
  return { ...fixture, hold, id: holdId(hold), execute, release };
}

describe("a lost wallet", () => {
  describe("signs nothing", () => {
    it("as spender of another's allowance", async () => {
      const { alice, bob, carol, dave, as, retire, payFrom, refuses } = await load();
      await as(alice).approve(carol, 100n);
      await retire(carol, dave);
      await refuses(payFrom(carol, alice, bob, 1n), "SpenderNotAllowed", carol);
      const withReference = as(carol)["transferFrom(address,address,uint256,bytes)"](alice, bob, 1n, "0x01");
      await refuses(withReference, "SpenderNotAllowed", carol);
    });

    it("that an old allowance of its own could be spent for, by anybody", async () => {
      const { alice, bob, carol, as, retire, payFrom, refuses } = await load();
      await as(bob).approve(carol, 100n);
      await retire(bob, alice);
      await refuses(payFrom(carol, bob, alice, 1n), "ERC7943CannotSend", bob);
    });

    for (const form of FORMS) {
      it(`for a payment: what it signed before and after is worth nothing (${form})`, async () => {
        const fixture = await load();
        const { alice, bob, carol, relayer, retire, authorizationOf, signed, authorized, refuses } = fixture;
        const before = await authorizationOf(alice, bob, 1n);
        const signature = await signed(alice, "TransferWithAuthorization", before);
        await retire(alice, carol);
        await refuses(authorized("transfer", relayer, before, signature, form), "ERC7943CannotSend", alice);
        const after = await authorizationOf(alice, bob, 1n);
        const late = await signed(alice, "TransferWithAuthorization", after);
        await refuses(authorized("transfer", relayer, after, late, form), "ERC7943CannotSend", alice);
        expect(await fixture.token.authorizationState(alice, before.nonce)).to.equal(false);
      });
    }

    it("of a hold that was not placed in time, a redemption included", async () => {
      const { alice, erin, relayer, notary, desk, as, retire, holdOf, redemptionOf, signed, refuses } = await load();
      const [payment, redemption] = [await holdOf(), await redemptionOf()];
      const signatures = [await signed(alice, "Hold", payment), await signed(alice, "Hold", redemption)] as const;
      await retire(alice, erin);
      for (const [i, hold] of [payment, redemption].entries()) {
        await refuses(as(relayer).placeHoldWithAuthorization(hold, signatures[i]!), "ERC7943CannotSend", alice);
      }
      await refuses(as(notary).executeSigned(payment, signatures[0]), "ERC7943CannotSend", alice);
      await refuses(as(desk).executeSigned(redemption, signatures[1]), "ERC7943CannotSend", alice);
    });
  });

  it("is told from one that is blocked or lapsed where one reason is asked for, in that order", async () => {
    const { bob, carol, issuer, as, push, expire, retire, emits } = await load();
    const batch = (reference: string) =>
      as(issuer).mintBatch([{ payee: bob, amount: 1n, depositReference: reference }]);
    const refused = (reference: string, why: "PayeeRetired" | "PayeeBlocked") =>
      ["MintRefused", reference, bob, 1n, reason(why)] as const;
    const [one, two] = [`0x${"01".repeat(32)}`, `0x${"02".repeat(32)}`];
    await retire(bob, carol);
    await expire(bob);
    await emits(batch(one), refused(one, "PayeeRetired"));
    await push(bob, { blocked: true });
    await emits(batch(two), refused(two, "PayeeBlocked"));
  });

  it("keeps its money, its liens and its holds until an order moves them", async () => {
    const { token, alice, carol, legalOrders, as, freeze, placed, retire, accountOf, emits } = await load();
    await placed();
    await freeze(alice, 400_000n);
    const before = await accountOf(alice);
    await retire(alice, carol);
    expect(await accountOf(alice)).to.deep.equal({ ...before, standing: before.standing | (1n << 39n) });
    const free = ALICE_BALANCE - HOLD_AMOUNT;
    await emits(
      as(legalOrders).forcedTransfer(alice, carol, free),
      ["Frozen", alice, 300_000n],
      ["Transfer", alice, carol, free],
      ["ForcedTransfer", alice, carol, free],
    );
    expect(await token.totalSupply()).to.equal(SUPPLY);
  });

  it("pays by its open holds, to the last part", async () => {
    const { token, alice, bob, carol, notary, as, placed, retire } = await load();
    const hold = await placed();
    await retire(alice, carol);
    await as(notary).executeHold(hold, 100_000n);
    await as(notary).executeHold(hold, 200_000n);
    expect(await token.balanceOf(bob)).to.equal(BOB_BALANCE + HOLD_AMOUNT);
    expect(await token.balanceOf(alice)).to.equal(ALICE_BALANCE - HOLD_AMOUNT);
    expect(await token.heldOf(alice)).to.equal(0n);
  });

  it("does not pay while its party is blocked: a block suspends the hold as any other", async () => {
    const { alice, carol, notary, as, push, placed, retire, refuses } = await load();
    const hold = await placed();
    await retire(alice, carol);
    await push(alice, { blocked: true });
    await refuses(as(notary).executeHold(hold, 1n), "ERC7943CannotSend", alice);
  });

  it("gets its own money back when a hold of it is let go or lapses, and gives its limit back", async () => {
    const { token, alice, bob, carol, notary, stranger, as, at, now, push, placed, retire, installLimits } =
      await load();
    const limits = await installLimits();
    await push(alice, { limited: true });
    const hold = await placed();
    const hour = placedHour(await now());
    await retire(alice, carol);
    const causes = Cause.PayerLimited | (hour << 8n);
    await expectLogs(
      as(notary).releaseHold(hold, 100_000n),
      [token, limits],
      [
        ["HoldReleased", holdId(hold), 100_000n],
        ["Recorded", [kind("HoldReleased"), alice, bob, 100_000n, causes], ALICE_BALANCE, BOB_BALANCE],
      ],
    );
    await at(hold.expiry);
    await as(stranger).releaseHold(hold, 200_000n);
    expect(await token.balanceOf(alice)).to.equal(ALICE_BALANCE);
    expect(await token.balanceOf(carol)).to.equal(0n);
    expect(await token.heldOf(alice)).to.equal(0n);
  });

  it("is burned from where the bank has paid out already: a sealed redemption is settled", async () => {
    const { token, alice, carol, desk, as, sealedRedemption, retire } = await load();
    const hold = await sealedRedemption();
    await retire(alice, carol);
    await as(desk).executeHold(hold, HOLD_AMOUNT);
    expect(await token.balanceOf(alice)).to.equal(ALICE_BALANCE - HOLD_AMOUNT);
    expect(await token.totalSupply()).to.equal(SUPPLY - HOLD_AMOUNT);
  });

  it("may still void what it never placed: that only takes power away", async () => {
    const { alice, carol, as, holdOf, retire, emits } = await load();
    const hold = await holdOf();
    await retire(alice, carol);
    await emits(as(alice).voidHold(hold), ["HoldVoided", holdId(hold), alice]);
  });
});

describe("what is due to a lost wallet", () => {
  it("is paid to its successor, and the hold goes on naming the lost one", async () => {
    const { token, alice, bob, carol, id, hold, execute, emits, stateOf } = await loadDue();
    await emits(execute(100_000n), ["HoldExecuted", id, 100_000n], ["Transfer", alice, carol, 100_000n]);
    expect(await stateOf(hold)).to.include({ remaining: 200_000n, status: "Open", assignee: 0n });
    await execute(200_000n);
    expect(await token.balanceOf(carol)).to.equal(HOLD_AMOUNT);
    expect(await token.balanceOf(bob)).to.equal(BOB_BALANCE);
  });

  it("is paid to its successor by executeSigned of a hold that was placed before", async () => {
    const { token, notary, carol, hold, as } = await loadDue();
    await as(notary).executeSigned(hold, "0x");
    expect(await token.balanceOf(carol)).to.equal(HOLD_AMOUNT);
  });

  it("of a hold that is placed later is refused: whoever pays it names a live wallet", async () => {
    const { alice, bob, notary, as, holdOf, signed, refuses } = await loadDue();
    const next = await holdOf({ terms: `0x${"07".repeat(32)}` });
    await refuses(as(alice).placeHold(next), "ERC7943CannotReceive", bob);
    const signature = await signed(alice, "Hold", next);
    await refuses(as(notary).executeSigned(next, signature), "ERC7943CannotReceive", bob);
  });

  it("reaches the end of the line when the successor is lost too", async () => {
    const { token, bob, carol, erin, execute, retire, closeCorridor, as, policyAdmin } = await loadDue();
    await as(policyAdmin).openCorridors(corridors([1, 4]), 0n);
    await retire(carol, erin);
    await closeCorridor(1, 2);
    await execute();
    expect(await token.balanceOf(erin)).to.equal(HOLD_AMOUNT);
    for (const lost of [bob, carol]) {
      expect(await token.balanceOf(lost)).to.equal(lost === bob ? BOB_BALANCE : 0n);
    }
  });

  it("is judged by the successor's own standing, zone and limits, and errors name the successor", async () => {
    const { token, alice, carol, compliance, legalOrders, as, push, expire, closeCorridor, ...bank } = await loadDue();
    const { id, execute, installLimits, refuses } = bank;
    await expire(carol);
    await refuses(execute(), "ERC7943CannotReceive", carol);
    await push(carol, { validUntil: 2n ** 32n - 1n, blocked: true });
    await refuses(execute(), "ERC7943CannotReceive", carol);
    await push(carol, { blocked: false });
    await as(compliance).blockWallet(carol);
    await refuses(execute(), "ERC7943CannotReceive", carol);
    await as(legalOrders).unblockWallet(carol);
    await closeCorridor(1, 1);
    await refuses(execute(5n), "ERC7943CannotTransfer", alice, carol, 5n);
    await as(bank.policyAdmin).openCorridors(corridors([1, 1]), 0n);

    await push(carol, { limited: true });
    await refuses(execute(5n), "ERC7943CannotTransfer", alice, carol, 5n);
    const limits = await installLimits();
    await expectLogs(
      execute(5n),
      [token, limits],
      [
        ["HoldExecuted", id, 5n],
        ["Transfer", alice, carol, 5n],
        ["Recorded", [kind("HoldExecuted"), alice, carol, 5n, Cause.PayeeLimited], ALICE_BALANCE - 5n, 5n],
      ],
    );
  });

  it("comes back to the payer, if the wallet that stands for the lost payee is its own", async () => {
    const { token, alice, bob, notary, as, placed, retire, emits, accountOf } = await load();
    const hold = await placed();
    const before = await accountOf(alice);
    await retire(bob, alice);
    await emits(
      as(notary).executeHold(hold, HOLD_AMOUNT),
      ["HoldExecuted", holdId(hold), HOLD_AMOUNT],
      ["Transfer", alice, alice, HOLD_AMOUNT],
    );
    expect(await accountOf(alice)).to.deep.equal({ ...before, held: 0n });
    expect(await token.totalSupply()).to.equal(SUPPLY);
  });

  it("is let go by the successor and no more by the lost wallet", async () => {
    const { token, alice, bob, id, release, emits, refuses } = await loadDue();
    await refuses(release(bob), "HoldUnauthorized", id, bob);
    await emits(release(undefined, 100_000n), ["HoldReleased", id, 100_000n]);
    await release(undefined, 200_000n);
    expect(await token.heldOf(alice)).to.equal(0n);
  });

  it("is let go by anyone from expiry on, by the lost wallet too, as by any other key", async () => {
    const { token, alice, bob, hold, at, release } = await loadDue();
    await at(hold.expiry);
    await release(bob);
    expect(await token.heldOf(alice)).to.equal(0n);
  });

  it("is not let go by a wallet in the middle of the line", async () => {
    const { carol, dave, id, retire, release, refuses } = await loadDue();
    await retire(carol, dave);
    await refuses(release(carol), "HoldUnauthorized", id, carol);
    await release(dave);
  });

  it("of a sealed redemption is nobody's to let go but the desk's", async () => {
    const { alice, carol, as, sealedRedemption, retire, refuses } = await load();
    const hold = await sealedRedemption();
    await retire(alice, carol);
    for (const by of [alice, carol]) {
      await refuses(as(by).releaseHold(hold, HOLD_AMOUNT), "HoldUnauthorized", holdId(hold), by);
    }
  });

  it("is assigned by the successor, who stands in the event, and no more by the lost wallet", async () => {
    const { token, alice, bob, carol, erin, policyAdmin, hold, id, as, emits, execute, stateOf, refuses } =
      await loadDue();
    const assign = (by = carol, to: { address: string } = alice) => as(by).assignHold(hold, to.address);
    await refuses(assign(bob), "HoldUnauthorized", id, bob);
    await refuses(assign(carol, alice), "HoldInvalid", id);
    await refuses(assign(carol, bob), "ERC7943CannotReceive", bob);
    await as(policyAdmin).openCorridors(corridors([1, 4]), 0n);
    await emits(assign(carol, erin), ["HoldAssigned", id, carol, erin]);
    expect((await stateOf(hold)).assignee).to.equal(BigInt(erin.address));
    await execute();
    expect(await token.balanceOf(erin)).to.equal(HOLD_AMOUNT);
  });

  it("follows the assignee when that one's wallet is lost", async () => {
    const { token, bob, carol, dave, notary, as, placed, retire, installLimits } = await load();
    await installLimits();
    const hold = await placed({ assignable: true });
    await as(bob).assignHold(hold, dave);
    await retire(dave, carol);
    await as(notary).executeHold(hold, HOLD_AMOUNT);
    expect(await token.balanceOf(carol)).to.equal(HOLD_AMOUNT);
  });

  it("stays where it is while the register names nobody else: the hold lapses", async () => {
    const { alice, bob, notary, stranger, as, at, push, placed, accountOf, refuses } = await load();
    const hold = await placed();
    // Retired in the token, and the register answers that the wallet stands for itself.
    await push(bob, { retired: true });
    await refuses(as(notary).executeHold(hold, 1n), "ERC7943CannotReceive", bob);
    await at(hold.expiry);
    await as(stranger).releaseHold(hold, HOLD_AMOUNT);
    expect(await accountOf(alice)).to.include({ held: 0n, balance: ALICE_BALANCE });
  });

  it("goes to the lost wallet itself where the token has not heard of the loss: it can be recovered from there", async () => {
    const { token, bob, notary, helpers, carol, as, push, placed, retire } = await load();
    const hold = await placed();
    const heard = await helpers.takeSnapshot();
    await retire(bob, carol);
    await as(notary).executeHold(hold, 5n);
    expect(await token.balanceOf(carol)).to.equal(5n);
    await heard.restore();
    await push(bob, { retired: false });
    await as(notary).executeHold(hold, 5n);
    expect(await token.balanceOf(bob)).to.equal(BOB_BALANCE + 5n);
  });

  it("asks the register only where a wallet was lost: a register that is out of order stops nothing else", async () => {
    const { alice, bob, carol, notary, registry, helpers, as, placed, retire, ethers } = await load();
    const [first, second] = [await placed(), await placed({ payee: carol.address })];
    await retire(bob, carol);
    await helpers.setCode(registry.address, "0x60006000fd");
    await as(notary).executeHold(second, 1n);
    await expect(as(notary).executeHold(first, 1n)).to.be.revertedWithoutReason(ethers);
    await as(notary).releaseHold(first, HOLD_AMOUNT);
    await as(alice)["transfer(address,uint256)"](carol, 1n);
  });
});
