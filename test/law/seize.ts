import { expect } from "chai";
import { ZeroHash } from "ethers";
import { actHash } from "../../src/chain/law/acts.js";
import { reference } from "../support/words.js";
import { ALICE_USD } from "../issuance/support.js";
import { ALICE, CUSTODIAN, useLaw, type Law } from "./support.js";

const load = await useLaw();

async function withBalance(balance: bigint): Promise<Law> {
  const law = await load();
  await law.pay(law.alice, law.bob, ALICE_USD - balance);
  return law;
}

describe("seize", () => {
  it("is refused to an account that is no custody account, and to the very account", async () => {
    const { orders, alice, bob, dave, erin, carol, courtOrder, seize, refuses } = await load();
    const order = await courtOrder();
    for (const custody of [bob, dave, erin, alice]) {
      await refuses(seize(order, alice, 60n, { custody }), orders, "CustodyUnknown", custody);
    }
    await refuses(seize(order, carol, 60n), orders, "CustodyUnknown", carol);
  });

  it("is refused for zero, above the balance, and in a token of another bank", async () => {
    const { orders, usd, alice, courtOrder, seize, anotherToken, refuses } = await withBalance(100n);
    const order = await courtOrder();
    await refuses(seize(order, alice, 0n), orders, "SeizureZero");
    await refuses(seize(order, alice, 101n), usd, "ERC20InsufficientBalance", alice, 100n, 101n);
    const token = await anotherToken("XEUR");
    await refuses(seize(order, alice, 1n, { token }), orders, "TokenNotListed", token);
  });

  it("is refused when custody cannot receive: blocked, or its KYC lapsed", async () => {
    const { usd, registry, registrar, alice, carol, courtOrder, blockParty, seize, refuses } = await load();
    const order = await courtOrder();
    await registry.connect(registrar).renew([CUSTODIAN], 1n);
    await refuses(seize(order, alice, 60n), usd, "ERC7943CannotReceive", carol);
    await registry.connect(registrar).renew([CUSTODIAN], 2n ** 32n - 1n);
    await blockParty(order, CUSTODIAN);
    await refuses(seize(order, alice, 60n), usd, "ERC7943CannotReceive", carol);
  });

  it("never eats held money, the seizing order's lien or not", async () => {
    const { orders, usd, alice, placed, courtOrder, lien, seize, refuses } = await withBalance(100n);
    await placed(alice, 70n);
    const order = await courtOrder();
    await refuses(seize(order, alice, 31n), usd, "HeldBalance", alice, 31n, 30n);
    const lienId = await lien(order, alice, 100n);
    await refuses(seize(order, alice, 31n, { lienId }), usd, "HeldBalance", alice, 31n, 30n);
    expect(await orders.seizable(usd, alice, lienId)).to.equal(30n);
    await seize(order, alice, 30n, { lienId });
    expect([await usd.balanceOf(alice), await usd.heldOf(alice)]).to.deep.equal([70n, 70n]);
  });

  it("without a lien takes free money only, and says how much that is", async () => {
    const { orders, usd, alice, courtOrder, lien, seize, refuses } = await withBalance(100n);
    const order = await courtOrder();
    // Even the order's own lien is another's money, unless it is named.
    await lien(order, alice, 60n);
    await refuses(seize(order, alice, 41n), orders, "LiensInTheWay", alice, 41n, 40n);
    expect(await orders.seizable(usd, alice, ZeroHash)).to.equal(40n);
    await seize(order, alice, 40n);
    expect([await usd.balanceOf(alice), await usd.getFrozenTokens(alice)]).to.deep.equal([60n, 60n]);
  });

  it("never takes what another order's lien needs; contested money stays until a lien is lifted", async () => {
    const { orders, usd, alice, carol, courtOrder, lien, liftLien, seize, refuses } = await withBalance(100n);
    const [first, second] = [await courtOrder(), await courtOrder()];
    const [mine, theirs] = [await lien(first, alice, 60n), await lien(second, alice, 50n)];
    expect([await orders.seizable(usd, alice, mine), await orders.seizable(usd, alice, theirs)]).to.deep.equal([
      50n,
      40n,
    ]);
    await refuses(seize(first, alice, 51n, { lienId: mine }), orders, "LiensInTheWay", alice, 51n, 50n);
    await refuses(seize(second, alice, 41n, { lienId: theirs }), orders, "LiensInTheWay", alice, 41n, 40n);
    await seize(first, alice, 50n, { lienId: mine });
    expect(await usd.getFrozenTokens(alice)).to.equal(60n);
    expect([await orders.seizable(usd, alice, mine), await orders.seizable(usd, alice, theirs)]).to.deep.equal([
      0n,
      40n,
    ]);
    await liftLien(mine, 10n);
    await seize(second, alice, 50n, { lienId: theirs });
    expect([await usd.balanceOf(alice), await usd.balanceOf(carol)]).to.deep.equal([0n, 100n]);
    expect(await usd.getFrozenTokens(alice)).to.equal(0n);
  });

  it("is refused under a lien of another order, in another token, on another account, or with nothing left", async () => {
    const { orders, usd, jpy, alice, dave, courtOrder, lien, seize, refuses } = await load();
    const [order, other] = [await courtOrder(), await courtOrder()];
    const lienId = await lien(order, alice, 60n);
    const yen = await lien(order, alice, 60n, { token: jpy });
    await refuses(seize(other, alice, 1n, { lienId }), orders, "LienForeign", lienId, other.id);
    await refuses(seize(order, alice, 1n, { lienId: yen }), orders, "LienForeign", yen, order.id);
    const unknown = reference("no lien");
    await refuses(seize(order, alice, 1n, { lienId: unknown }), orders, "LienForeign", unknown, order.id);
    await refuses(seize(order, dave, 1n, { lienId }), orders, "LienNotHere", lienId, dave);
    await seize(order, alice, 60n, { lienId });
    await refuses(seize(order, alice, 1n, { lienId }), orders, "LienNotHere", lienId, alice);
    expect(await orders.seizable(usd, alice, yen)).to.equal(await orders.seizable(usd, alice, ZeroHash));
  });

  it("takes its own lien first, then free money: the lien that is paid is gone", async () => {
    const { orders, usd, alice, carol, compliance, complianceApprover, courtOrder, lien, seize, emits, now } =
      await withBalance(100n);
    const order = await courtOrder();
    const lienId = await lien(order, alice, 60n);
    await lien(await courtOrder(), alice, 10n);
    const consent = { salt: reference("salt"), expiry: (await now()) + 1_000n };
    const content = { order, token: usd.target, account: alice.address, custody: carol.address, amount: 75n, lienId };
    await emits(
      seize(order, alice, 75n, { lienId, ...consent }),
      // The token thaws by its own rule (free money first), then it is told what the liens are.
      ["Frozen", alice, 25n],
      ["Transfer", alice, carol, 75n],
      ["ForcedTransfer", alice, carol, 75n],
      ["LiensSet", usd, alice, 10n],
      ["Frozen", alice, 10n],
      [
        "Seized",
        order.id,
        alice,
        actHash("Seize", content, consent),
        usd,
        carol,
        75n,
        lienId,
        60n,
        compliance,
        complianceApprover,
      ],
    );
    expect((await orders.lien(lienId)).left).to.equal(0n);
    expect(await usd.availableOf(alice)).to.equal(15n);
  });

  it("in part leaves the rest of the lien frozen", async () => {
    const { orders, usd, alice, courtOrder, lien, seize } = await withBalance(100n);
    const order = await courtOrder();
    const lienId = await lien(order, alice, 60n);
    await seize(order, alice, 25n, { lienId });
    expect((await orders.lien(lienId)).left).to.equal(35n);
    expect([await usd.getFrozenTokens(alice), await usd.availableOf(alice)]).to.deep.equal([35n, 40n]);
  });

  it("mints nothing, and takes from a blocked party whose KYC has lapsed", async () => {
    const { usd, registry, registrar, alice, carol, courtOrder, blockParty, seize } = await load();
    const order = await courtOrder();
    await blockParty(order, ALICE);
    await registry.connect(registrar).renew([ALICE], 1n);
    const supply = await usd.totalSupply();
    await seize(order, alice, ALICE_USD);
    expect([await usd.balanceOf(alice), await usd.balanceOf(carol)]).to.deep.equal([0n, ALICE_USD]);
    expect(await usd.totalSupply()).to.equal(supply);
  });
});

describe("custody accounts", () => {
  it("are wallets of the register only, live, and registered once", async () => {
    const { orders, policyAdmin, alice, bob, carol, dave, erin, courtOrder, recover, refuses } = await load();
    const add = (account: { address: string }) => orders.connect(policyAdmin).addCustodyAccount(account.address);
    await refuses(add(erin), orders, "CustodyInvalid", erin);
    await refuses(add(carol), orders, "CustodyInvalid", carol);
    await recover(await courtOrder(), dave, alice);
    await refuses(add(dave), orders, "CustodyInvalid", dave);
    await expect(add(bob)).to.emit(orders, "CustodySet").withArgs(bob.address, true);
    expect(await orders.isCustody(bob)).to.equal(true);
  });

  it("once removed take no seizure more, and are removed once", async () => {
    const { orders, compliance, alice, carol, courtOrder, seize, refuses } = await load();
    const remove = () => orders.connect(compliance).removeCustodyAccount(carol);
    await expect(remove()).to.emit(orders, "CustodySet").withArgs(carol.address, false);
    await refuses(remove(), orders, "CustodyInvalid", carol);
    await refuses(seize(await courtOrder(), alice, 60n), orders, "CustodyUnknown", carol);
    expect(await orders.isCustody(carol)).to.equal(false);
  });
});
