import { expect } from "chai";
import { ZeroHash } from "ethers";
import { actHash } from "../../src/chain/law/acts.js";
import { reference } from "../support/words.js";
import { ALICE_USD } from "../issuance/support.js";
import { GROUNDS, MAX_AMOUNT, useLaw, type Law } from "./support.js";

const load = await useLaw();

/** Alice with this balance: the rest goes to bob. */
async function withBalance(balance: bigint): Promise<Law> {
  const law = await load();
  await law.pay(law.alice, law.bob, ALICE_USD - balance);
  return law;
}

describe("placeLien", () => {
  it("is refused for zero and above 96 bits, in a token of another bank, and on a wallet that nobody knows", async () => {
    const { orders, usd, alice, erin, courtOrder, placeLien, anotherToken, refuses } = await load();
    const order = await courtOrder();
    for (const amount of [0n, 2n ** 96n]) {
      await refuses(placeLien(order, alice, amount), orders, "LienAmountInvalid", amount);
    }
    const foreign = await anotherToken("XEUR");
    await refuses(placeLien(order, alice, 60n, { token: foreign }), orders, "TokenNotListed", foreign);
    await refuses(placeLien(order, erin, 60n), orders, "AccountUnknown", erin);
    await refuses(placeLien(order, { address: usd.target as string }, 60n), orders, "AccountUnknown", usd);
  });

  it("names both people, and the act is the lien's id", async () => {
    const { orders, usd, alice, compliance, complianceApprover, courtOrder, placeLien, emits, now } = await load();
    const order = await courtOrder();
    const consent = { salt: reference("salt"), expiry: (await now()) + 1_000n };
    const content = { order, token: usd.target, account: alice.address, amount: 60n };
    const id = actHash("PlaceLien", content, consent);
    await emits(
      placeLien(order, alice, 60n, consent),
      ["OrderFiled", order.id, order.authority, order.documentHash, order.issuedAt, 0n],
      ["LienPlaced", order.id, alice, id, usd, 60n, compliance, complianceApprover],
      ["LiensSet", usd, alice, 60n],
      ["Frozen", alice, 60n],
    );
    expect([...(await orders.lien(id))]).to.deep.equal([order.id, usd.target, alice.address, 60n]);
  });

  it("adds up and exceeds the balance: 60 + 50 on 100 leave 0, a credit of 20 leaves 10, lifting the first leaves 70", async () => {
    const { usd, alice, bob, courtOrder, lien, pay, liftLien, refuses } = await withBalance(100n);
    const first = await lien(await courtOrder(), alice, 60n);
    expect(await usd.availableOf(alice)).to.equal(40n);
    await lien(await courtOrder(), alice, 50n);
    expect(await usd.availableOf(alice)).to.equal(0n);
    expect(await usd.getFrozenTokens(alice)).to.equal(110n);
    await refuses(pay(alice, bob, 1n), usd, "ERC7943InsufficientUnfrozenBalance", alice, 1n, 0n);

    await pay(bob, alice, 20n);
    expect(await usd.availableOf(alice)).to.equal(10n);
    await liftLien(first, 60n);
    expect(await usd.availableOf(alice)).to.equal(70n);
    await refuses(pay(alice, bob, 71n), usd, "ERC7943InsufficientUnfrozenBalance", alice, 71n, 70n);
    await pay(alice, bob, 70n);
  });

  it("catches later credits first, and leaves the other accounts of the party and the other tokens alone", async () => {
    const { usd, jpy, alice, dave, bob, courtOrder, lien, pay } = await withBalance(0n);
    await lien(await courtOrder(), alice, 60n);
    await pay(bob, alice, 59n);
    expect(await usd.availableOf(alice)).to.equal(0n);
    await pay(bob, alice, 2n);
    expect(await usd.availableOf(alice)).to.equal(1n);
    await pay(bob, dave, 10n);
    expect(await usd.availableOf(dave)).to.equal(10n);
    expect(await jpy.availableOf(alice)).to.equal(await jpy.balanceOf(alice));
  });

  it("keeps the sum where the token can show no more: two liens of 2^64 - 1, one lifted, leave one", async () => {
    const { orders, usd, alice, courtOrder, lien, liftLien } = await load();
    const first = await lien(await courtOrder(), alice, MAX_AMOUNT);
    await lien(await courtOrder(), alice, 2n ** 96n - 1n);
    expect(await usd.getFrozenTokens(alice)).to.equal(MAX_AMOUNT);
    expect(await orders.liensOf(usd, alice)).to.equal(MAX_AMOUNT + 2n ** 96n - 1n);
    await liftLien(first, MAX_AMOUNT);
    expect(await usd.getFrozenTokens(alice)).to.equal(MAX_AMOUNT);
    expect(await orders.liensOf(usd, alice)).to.equal(2n ** 96n - 1n);
  });
});

describe("liftLien", () => {
  it("is refused for a lien that does not exist, without grounds, for zero and for more than is left", async () => {
    const { orders, alice, courtOrder, lien, liftLien, refuses } = await load();
    const id = await lien(await courtOrder(), alice, 60n);
    const unknown = reference("no lien");
    await refuses(liftLien(unknown, 1n), orders, "LiftAmountInvalid", unknown, 1n, 0n);
    await refuses(liftLien(id, 60n, { grounds: ZeroHash }), orders, "GroundsMissing");
    await refuses(liftLien(id, 0n), orders, "LiftAmountInvalid", id, 0n, 60n);
    await refuses(liftLien(id, 61n), orders, "LiftAmountInvalid", id, 61n, 60n);
    await liftLien(id, 60n);
    await refuses(liftLien(id, 1n), orders, "LiftAmountInvalid", id, 1n, 0n);
  });

  it("lifts in parts, and names both people and the grounds", async () => {
    const { orders, usd, alice, releaser, complianceApprover, courtOrder, lien, liftLien, emits, now } = await load();
    const order = await courtOrder();
    const id = await lien(order, alice, 60n);
    await lien(order, alice, 5n);
    const consent = { salt: reference("salt"), expiry: (await now()) + 1_000n };
    const act = actHash("LiftLien", { lienId: id, amount: 20n, grounds: GROUNDS }, consent);
    await emits(
      liftLien(id, 20n, consent),
      ["LienLifted", order.id, id, act, 20n, GROUNDS, releaser, complianceApprover],
      ["LiensSet", usd, alice, 45n],
      ["Frozen", alice, 45n],
    );
    expect((await orders.lien(id)).left).to.equal(40n);
    expect(await orders.lienAt(id, alice)).to.equal(40n);
  });
});

describe("refreeze", () => {
  it("is refused for a token of another bank", async () => {
    const { orders, alice, anotherToken, refuses } = await load();
    const foreign = await anotherToken("XEUR");
    await refuses(orders.refreeze(foreign, alice), orders, "TokenNotListed", foreign);
  });

  it("by anyone, catches later credits again after a sealed redemption burned frozen money", async () => {
    const { orders, usd, alice, bob, submitted, settle, courtOrder, lien, liftLien, pay, emits } = await load();
    const redemption = await submitted({ amount: 900_000n });
    const id = await lien(await courtOrder(), alice, 150_000n);
    await settle(redemption);
    // 100,000 were left beside the redemption, so 50,000 of frozen money burned and the token shows what is left.
    expect(await usd.getFrozenTokens(alice)).to.equal(100_000n);
    expect(await orders.liensOf(usd, alice)).to.equal(150_000n);
    expect((await orders.lien(id)).left).to.equal(150_000n);
    await emits(orders.refreeze(usd, alice), ["Frozen", alice, 150_000n]);
    await pay(bob, alice, 60_000n);
    expect(await usd.availableOf(alice)).to.equal(10_000n);
    // Nothing to mend, nothing changed.
    await orders.refreeze(usd, alice);
    expect(await usd.getFrozenTokens(alice)).to.equal(150_000n);
    await liftLien(id, 150_000n);
    expect(await usd.getFrozenTokens(alice)).to.equal(0n);
  });

  it("is not needed for a lift after such a burn: it writes the sum of what is left", async () => {
    const { usd, alice, submitted, settle, courtOrder, lien, liftLien } = await load();
    const redemption = await submitted({ amount: 900_000n });
    const id = await lien(await courtOrder(), alice, 150_000n);
    await settle(redemption);
    await liftLien(id, 1n);
    expect(await usd.getFrozenTokens(alice)).to.equal(149_999n);
  });
});
