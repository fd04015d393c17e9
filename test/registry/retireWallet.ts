import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { goodStanding, VALID_UNTIL } from "../support/token.js";
import { LOCAL_BLOCK, packStanding, Power, reference } from "../support/words.js";
import { ALICE_USD, PARTIES, useBank } from "../issuance/support.js";
import { walletsFrom } from "./support.js";

const load = await useBank();

const { alice: ALICE, bob: BOB } = PARTIES;
const FREE = packStanding(goodStanding(1));
const RETIRED = packStanding({ ...goodStanding(1), retired: true });

/** Alice has three wallets: alice, carol and dave, newest last. */
async function loadWallets() {
  const bank = await load();
  const { registry, registrar, alice, carol, dave } = bank;
  await registry.connect(registrar).addWallets(ALICE, [carol, dave]);
  const successorOf = (wallet: { address: string }) => registry.successorOf(wallet.address);
  return { ...bank, alice, successorOf };
}

describe("retireWallet", () => {
  describe("is refused", () => {
    it("for a wallet that is unknown, retired already, or removed", async () => {
      const { registry, registrar, alice, carol, dave, stranger, retire, refuses } = await loadWallets();
      await refuses(retire(stranger, carol), registry, "WalletNotLive", stranger);
      await refuses(retire({ address: ZeroAddress }, carol), registry, "WalletNotLive", ZeroAddress);
      await retire(alice, carol);
      await refuses(retire(alice, carol), registry, "WalletNotLive", alice);
      await refuses(retire(alice, dave), registry, "WalletNotLive", alice);
      await registry.connect(registrar).removeWallet(dave);
      await refuses(retire(dave, carol), registry, "WalletNotLive", dave);
    });

    it("for a successor that is the wallet itself, unknown, another party's, retired or removed", async () => {
      const { registry, registrar, alice, bob, carol, dave, erin, stranger, retire, refuses } = await loadWallets();
      await registry.connect(registrar).addWallets(ALICE, [erin]);
      await retire(dave, carol);
      await registry.connect(registrar).removeWallet(erin);
      for (const successor of [alice, stranger, { address: ZeroAddress }, bob, dave, erin]) {
        await refuses(retire(alice, successor), registry, "SuccessorInvalid", alice, successor);
      }
      expect(await registry.isRetired(alice)).to.equal(false);
    });

    it("for the only wallet of a party: its new one is added first", async () => {
      const { registry, bob, stranger, retire, refuses } = await loadWallets();
      await refuses(retire(bob, stranger), registry, "SuccessorInvalid", bob, stranger);
    });
  });

  it("retires the wallet in every token, and nothing else of the party", async () => {
    const { registry, usd, jpy, alice, carol, dave, retire, successorOf, standingOf, emits } = await loadWallets();
    await emits(
      retire(alice, carol),
      ["WalletRetired", ALICE, alice, carol],
      ["StandingSet", alice, RETIRED],
      ["StandingSet", alice, RETIRED],
    );
    for (const token of [usd, jpy]) {
      expect(await standingOf(token, alice)).to.equal(RETIRED);
      for (const other of [carol, dave]) expect(await standingOf(token, other)).to.equal(FREE);
    }
    expect(await registry.standingOf(ALICE)).to.equal(FREE);
    expect(await registry.partyOf(alice)).to.equal(ALICE);
    expect(await registry.isRetired(alice)).to.equal(true);
    expect(await registry.isRetired(carol)).to.equal(false);
    expect(await successorOf(alice)).to.equal(carol.address);
    expect(await successorOf(carol)).to.equal(carol.address);
    // It stays in the list, so that blocks reach its open holds.
    expect(await registry.walletsOf(ALICE)).to.deep.equal([dave.address, carol.address, alice.address]);
  });

  it("leaves the money and the settlement account where they are", async () => {
    const { registry, usd, alice, carol, retire } = await loadWallets();
    const account = await registry.settlementAccountOf(alice);
    await retire(alice, carol);
    expect(await usd.balanceOf(alice)).to.equal(ALICE_USD);
    expect(await registry.settlementAccountOf(alice)).to.equal(account);
    expect(await registry.settlementAccountOf(carol)).to.equal(account);
  });

  it("follows the line to its end: a successor may be lost too", async () => {
    const { registry, registrar, alice, carol, dave, erin, retire, successorOf } = await loadWallets();
    await registry.connect(registrar).addWallets(ALICE, [erin]);
    await retire(alice, carol);
    await retire(carol, dave);
    expect(await successorOf(alice)).to.equal(dave.address);
    expect(await successorOf(carol)).to.equal(dave.address);
    await retire(dave, erin);
    for (const wallet of [alice, carol, dave, erin]) expect(await successorOf(wallet)).to.equal(erin.address);
  });

  it("lets one wallet stand for many", async () => {
    const { alice, carol, dave, retire, successorOf } = await loadWallets();
    await retire(alice, dave);
    await retire(carol, dave);
    for (const wallet of [alice, carol]) expect(await successorOf(wallet)).to.equal(dave.address);
  });

  it("never makes a circle: whoever was retired can be no successor again", async () => {
    const { registry, alice, carol, dave, retire, refuses } = await loadWallets();
    await retire(alice, carol);
    await refuses(retire(carol, alice), registry, "SuccessorInvalid", carol, alice);
    await retire(carol, dave);
    await refuses(retire(dave, carol), registry, "SuccessorInvalid", dave, carol);
    await refuses(retire(dave, alice), registry, "SuccessorInvalid", dave, alice);
  });

  it("answers of strangers and live wallets that they stand for themselves", async () => {
    const { bob, stranger, successorOf } = await loadWallets();
    for (const wallet of [bob, stranger]) expect(await successorOf(wallet)).to.equal(wallet.address);
  });

  it("is never undone: the wallet cannot be added, admitted or removed again", async () => {
    const { registry, registrar, alice, carol, admissionOf, retire, refuses } = await loadWallets();
    await retire(alice, carol);
    const asRegistrar = registry.connect(registrar);
    await refuses(asRegistrar.addWallets(ALICE, [alice]), registry, "WalletTaken", alice, ALICE);
    await refuses(asRegistrar.addWallets(BOB, [alice]), registry, "WalletTaken", alice, ALICE);
    await refuses(asRegistrar.admit([admissionOf(alice, 200n)]), registry, "WalletTaken", alice, ALICE);
    await refuses(asRegistrar.removeWallet(alice), registry, "WalletNotLive", alice);
  });

  it("still counts among the party's wallets: a hundred, lost ones included", async () => {
    const { registry, registrar, alice, carol, stranger, retire, refuses } = await loadWallets();
    await retire(alice, carol);
    await registry.connect(registrar).addWallets(ALICE, walletsFrom(0, 97));
    const add = registry.connect(registrar).addWallets(ALICE, [stranger]);
    await refuses(add, registry, "TooManyWallets", ALICE);
  });

  it("of a blocked party takes the block along", async () => {
    const { usd, jpy, alice, carol, block, retire, standingOf } = await loadWallets();
    await block(ALICE);
    await retire(alice, carol);
    const both = packStanding({ ...goodStanding(1), blocked: true, retired: true });
    for (const token of [usd, jpy]) expect(await standingOf(token, alice)).to.equal(both);
  });

  it("leaves what the token's compliance set: a local block stays", async () => {
    const { usd, alice, carol, compliance, retire, accountOf } = await loadWallets();
    await usd.connect(compliance).blockWallet(alice);
    await retire(alice, carol);
    expect(await accountOf(alice)).to.include({ standing: RETIRED, local: LOCAL_BLOCK });
  });

  it("reports a token that did not take it, which a sync repairs; the register says it at once", async () => {
    const { registry, usd, jpy, alice, carol, dave, helpers, ethers, stranger, retire, standingOf, emits } =
      await loadWallets();
    const address = jpy.target as string;
    const code = await ethers.provider.getCode(address);
    await helpers.setCode(address, "0x60006000fd");
    await emits(
      retire(alice, carol),
      ["WalletRetired", ALICE, alice, carol],
      ["StandingSet", alice, RETIRED],
      ["PushFailed", jpy, ALICE, "0x"],
    );
    await helpers.setCode(address, code);
    expect(await standingOf(usd, alice)).to.equal(RETIRED);
    expect(await standingOf(jpy, alice)).to.equal(FREE);
    expect(await registry.isRetired(alice)).to.equal(true);
    await emits(
      registry.connect(stranger).syncToken(jpy, [ALICE]),
      ["StandingSet", dave, FREE],
      ["StandingSet", carol, FREE],
      ["StandingSet", alice, RETIRED],
    );
    expect(await standingOf(jpy, alice)).to.equal(RETIRED);
  });

  it("reaches a token that is listed later, by its sync", async () => {
    const { registry, policyAdmin, alice, carol, anotherToken, retire, standingOf } = await loadWallets();
    await retire(alice, carol);
    const late = await anotherToken("XEUR");
    await registry.connect(policyAdmin).listToken(late);
    await registry.syncToken(late, [ALICE]);
    expect(await standingOf(late, alice)).to.equal(RETIRED);
    expect(await standingOf(late, carol)).to.equal(FREE);
  });

  it("does not stop in one token for a wallet that has a power in another", async () => {
    const { registry, registrar, policyAdmin, usd, jpy, alice, erin, retire, standingOf, emits } = await loadWallets();
    await jpy.connect(policyAdmin).admitContract(erin, Power.Notary);
    await registry.connect(registrar).addWallets(ALICE, [erin]);
    const reason = jpy.interface.encodeErrorResult("StandingInvalid", [erin.address, RETIRED]);
    await emits(
      retire(erin, alice),
      ["WalletRetired", ALICE, erin, alice],
      ["StandingSet", erin, RETIRED],
      ["PushFailed", jpy, ALICE, reason],
    );
    expect(await standingOf(usd, erin)).to.equal(RETIRED);
  });
});

describe("a party with lost wallets", () => {
  const acts: Array<[name: string, changes: object, act: (bank: Awaited<ReturnType<typeof loadWallets>>) => unknown]> =
    [
      ["is blocked with them: their open holds must not execute", { blocked: true }, ({ block }) => block(ALICE)],
      [
        "is renewed with them",
        { validUntil: VALID_UNTIL + 1n },
        ({ registry, registrar }) => registry.connect(registrar).renew([ALICE], VALID_UNTIL + 1n),
      ],
      [
        "is reclassified with them",
        { zone: 2, limited: true },
        (bank) => bank.reclassify(ALICE, { zone: 2, limited: true }),
      ],
      [
        "is rezoned with them",
        { zone: 5 },
        async ({ registry, registrar, policyAdmin }) => {
          await registry.connect(policyAdmin).setCountries([{ code: 1, resident: 5, controlled: 0 }]);
          await registry.connect(registrar).rezone([ALICE]);
        },
      ],
    ];
  for (const [name, changes, act] of acts) {
    it(name, async () => {
      const bank = await loadWallets();
      const { usd, jpy, alice, carol, dave, retire, standingOf } = bank;
      await retire(carol, dave);
      await act(bank);
      const live = packStanding({ ...goodStanding(1), ...changes });
      for (const token of [usd, jpy]) {
        for (const wallet of [alice, dave]) expect(await standingOf(token, wallet)).to.equal(live);
        expect(await standingOf(token, carol)).to.equal(live | (1n << 39n));
      }
    });
  }

  it("is unblocked with them, and they stay retired", async () => {
    const { jpy, carol, dave, block, unblock, retire, standingOf } = await loadWallets();
    await retire(carol, dave);
    await block(ALICE);
    await unblock(ALICE);
    expect(await standingOf(jpy, carol)).to.equal(RETIRED);
  });

  it("is pushed in two rounds, the lost ones last, each list newest first", async () => {
    const { alice, carol, dave, block, retire, emits } = await loadWallets();
    await retire(alice, carol);
    await retire(carol, dave);
    const [live, lost] = [FREE, RETIRED].map((standing) => standing | (1n << 37n)) as [bigint, bigint];
    const pushed = [
      ["StandingSet", carol, lost],
      ["StandingSet", alice, lost],
    ] as const;
    await emits(
      block(ALICE, "order 1"),
      ["PartyBlocked", ALICE, reference("order 1"), 1n],
      ["StandingSet", dave, live],
      ["StandingSet", dave, live],
      ...pushed,
      ...pushed,
    );
  });
});
