import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { holdId, type Hold } from "../support/signing.js";
import { ALICE_BALANCE, DAY, HOLD_AMOUNT, SUPPLY, useToken, type TokenFixture } from "../support/token.js";
import { MAX_AMOUNT, Operation, Power, reason, reference } from "../support/words.js";

const load = await useToken();
const ZERO = { address: ZeroAddress };

describe("sealHold", () => {
  describe("is refused", () => {
    it("to anybody but the hold's notary", async () => {
      const { alice, notary, clearing, legalOrders, as, placedRedemption, refuses } = await load();
      const hold = await placedRedemption();
      for (const caller of [alice, notary, clearing, legalOrders]) {
        await refuses(as(caller).sealHold(hold), "HoldUnauthorized", holdId(hold), caller);
      }
    });

    it("for a hold that is no redemption", async () => {
      const { desk, notary, as, placed, refuses } = await load();
      for (const by of [notary, desk]) {
        const hold = await placed({ notary: by.address });
        await refuses(as(by).sealHold(hold), "HoldInvalid", holdId(hold));
      }
    });

    it("when it is not open, is sealed already or has lapsed", async () => {
      const { desk, as, at, redemptionOf, placedRedemption, refuses } = await load();
      const never = await redemptionOf({ terms: reference("never") });
      await refuses(as(desk).sealHold(never), "HoldNotOpen", holdId(never));
      const hold = await placedRedemption();
      await as(desk).sealHold(hold);
      await refuses(as(desk).sealHold(hold), "HoldNotOpen", holdId(hold));
      const late = await placedRedemption({ terms: reference("late") });
      await at(late.expiry);
      await refuses(as(desk).sealHold(late), "HoldExpired", holdId(late), late.expiry);
    });

    it("when the notary is not admitted, as notary or as burner", async () => {
      for (const power of [Power.Notary, Power.Burner]) {
        const { desk, compliance, as, placedRedemption, refuses } = await load();
        const hold = await placedRedemption();
        await as(compliance).dismissContract(desk, power);
        await refuses(as(desk).sealHold(hold), "NotaryNotAdmitted", desk);
      }
    });

    it("while the payer is blocked", async () => {
      const { alice, desk, compliance, as, push, placedRedemption, refuses } = await load();
      const hold = await placedRedemption();
      await push(alice, { blocked: true });
      await refuses(as(desk).sealHold(hold), "ERC7943CannotSend", alice);
      await push(alice, { blocked: false });
      await as(compliance).blockWallet(alice);
      await refuses(as(desk).sealHold(hold), "ERC7943CannotSend", alice);
    });

    it("when the money is frozen", async () => {
      const { alice, desk, as, freeze, placedRedemption, refuses } = await load();
      const hold = await placedRedemption();
      await freeze(alice, 700_001n);
      await refuses(as(desk).sealHold(hold), "ERC7943InsufficientUnfrozenBalance", alice, HOLD_AMOUNT, 299_999n);
      await freeze(alice, 700_000n);
      await as(desk).sealHold(hold);
    });

    // Sealed one after the other, each would find its own amount unfrozen, and together they would eat the lien.
    it("while liens leave less than all that is held", async () => {
      const { alice, desk, as, freeze, placedRedemption, refuses } = await load();
      const first = await placedRedemption({ amount: 500_000n, terms: reference("redemption 1") });
      const second = await placedRedemption({ amount: 500_000n, terms: reference("redemption 2") });
      await freeze(alice, 500_000n);
      for (const hold of [first, second]) {
        await refuses(as(desk).sealHold(hold), "ERC7943InsufficientUnfrozenBalance", alice, 1_000_000n, 500_000n);
      }
      await as(desk).releaseHold(first, 500_000n);
      await as(desk).sealHold(second);
    });
  });

  it("marks the hold, and works with lapsed KYC while everything is paused", async () => {
    const { token, alice, desk, as, expire, pause, placedRedemption, emits, stateOf } = await load();
    const hold = await placedRedemption();
    await expire(alice);
    for (const operation of Object.values(Operation)) await pause(operation);
    await emits(as(desk).sealHold(hold), ["HoldSealed", holdId(hold)]);
    expect(await stateOf(hold)).to.include({ status: "Sealed", remaining: HOLD_AMOUNT });
    expect(await token.heldOf(alice)).to.equal(HOLD_AMOUNT);
  });

  it("seals what remains, in part released before", async () => {
    const { token, desk, as, placedRedemption, stateOf } = await load();
    const hold = await placedRedemption();
    await as(desk).releaseHold(hold, 100_000n);
    await as(desk).sealHold(hold);
    expect(await stateOf(hold)).to.include({ status: "Sealed", remaining: 200_000n });
    await as(desk).executeHold(hold, 200_000n);
    expect(await token.totalSupply()).to.equal(SUPPLY - 200_000n);
  });
});

describe("a sealed redemption", () => {
  describe("is closed by its notary only and whole", () => {
    it("not in part", async () => {
      const { desk, as, sealedRedemption, refuses } = await load();
      const hold = await sealedRedemption();
      for (const amount of [0n, 1n, HOLD_AMOUNT - 1n, HOLD_AMOUNT + 1n]) {
        await refuses(as(desk).executeHold(hold, amount), "HoldAmount", holdId(hold), amount, HOLD_AMOUNT);
        await refuses(as(desk).releaseHold(hold, amount), "HoldAmount", holdId(hold), amount, HOLD_AMOUNT);
      }
    });

    it("not by payer, legal orders, another notary or a stranger, before and after expiry", async () => {
      const { alice, bob, notary, clearing, stranger, legalOrders, as, travelTo, sealedRedemption, refuses } =
        await load();
      const hold = await sealedRedemption();
      for (const moment of [hold.expiry - DAY, hold.expiry + DAY]) {
        await travelTo(moment);
        for (const caller of [alice, bob, notary, clearing, stranger, legalOrders]) {
          await refuses(as(caller).releaseHold(hold, HOLD_AMOUNT), "HoldUnauthorized", holdId(hold), caller);
          await refuses(as(caller).executeHold(hold, HOLD_AMOUNT), "HoldUnauthorized", holdId(hold), caller);
        }
        await refuses(as(legalOrders).forceRelease(hold), "HoldNotOpen", holdId(hold));
        await refuses(as(alice).extendHold(hold, 1n), "HoldNotOpen", holdId(hold));
        await refuses(as(alice).voidHold(hold), "HoldNotOpen", holdId(hold));
        await refuses(as(alice).placeHold(hold), "HoldNotOpen", holdId(hold));
      }
    });

    it("by a reject, after every act that could have come in between", async () => {
      const fixture = await load();
      const { token, alice, desk, as, sealedRedemption, emits } = fixture;
      const hold = await sealedRedemption();
      for (const act of Object.values(LATER_ACTS)) await act(fixture, hold);
      await emits(as(desk).releaseHold(hold, HOLD_AMOUNT), ["HoldReleased", holdId(hold), HOLD_AMOUNT]);
      expect(await token.heldOf(alice)).to.equal(0n);
    });
  });

  /** Everything that may happen between the seal and the burn; each leaves the burn possible. */
  const LATER_ACTS: Record<string, (fixture: TokenFixture, hold: Hold) => Promise<unknown>> = {
    "a block of the party": ({ alice, push }) => push(alice, { blocked: true }),
    "a block of the wallet": ({ alice, compliance, as }) => as(compliance).blockWallet(alice),
    "the withdrawal of the standing": ({ alice, push }) =>
      push(alice, { admitted: false, zone: 0, blocked: true, validUntil: 0n }),
    "a lapsed KYC": ({ alice, expire }) => expire(alice),
    "a change to a limited party that Limits refuses": async ({ alice, push, installLimits }) => {
      await installLimits(reason("PayerLimit"));
      return push(alice, { limited: true });
    },
    "a pause of everything": async ({ pause }) => {
      for (const operation of Object.values(Operation)) await pause(operation);
    },
    "the closing of every corridor": ({ compliance, as }) => as(compliance).closeCorridors((1n << 225n) - 1n),
    "the dismissal of the notary": ({ desk, compliance, as }) =>
      as(compliance).dismissContract(desk, Power.Notary | Power.Burner),
    "the passing of its expiry": ({ travelTo }, hold) => travelTo(hold.expiry + DAY),
    "a release tried by a stranger": async ({ stranger, as, refuses }, hold) =>
      refuses(as(stranger).releaseHold(hold, HOLD_AMOUNT), "HoldUnauthorized", holdId(hold), stranger),
    "a release tried by the payer": async ({ alice, as, refuses }, hold) =>
      refuses(as(alice).releaseHold(hold, HOLD_AMOUNT), "HoldUnauthorized", holdId(hold), alice),
    "a forced release": ({ legalOrders, as, refuses }, hold) =>
      refuses(as(legalOrders).forceRelease(hold), "HoldNotOpen", holdId(hold)),
    "a forced transfer of all that is not held": ({ alice, bob, legalOrders, as }) =>
      as(legalOrders).forcedTransfer(alice, bob, ALICE_BALANCE - HOLD_AMOUNT),
    "an attestation below the supply": ({ attest }) => attest(1n, 0n, 0n),
  };

  for (const [name, act] of Object.entries(LATER_ACTS)) {
    it(`burns after ${name}`, async () => {
      const fixture = await load();
      const { alice, desk, as, sealedRedemption, emits, supply, stateOf, accountOf } = fixture;
      const hold = await sealedRedemption();
      await act(fixture, hold);
      const before = await accountOf(alice);
      await emits(
        as(desk).executeHold(hold, HOLD_AMOUNT),
        ["HoldExecuted", holdId(hold), HOLD_AMOUNT],
        ["Transfer", alice, ZERO, HOLD_AMOUNT],
      );
      expect(await accountOf(alice)).to.deep.equal({ ...before, balance: before.balance - HOLD_AMOUNT, held: 0n });
      expect(await supply()).to.include({ totalSupply: SUPPLY - HOLD_AMOUNT });
      expect(await stateOf(hold)).to.include({ status: "Closed", remaining: 0n });
    });
  }

  it("burns after a lien, eating what it must of it: Frozen comes first", async () => {
    const { token, alice, desk, as, freeze, sealedRedemption, emits } = await load();
    const hold = await sealedRedemption();
    await freeze(alice, 900_000n);
    await emits(
      as(desk).executeHold(hold, HOLD_AMOUNT),
      ["Frozen", alice, 700_000n],
      ["HoldExecuted", holdId(hold), HOLD_AMOUNT],
      ["Transfer", alice, ZERO, HOLD_AMOUNT],
    );
    expect(await token.balanceOf(alice)).to.equal(700_000n);
    expect(await token.availableOf(alice)).to.equal(0n);
  });

  it("leaves a lien alone that does not reach it", async () => {
    const { token, alice, desk, as, freeze, sealedRedemption, emits } = await load();
    const hold = await sealedRedemption();
    await freeze(alice, 700_000n);
    await emits(
      as(desk).executeHold(hold, HOLD_AMOUNT),
      ["HoldExecuted", holdId(hold), HOLD_AMOUNT],
      ["Transfer", alice, ZERO, HOLD_AMOUNT],
    );
    expect(await token.getFrozenTokens(alice)).to.equal(700_000n);
  });

  it("burns after all of it at once, with a lien that never ends", async () => {
    const fixture = await load();
    const { token, alice, desk, as, freeze, sealedRedemption, emits } = fixture;
    const hold = await sealedRedemption();
    for (const act of Object.values(LATER_ACTS)) await act(fixture, hold);
    await freeze(alice, MAX_AMOUNT);
    await emits(
      as(desk).executeHold(hold, HOLD_AMOUNT),
      ["Frozen", alice, MAX_AMOUNT - HOLD_AMOUNT],
      ["HoldExecuted", holdId(hold), HOLD_AMOUNT],
      ["Transfer", alice, ZERO, HOLD_AMOUNT],
    );
    expect(await token.balanceOf(alice)).to.equal(0n);
    expect(await token.totalSupply()).to.equal(SUPPLY - HOLD_AMOUNT);
  });

  it("burns once", async () => {
    const { desk, as, sealedRedemption, refuses } = await load();
    const hold = await sealedRedemption();
    await as(desk).executeHold(hold, HOLD_AMOUNT);
    await refuses(as(desk).executeHold(hold, HOLD_AMOUNT), "HoldNotOpen", holdId(hold));
    await refuses(as(desk).releaseHold(hold, 0n), "HoldNotOpen", holdId(hold));
  });
});
