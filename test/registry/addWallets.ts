import { expect } from "chai";
import { concat, ZeroAddress } from "ethers";
import type { Log } from "../support/expect.js";
import { goodStanding } from "../support/token.js";
import { packStanding } from "../support/words.js";
import { PARTIES, useBank } from "../issuance/support.js";
import { walletsFrom } from "./support.js";

const load = await useBank();

const ALICE = PARTIES.alice;
const ZONE_1 = packStanding(goodStanding(1));
const ZONE_1_BLOCKED = packStanding({ ...goodStanding(1), blocked: true });

async function loadWithAct() {
  const bank = await load();
  return { ...bank, addWallets: bank.registry.connect(bank.registrar).addWallets };
}

describe("addWallets", () => {
  describe("is refused", () => {
    it("for a party that is unknown", async () => {
      const { registry, carol, addWallets, refuses } = await loadWithAct();
      for (const id of [0n, 999n]) await refuses(addWallets(id, [carol]), registry, "PartyUnknown", id);
    });

    it("for the zero address", async () => {
      const { registry, addWallets, refuses } = await loadWithAct();
      await refuses(addWallets(ALICE, [ZeroAddress]), registry, "WalletInvalid", ZeroAddress);
    });

    it("for a wallet that has a party: another one, this one, or this one a moment ago", async () => {
      const { registry, alice, bob, carol, addWallets, refuses } = await loadWithAct();
      await refuses(addWallets(ALICE, [carol, bob]), registry, "WalletTaken", bob, PARTIES.bob);
      await refuses(addWallets(ALICE, [alice]), registry, "WalletTaken", alice, ALICE);
      await refuses(addWallets(ALICE, [carol, carol]), registry, "WalletTaken", carol, ALICE);
      expect(await registry.partyOf(carol)).to.equal(0n);
    });

    it("for a contract whose code is not listed", async () => {
      const { registry, carol, addWallets, deployWallet, codeHashOf, refuses } = await loadWithAct();
      const wallet = await deployWallet(carol);
      await refuses(addWallets(ALICE, [wallet]), registry, "WalletCodeNotListed", wallet, await codeHashOf(wallet));
    });

    it("for the 101st wallet of a party, in one page or in several", async () => {
      const { registry, carol, addWallets, refuses } = await loadWithAct();
      await refuses(addWallets(ALICE, walletsFrom(0, 100)), registry, "TooManyWallets", ALICE);
      await addWallets(ALICE, walletsFrom(0, 60));
      await refuses(addWallets(ALICE, walletsFrom(60, 40)), registry, "TooManyWallets", ALICE);
      await addWallets(ALICE, walletsFrom(60, 39));
      expect(await registry.walletsOf(ALICE)).to.have.length(100);
      await refuses(addWallets(ALICE, [carol]), registry, "TooManyWallets", ALICE);
    });
  });

  it("keeps wallets x tokens of one party under 1,000", async () => {
    const { registry } = await load();
    expect(await registry.MAX_WALLETS()).to.equal(100n);
    expect((await registry.MAX_WALLETS()) * (await registry.MAX_TOKENS())).to.be.lessThan(1_000n);
  });

  it("gives the wallets their party's standing in every token, and lists the newest first", async () => {
    const { registry, usd, jpy, alice, carol, dave, addWallets, standingOf, emits } = await loadWithAct();
    const pushed: Log[] = [carol, dave].map((wallet): Log => ["StandingSet", wallet, ZONE_1]);
    await emits(
      addWallets(ALICE, [carol, dave]),
      ["WalletAdded", ALICE, carol],
      ["WalletAdded", ALICE, dave],
      ...pushed,
      ...pushed,
    );
    for (const token of [usd, jpy]) expect(await standingOf(token, dave)).to.equal(ZONE_1);
    expect(await registry.walletsOf(ALICE)).to.deep.equal([dave.address, carol.address, alice.address]);
    const more = walletsFrom(0, 3);
    await addWallets(ALICE, more);
    expect(await registry.walletsOf(ALICE)).to.deep.equal([
      ...more.toReversed(),
      dave.address,
      carol.address,
      alice.address,
    ]);
    expect(await registry.partyOf(more[1]!)).to.equal(ALICE);
  });

  it("adds to one party without touching another, a block or the standing", async () => {
    const { registry, alice, bob, carol, dave, addWallets, block } = await loadWithAct();
    await block(ALICE);
    await addWallets(ALICE, [carol]);
    await addWallets(PARTIES.bob, [dave]);
    expect(await registry.walletsOf(ALICE)).to.deep.equal([carol.address, alice.address]);
    expect(await registry.walletsOf(PARTIES.bob)).to.deep.equal([dave.address, bob.address]);
    expect(await registry.blocksOf(ALICE)).to.equal(1n);
    expect(await registry.standingOf(ALICE)).to.equal(ZONE_1_BLOCKED);
  });

  it("gives a wallet of a blocked party nothing but the block", async () => {
    const { usd, jpy, carol, addWallets, block, standingOf } = await loadWithAct();
    await block(ALICE);
    await addWallets(ALICE, [carol]);
    for (const token of [usd, jpy]) expect(await standingOf(token, carol)).to.equal(ZONE_1_BLOCKED);
  });

  it("takes a smart account of listed code and a key that delegated its code", async () => {
    const { registry, policyAdmin, alice, carol, erin, addWallets, deployWallet, codeHashOf, helpers } =
      await loadWithAct();
    const wallet = await deployWallet(carol);
    await registry.connect(policyAdmin).allowWalletCode(await codeHashOf(wallet));
    await helpers.setCode(erin.address, concat(["0xef0100", alice.address]));
    await addWallets(ALICE, [wallet, erin]);
    expect(await registry.walletsOf(ALICE)).to.deep.equal([erin.address, wallet.address, alice.address]);
  });

  it("adds none when given none", async () => {
    const { registry, alice, addWallets, emits } = await loadWithAct();
    await emits(addWallets(ALICE, []));
    expect(await registry.walletsOf(ALICE)).to.deep.equal([alice.address]);
  });
});
