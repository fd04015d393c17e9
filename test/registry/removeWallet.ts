import { expect } from "chai";
import { ZeroAddress } from "ethers";
import fc from "fast-check";
import { goodStanding } from "../support/token.js";
import { packStanding, Power, reference } from "../support/words.js";
import { PARTIES, useBank } from "../issuance/support.js";
import { walletsFrom } from "./support.js";

const load = await useBank();

const { alice: ALICE, bob: BOB } = PARTIES;
const FREE = packStanding(goodStanding(1));
const GONE = packStanding({ ...goodStanding(1), admitted: false });

/** Alice has three wallets, newest last: alice, which has money, carol and dave. */
async function loadWallets() {
  const bank = await load();
  const { registry, registrar, carol, dave } = bank;
  await registry.connect(registrar).addWallets(ALICE, [carol, dave]);
  const remove = (wallet: { address: string }) => registry.connect(registrar).removeWallet(wallet.address);
  return { ...bank, remove };
}

describe("removeWallet", () => {
  describe("is refused", () => {
    it("for a wallet that is unknown, retired, or removed already", async () => {
      const { registry, carol, dave, stranger, retire, remove, refuses } = await loadWallets();
      for (const wallet of [stranger, { address: ZeroAddress }]) {
        await refuses(remove(wallet), registry, "WalletNotLive", wallet.address);
      }
      await retire(carol, dave);
      await refuses(remove(carol), registry, "WalletNotLive", carol);
    });

    it("for a wallet that was removed already", async () => {
      const { registry, carol, remove, refuses } = await loadWallets();
      await remove(carol);
      await refuses(remove(carol), registry, "WalletNotLive", carol);
    });

    it("for one with money in any token, however little: the bank owes it", async () => {
      const { registry, usd, jpy, alice, carol, remove, refuses } = await loadWallets();
      await refuses(remove(alice), registry, "AccountNotEmpty", usd, alice);
      await jpy.connect(alice)["transfer(address,uint256)"](carol, 1n);
      await refuses(remove(carol), registry, "AccountNotEmpty", jpy, carol);
      await jpy.connect(carol)["transfer(address,uint256)"](alice, 1n);
      await remove(carol);
    });

    it("for one that stands for a lost wallet: what is due there would reach nobody", async () => {
      const { registry, carol, dave, retire, remove, refuses } = await loadWallets();
      await retire(carol, dave);
      await refuses(remove(dave), registry, "WalletIsSuccessor", dave);
    });

    it("for one that stands at the end of a line of lost wallets", async () => {
      const { registry, registrar, carol, dave, erin, retire, remove, refuses } = await loadWallets();
      await registry.connect(registrar).addWallets(ALICE, [erin]);
      await retire(carol, dave);
      await retire(dave, erin);
      await refuses(remove(erin), registry, "WalletIsSuccessor", erin);
    });
  });

  it("ends the wallet in every token, and nothing else of the party", async () => {
    const { registry, usd, jpy, alice, carol, dave, remove, standingOf, emits } = await loadWallets();
    await emits(
      remove(carol),
      ["WalletRemoved", ALICE, carol],
      ["StandingSet", carol, GONE],
      ["StandingSet", carol, GONE],
    );
    for (const token of [usd, jpy]) {
      expect(await standingOf(token, carol)).to.equal(GONE);
      for (const other of [alice, dave]) expect(await standingOf(token, other)).to.equal(FREE);
    }
    expect(await registry.walletsOf(ALICE)).to.deep.equal([dave.address, alice.address]);
    // The register remembers whose it was.
    expect(await registry.partyOf(carol)).to.equal(ALICE);
    expect(await registry.isRetired(carol)).to.equal(false);
    expect(await registry.successorOf(carol)).to.equal(carol.address);
  });

  it("is for ever: the wallet is added, admitted or named a successor nowhere again", async () => {
    const { registry, registrar, alice, carol, admissionOf, retire, remove, refuses } = await loadWallets();
    await remove(carol);
    const asRegistrar = registry.connect(registrar);
    for (const party of [ALICE, BOB]) {
      await refuses(asRegistrar.addWallets(party, [carol]), registry, "WalletTaken", carol, ALICE);
    }
    await refuses(asRegistrar.admit([admissionOf(carol, 200n)]), registry, "WalletTaken", carol, ALICE);
    await refuses(retire(alice, carol), registry, "SuccessorInvalid", alice, carol);
  });

  it("gives its place to another: removed wallets do not count", async () => {
    const { registry, registrar, carol, stranger, remove, refuses } = await loadWallets();
    await registry.connect(registrar).addWallets(ALICE, walletsFrom(0, 97));
    const add = () => registry.connect(registrar).addWallets(ALICE, [stranger]);
    await refuses(add(), registry, "TooManyWallets", ALICE);
    await remove(carol);
    await add();
  });

  it("can leave a party without any wallet, which is blocked, renewed, and given a new one like any other", async () => {
    const { registry, registrar, usd, carol, erin, admissionOf, block, unblock, standingOf, emits } = await load();
    await registry.connect(registrar).admit([admissionOf(carol, 200n)]);
    await registry.connect(registrar).removeWallet(carol);
    expect(await registry.walletsOf(200n)).to.deep.equal([]);
    // Nothing is pushed, not even an empty list.
    await emits(block(200n), ["PartyBlocked", 200n, reference("order 1"), 1n]);
    await unblock(200n);
    await registry.connect(registrar).renew([200n], 7n);
    await registry.connect(registrar).addWallets(200n, [erin]);
    expect(await standingOf(usd, erin)).to.equal(packStanding({ ...goodStanding(1), validUntil: 7n }));
    expect(await registry.walletsOf(200n)).to.deep.equal([erin.address]);
  });

  it("is out of reach of what comes later: blocks and renewals do not touch the wallet", async () => {
    const { registry, registrar, usd, carol, remove, block, standingOf } = await loadWallets();
    await remove(carol);
    await block(ALICE);
    await registry.connect(registrar).renew([ALICE], 7n);
    expect(await standingOf(usd, carol)).to.equal(GONE);
  });

  it("takes the block along that was there", async () => {
    const { usd, carol, remove, block, standingOf } = await loadWallets();
    await block(ALICE);
    await remove(carol);
    expect(await standingOf(usd, carol)).to.equal(GONE | (1n << 37n));
  });

  // A wallet out of the list is reached by no sync, so a token that misses this push would keep a customer that no block
  // reaches.
  it("fails whole when one token does not take it", async () => {
    const { registry, registrar, policyAdmin, usd, jpy, erin, remove, standingOf, refuses } = await loadWallets();
    await jpy.connect(policyAdmin).admitContract(erin, Power.Notary);
    await registry.connect(registrar).addWallets(ALICE, [erin]);
    await refuses(remove(erin), jpy, "StandingInvalid", erin, GONE);
    expect(await standingOf(usd, erin)).to.equal(FREE);
    expect((await registry.walletsOf(ALICE)).includes(erin.address)).to.equal(true);
  });

  it("keeps the list whole, whichever of n wallets goes, in whatever order", async () => {
    const RUNS = 30;
    const plans = fc.integer({ min: 1, max: 12 }).chain((n) =>
      fc.record({
        n: fc.constant(n),
        // Wallets by age; one that is drawn twice is gone the second time.
        removed: fc.array(fc.nat({ max: n - 1 }), { minLength: 1, maxLength: n }),
        retired: fc.option(fc.nat({ max: n - 1 }), { nil: undefined }),
        added: fc.nat({ max: 2 }),
      }),
    );
    const seen = { newest: 0, oldest: 0, middle: 0 };
    await fc.assert(
      fc.asyncProperty(plans, async ({ n, removed, retired, added }) => {
        const { registry, registrar, usd, admissionOf, retire, block, standingOf } = await load();
        const wallets = walletsFrom(0, n);
        const asRegistrar = registry.connect(registrar);
        await asRegistrar.admit([admissionOf({ address: wallets[0]! }, 200n)]);
        if (n > 1) await asRegistrar.addWallets(200n, wallets.slice(1));
        let expected = [...wallets].reverse();
        // A lost one in between stays, and so does its successor, which is the oldest.
        const lost = retired === undefined || retired === 0 ? undefined : wallets[retired]!;
        if (lost !== undefined) await retire({ address: lost }, { address: wallets[0]! });
        for (const index of removed) {
          const wallet = wallets[index]!;
          const place = expected.indexOf(wallet);
          if (place < 0 || wallet === lost || (lost !== undefined && index === 0)) continue;
          seen[place === 0 ? "newest" : place === expected.length - 1 ? "oldest" : "middle"] += 1;
          await asRegistrar.removeWallet(wallet);
          expected = expected.filter((other) => other !== wallet);
          expect(await registry.walletsOf(200n)).to.deep.equal(expected);
        }
        const more = walletsFrom(100, added);
        await asRegistrar.addWallets(200n, more);
        expected = [...more].reverse().concat(expected);
        expect(await registry.walletsOf(200n)).to.deep.equal(expected);
        // A block reaches exactly these.
        await block(200n);
        for (const wallet of [...wallets, ...more]) {
          const standing = await standingOf(usd, { address: wallet });
          expect([(standing >> 36n) & 1n, (standing >> 37n) & 1n], wallet).to.deep.equal(
            expected.includes(wallet) ? [1n, 1n] : [0n, 0n],
          );
        }
      }),
      { numRuns: RUNS, seed: 17 },
    );
    for (const [place, times] of Object.entries(seen)) expect(times, place).to.be.greaterThan(3);
  });
});
