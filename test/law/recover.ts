import { expect } from "chai";
import { actHash } from "../../src/chain/law/acts.js";
import { reference } from "../support/words.js";
import { ALICE_JPY, ALICE_USD } from "../issuance/support.js";
import { ALICE, BOB, useLaw } from "./support.js";

const load = await useLaw();

describe("recover", () => {
  it("is refused to another party's wallet, a stranger's, the lost wallet itself, and a retired one", async () => {
    const { registry, registrar, alice, bob, carol, dave, erin, courtOrder, recover, refuses } = await load();
    const order = await courtOrder();
    for (const successor of [bob, carol, erin, alice]) {
      await refuses(recover(order, alice, successor), registry, "SuccessorInvalid", alice, successor);
    }
    await registry.connect(registrar).addWallets(ALICE, [erin]);
    await recover(order, dave, erin);
    await refuses(recover(order, alice, dave), registry, "SuccessorInvalid", alice, dave);
    await refuses(recover(order, dave, alice), registry, "WalletNotLive", dave);
  });

  it("of a party's only wallet is possible once the registrar has added another", async () => {
    const { registry, registrar, usd, bob, erin, courtOrder, recover, refuses } = await load();
    const order = await courtOrder();
    await refuses(recover(order, bob, erin), registry, "SuccessorInvalid", bob, erin);
    await registry.connect(registrar).addWallets(BOB, [erin]);
    await recover(order, bob, erin);
    expect([await usd.balanceOf(bob), await usd.balanceOf(erin)]).to.deep.equal([0n, 200_000n]);
  });

  it("retires the wallet and moves its money in every token; never mints", async () => {
    const { orders, registry, usd, jpy, alice, dave, compliance, complianceApprover, courtOrder, recover, emits, now } =
      await load();
    const supply = [await usd.totalSupply(), await jpy.totalSupply()];
    const order = await courtOrder();
    const consent = { salt: reference("salt"), expiry: (await now()) + 1_000n };
    const act = actHash("Recover", { order, lost: alice.address, successor: dave.address }, consent);
    const retired = (await registry.standingOf(ALICE)) | (1n << 39n);
    await emits(
      recover(order, alice, dave, consent),
      ["OrderFiled", order.id, order.authority, order.documentHash, order.issuedAt, 0n],
      ["WalletRecovered", order.id, alice, act, dave, compliance, complianceApprover],
      ["WalletRetired", ALICE, alice, dave],
      ["StandingSet", alice, retired],
      ["StandingSet", alice, retired],
      ["Swept", usd, alice, dave, ALICE_USD, 0n],
      ["Transfer", alice, dave, ALICE_USD],
      ["ForcedTransfer", alice, dave, ALICE_USD],
      ["Swept", jpy, alice, dave, ALICE_JPY, 0n],
      ["Transfer", alice, dave, ALICE_JPY],
      ["ForcedTransfer", alice, dave, ALICE_JPY],
    );
    expect(await registry.successorOf(alice)).to.equal(dave.address);
    expect([await usd.totalSupply(), await jpy.totalSupply()]).to.deep.equal(supply);
    expect(await orders.isDone(act)).to.equal(true);
  });

  it("moves liens with the money: the balance is as free as before, and the excess catches credits at the successor", async () => {
    const { orders, usd, alice, bob, dave, courtOrder, lien, recover, pay, liftLien } = await load();
    const order = await courtOrder();
    const part = await lien(order, alice, 400_000n);
    await recover(order, alice, dave);
    expect([await usd.getFrozenTokens(alice), await usd.getFrozenTokens(dave)]).to.deep.equal([0n, 400_000n]);
    expect(await usd.availableOf(dave)).to.equal(600_000n);
    expect([await orders.lienAt(part, alice), await orders.lienAt(part, dave)]).to.deep.equal([0n, 400_000n]);
    await liftLien(part, 100_000n);
    expect(await usd.getFrozenTokens(dave)).to.equal(300_000n);
    await liftLien(part, 300_000n);
    await pay(dave, bob, ALICE_USD);
  });

  it("of an empty wallet with a lien moves the lien: it catches what the successor receives", async () => {
    const { usd, alice, bob, dave, courtOrder, lien, recover, pay } = await load();
    await lien(await courtOrder(), dave, 50n);
    await recover(await courtOrder(), dave, alice);
    expect(await usd.getFrozenTokens(alice)).to.equal(50n);
    await pay(alice, bob, ALICE_USD - 50n);
    expect(await usd.availableOf(alice)).to.equal(0n);
  });

  it("works for a blocked party, moves nothing before the block is lifted, and says so", async () => {
    const { orders, registry, usd, jpy, alice, dave, courtOrder, blockParty, liftBlock, recover, refuses } =
      await load();
    const order = await courtOrder();
    await blockParty(order, ALICE);
    const reason = usd.interface.encodeErrorResult("ERC7943CannotReceive", [dave.address]);
    await expect(recover(order, alice, dave))
      .to.emit(orders, "SweepFailed")
      .withArgs(usd.target, alice.address, reason)
      .and.to.emit(orders, "SweepFailed")
      .withArgs(jpy.target, alice.address, reason);
    expect(await registry.isRetired(alice)).to.equal(true);
    expect(await usd.balanceOf(alice)).to.equal(ALICE_USD);
    await refuses(orders.sweep(usd, alice), usd, "ERC7943CannotReceive", dave);
    await liftBlock(order.id, ALICE);
    await orders.sweep(usd, alice);
    expect([await usd.balanceOf(alice), await usd.balanceOf(dave)]).to.deep.equal([0n, ALICE_USD]);
  });

  it("reports the one token that fails, and sweeps the others", async () => {
    const { orders, compliance, usd, jpy, alice, dave, courtOrder, recover } = await load();
    await usd.connect(compliance).blockWallet(dave);
    const reason = usd.interface.encodeErrorResult("ERC7943CannotReceive", [dave.address]);
    const done = recover(await courtOrder(), alice, dave);
    await expect(done).to.emit(orders, "SweepFailed").withArgs(usd.target, alice.address, reason);
    expect([await usd.balanceOf(alice), await jpy.balanceOf(alice)]).to.deep.equal([ALICE_USD, 0n]);
  });

  it("with too little gas reverts, or every token is swept", async () => {
    const law = await load();
    const { orders, usd, jpy, alice, dave, courtOrder, lien, recover, approve, compliance, helpers } = law;
    const order = await courtOrder();
    for (const token of [usd, jpy]) await lien(order, alice, 10n, { token });
    const approval = await approve("Recover", { order, lost: alice.address, successor: dave.address });
    const snapshot = async <T>(what: () => Promise<T>): Promise<T> => {
      const taken = await helpers.takeSnapshot();
      const result = await what();
      await taken.restore();
      return result;
    };
    const used = await snapshot(async () => (await (await recover(order, alice, dave)).wait())!.gasUsed);
    const refusals = new Set<string>();
    let passed = 0;
    const LIMITS = 100n;
    for (let i = 0n; i < LIMITS; ++i) {
      const gasLimit = (used * 4n) / 10n + ((used * 7n) / 10n / LIMITS) * i;
      await snapshot(async () => {
        try {
          await orders.connect(compliance).recover(order, alice, dave, approval, { gasLimit });
        } catch (problem) {
          refusals.add(/GasTooLow/.test(String(problem)) ? "GasTooLow" : "out of gas");
          return;
        }
        passed += 1;
        for (const token of [usd, jpy]) expect(await token.balanceOf(alice), `gas limit ${gasLimit}`).to.equal(0n);
      });
    }
    expect(passed).to.be.greaterThan(0);
    expect([...refusals]).to.include("GasTooLow");
  });
});

describe("sweep", () => {
  it("is refused for a wallet that was never retired, and for a token of another bank", async () => {
    const { orders, usd, alice, dave, erin, courtOrder, recover, anotherToken, refuses } = await load();
    for (const wallet of [alice, dave, erin]) {
      await refuses(orders.sweep(usd, wallet), orders, "WalletNotRetired", wallet);
    }
    await recover(await courtOrder(), alice, dave);
    const foreign = await anotherToken("XEUR");
    await refuses(orders.sweep(foreign, alice), orders, "TokenNotListed", foreign);
  });

  it("leaves held money to its holds and follows when they close; nothing to move, nothing happens", async () => {
    const { orders, usd, notary, alice, bob, dave, stranger, placed, courtOrder, recover, emits } = await load();
    const hold = await placed(alice, 300_000n);
    await recover(await courtOrder(), alice, dave);
    expect([await usd.balanceOf(alice), await usd.balanceOf(dave)]).to.deep.equal([300_000n, 700_000n]);
    await emits(orders.connect(stranger).sweep(usd, alice));
    // The hold of a lost wallet still pays its payee.
    await usd.connect(notary).executeHold(hold, 100_000n);
    expect(await usd.balanceOf(bob)).to.equal(300_000n);
    await usd.connect(notary).releaseHold(hold, 200_000n);
    await emits(
      orders.connect(stranger).sweep(usd, alice),
      ["Swept", usd, alice, dave, 200_000n, 0n],
      ["Transfer", alice, dave, 200_000n],
      ["ForcedTransfer", alice, dave, 200_000n],
    );
    expect([await usd.balanceOf(alice), await usd.balanceOf(dave)]).to.deep.equal([0n, 900_000n]);
  });

  it("moves as much of the liens as of the money: neither the owner nor the payee of a hold gains", async () => {
    const { orders, usd, notary, alice, dave, lens, placed, courtOrder, lien, recover } = await load();
    const hold = await placed(alice, 300_000n);
    await lien(await courtOrder(), alice, 900_000n);
    expect(await lens.executable(usd, hold)).to.equal(100_000n);
    expect(await usd.availableOf(alice)).to.equal(0n);
    await recover(await courtOrder(), alice, dave);
    expect([await usd.getFrozenTokens(alice), await usd.getFrozenTokens(dave)]).to.deep.equal([200_000n, 700_000n]);
    expect(await lens.executable(usd, hold)).to.equal(100_000n);
    expect(await usd.availableOf(dave)).to.equal(0n);
    // What the hold lets go follows, and the rest of the lien with it.
    await usd.connect(notary).releaseHold(hold, 300_000n);
    await orders.sweep(usd, alice);
    expect([await usd.getFrozenTokens(alice), await usd.getFrozenTokens(dave)]).to.deep.equal([0n, 900_000n]);
  });

  it("takes along all of the liens that finds no money at the lost wallet any more", async () => {
    const { usd, alice, dave, placed, courtOrder, lien, recover } = await load();
    await placed(alice, 300_000n);
    await lien(await courtOrder(), alice, 5_000_000n);
    await recover(await courtOrder(), alice, dave);
    // The held money stays caught where it is; everything else waits for credits at the successor.
    expect([await usd.getFrozenTokens(alice), await usd.getFrozenTokens(dave)]).to.deep.equal([300_000n, 4_700_000n]);
  });

  it("takes the liens that a sealed burn left behind", async () => {
    const { orders, usd, alice, dave, submitted, settle, courtOrder, lien, recover } = await load();
    const redemption = await submitted({ amount: ALICE_USD });
    await lien(await courtOrder(), alice, 700_000n);
    await recover(await courtOrder(), alice, dave);
    expect([await usd.getFrozenTokens(alice), await usd.getFrozenTokens(dave)]).to.deep.equal([700_000n, 0n]);
    await settle(redemption);
    await orders.sweep(usd, alice);
    expect([await usd.getFrozenTokens(alice), await usd.getFrozenTokens(dave)]).to.deep.equal([0n, 700_000n]);
  });

  it("follows a chain of lost wallets to the live one, and so do lifts and seizures of its liens", async () => {
    const {
      orders,
      registry,
      registrar,
      usd,
      notary,
      alice,
      dave,
      erin,
      placed,
      courtOrder,
      lien,
      recover,
      liftLien,
      seize,
      refuses,
    } = await load();
    await registry.connect(registrar).addWallets(ALICE, [erin]);
    const order = await courtOrder();
    const hold = await placed(alice, 100_000n);
    const first = await lien(order, alice, 950_000n);
    const second = await lien(order, dave, 30_000n);
    await recover(order, alice, dave);
    await recover(order, dave, erin);
    const liens = async () => Promise.all([alice, dave, erin].map((wallet) => orders.liensOf(usd, wallet)));
    expect(await liens()).to.deep.equal([50_000n, 0n, 930_000n]);
    expect(await orders.lienAt(first, erin)).to.equal(900_000n);
    expect(await orders.lienAt(second, erin)).to.equal(30_000n);
    expect(await orders.lienAt(second, alice)).to.equal(0n);

    // The hold closes: the money goes on from the first wallet straight to the last.
    await usd.connect(notary).releaseHold(hold, 100_000n);
    await orders.sweep(usd, alice);
    expect(await liens()).to.deep.equal([0n, 0n, 980_000n]);
    expect(await usd.balanceOf(erin)).to.equal(ALICE_USD);
    await refuses(seize(order, alice, 1n, { lienId: first }), orders, "LienNotHere", first, alice);
    await seize(order, erin, 940_000n, { lienId: first });
    await liftLien(second, 30_000n);
    expect(await liens()).to.deep.equal([0n, 0n, 10_000n]);
    await liftLien(first, 10_000n);
    expect(await usd.availableOf(erin)).to.equal(60_000n);
  });

  it("lets a seizure take from the successor only what of the lien came there: the rest is still with the hold", async () => {
    const { orders, usd, alice, dave, placed, courtOrder, lien, recover, seize, refuses, pay, bob } = await load();
    await pay(alice, bob, ALICE_USD - 100n);
    const [first, second] = [await courtOrder(), await courtOrder()];
    await placed(alice, 30n);
    const mine = await lien(first, alice, 60n);
    await lien(second, dave, 50n);
    await recover(first, alice, dave);
    // 70 moved, and 60 of the lien with it; of the 120 at the successor, 10 are free and 50 another order's.
    expect([await orders.lienAt(mine, alice), await orders.lienAt(mine, dave)]).to.deep.equal([0n, 60n]);
    expect(await orders.seizable(usd, dave, mine)).to.equal(20n);
    await refuses(seize(first, dave, 21n, { lienId: mine }), orders, "LiensInTheWay", dave, 21n, 20n);
    await seize(first, dave, 20n, { lienId: mine });
    expect([await usd.balanceOf(dave), await usd.getFrozenTokens(dave)]).to.deep.equal([50n, 90n]);
  });
});

describe("placeLien on a lost wallet", () => {
  it("catches the money left there that no lien needs yet, and goes to its successor with the rest", async () => {
    const { orders, usd, alice, dave, placed, courtOrder, lien, recover, liftLien } = await load();
    const order = await courtOrder();
    await placed(alice, 300_000n);
    await recover(order, alice, dave);
    const first = await lien(order, alice, 200_000n);
    const second = await lien(order, alice, 250_000n);
    expect([await orders.liensOf(usd, alice), await orders.liensOf(usd, dave)]).to.deep.equal([300_000n, 150_000n]);
    const third = await lien(order, alice, 7n);
    expect([await orders.liensOf(usd, alice), await orders.liensOf(usd, dave)]).to.deep.equal([300_000n, 150_007n]);
    for (const [id, amount] of [
      [second, 250_000n],
      [third, 7n],
      [first, 200_000n],
    ] as const) {
      await liftLien(id, amount);
    }
    expect([await orders.liensOf(usd, alice), await orders.liensOf(usd, dave)]).to.deep.equal([0n, 0n]);
  });

  it("finds its way home in any order of lifting, where a wallet is the successor of two", async () => {
    const { orders, registry, registrar, usd, alice, dave, erin, placed, courtOrder, lien, recover, liftLien } =
      await load();
    await registry.connect(registrar).addWallets(ALICE, [erin]);
    const order = await courtOrder();
    await placed(alice, 300_000n);
    const liens = [
      await lien(order, alice, 500_000n),
      await lien(order, dave, 40_000n),
      await lien(order, erin, 6_000n),
    ];
    await recover(order, alice, erin);
    await recover(order, dave, erin);
    liens.push(await lien(order, alice, 700n), await lien(order, dave, 80n));
    for (const id of [liens[2]!, liens[0]!, liens[4]!, liens[1]!, liens[3]!]) {
      await liftLien(id, (await orders.lien(id)).left);
    }
    for (const wallet of [alice, dave, erin]) expect(await orders.liensOf(usd, wallet)).to.equal(0n);
  });
});
