import { expect } from "chai";

import {
  addWallets,
  buildHold,
  executeHold,
  holdId,
  LONGEST_HOLD,
  placeHold,
  readHold,
  releaseHold,
  signHold,
} from "../../src/chain/index.js";
import { admitNotary, ALICE_BALANCE, anyAddress, bytes32, DAY, partyOf, refusalOf, useBank } from "./support.js";

const load = await useBank();

/** A bank with a notary played by a key, and a hold of alice's for bob that nobody has placed. */
async function withHold() {
  const fixture = await load();
  const { bank, people, alice, bob } = fixture;
  const notary = await admitNotary(bank, people);
  const request = {
    currency: "USD",
    payer: alice.address,
    payee: bob.address,
    notary,
    amount: 300n,
    terms: bytes32(9),
  };
  return { ...fixture, request, hold: await buildHold(bank, request) };
}

describe("buildHold", () => {
  it("is refused for every field that the token would refuse", async () => {
    const { bank, request, time, alice } = await withHold();
    const now = BigInt(await time.latest());
    const refuse = async (change: object) => (await refusalOf(buildHold(bank, { ...request, ...change }))).message;
    expect(await refuse({ payee: alice.address })).to.contain("are the same");
    expect(await refuse({ payee: undefined, assignable: true })).to.contain("cannot be assigned");
    expect(await refuse({ expiry: now })).to.contain("time to be placed has passed");
    expect(await refuse({ expiry: now + LONGEST_HOLD + 1n })).to.contain("longer than 400 days");
    expect(await refuse({ amount: 0n })).to.contain("A hold of 0 minor units");
    expect(await refuse({ terms: "an order" })).to.contain("is not 32 bytes");
    expect(await refuse({ notary: "0x" })).to.contain("The notary");
    expect(await refuse({ currency: "CHF" })).to.contain("no CHF token");
  });

  it("has default times by the chain's clock, and never places after expiry", async () => {
    const { bank, request, hold, time } = await withHold();
    const now = BigInt(await time.latest());
    expect([hold.expiry, hold.placeBy]).to.deep.equal([now + 30n * DAY, now + DAY]);
    const short = await buildHold(bank, { ...request, expiry: now + 60n });
    expect([short.expiry, short.placeBy]).to.deep.equal([now + 60n, now + 60n]);
  });
});

describe("placeHold", () => {
  it("is refused with another's signature, to a notary the bank has not admitted, and above what is available", async () => {
    const { bank, hold, request, alice, bob, stranger } = await withHold();
    const forged = await signHold(bank, bob, "USD", hold);
    expect((await refusalOf(placeHold(bank, stranger, "USD", hold, forged))).args).to.deep.equal({
      signer: alice.address,
    });
    const unknown = await buildHold(bank, { ...request, notary: anyAddress() });
    expect((await refusalOf(placeHold(bank, alice, "USD", unknown))).name).to.equal("NotaryNotAdmitted");
    await placeHold(bank, alice, "USD", hold);
    const rest = await buildHold(bank, { ...request, amount: ALICE_BALANCE });
    const error = await refusalOf(placeHold(bank, alice, "USD", rest));
    expect(error.sentence).to.contain("leave USD 9997.00 available");
  });

  it("is placed by the payer, or by a stranger with its signature; the id is the same", async () => {
    const { bank, hold, alice, stranger } = await withHold();
    const placed = await placeHold(bank, stranger, "USD", hold, await signHold(bank, alice, "USD", hold));
    expect(placed.id).to.equal(holdId(hold));
    expect(placed.events.map(({ name, args }) => [name, args["id"]])).to.deep.equal([["HoldPlaced", placed.id]]);
    const again = await placeHold(bank, alice, "USD", hold);
    expect([again.id, again.events]).to.deep.equal([placed.id, []]);
  });
});

describe("executeHold and releaseHold", () => {
  it("are refused from anyone else, above what remains, and on a hold nobody placed", async () => {
    const { bank, hold, alice, stranger } = await withHold();
    expect((await refusalOf(releaseHold(bank, stranger, "USD", hold))).name).to.equal("HoldNotOpen");
    await placeHold(bank, alice, "USD", hold);
    expect((await refusalOf(executeHold(bank, alice, "USD", hold))).name).to.equal("HoldUnauthorized");
    expect((await refusalOf(releaseHold(bank, alice, "USD", hold))).name).to.equal("HoldUnauthorized");
    const error = await refusalOf(executeHold(bank, stranger, "USD", hold, 301n));
    expect(error.sentence).to.contain("has USD 3.00 left; USD 3.01 cannot be taken");
  });

  it("pay a part and let the rest go, each by who may", async () => {
    const { bank, hold, alice, bob, stranger } = await withHold();
    await placeHold(bank, alice, "USD", hold);
    await executeHold(bank, stranger, "USD", hold, 100n);
    expect(await readHold(bank, "USD", hold)).to.deep.equal({
      id: holdId(hold),
      status: "Open",
      remaining: 200n,
      expiry: hold.expiry,
      payee: bob.address,
      executable: 200n,
    });
    const released = await releaseHold(bank, bob, "USD", hold);
    expect(released.events[0]!.args).to.deep.equal({ id: holdId(hold), amount: 200n });
    expect(await readHold(bank, "USD", hold)).to.include({ status: "Closed", remaining: 0n, executable: 0n });
    expect(await bank.tokens["USD"]!.balanceOf(bob)).to.equal(100n);
  });

  it("anyone releases from expiry on; nobody executes", async () => {
    const { bank, hold, alice, carol, stranger, time } = await withHold();
    await placeHold(bank, alice, "USD", hold);
    await time.increaseTo(hold.expiry);
    expect((await refusalOf(executeHold(bank, stranger, "USD", hold))).name).to.equal("HoldExpired");
    await releaseHold(bank, carol, "USD", hold);
    expect((await readHold(bank, "USD", hold)).status).to.equal("Closed");
  });
});

describe("readHold", () => {
  it("names who is paid for a wallet that was lost", async () => {
    const { bank, hold, alice, bob, REGISTRAR, LEGAL_ORDERS } = await withHold();
    await placeHold(bank, alice, "USD", hold);
    const successor = anyAddress();
    await addWallets(bank, REGISTRAR, partyOf("bob"), [successor]);
    await bank.partyRegistry.connect(LEGAL_ORDERS).retireWallet(bob, successor);
    expect(await readHold(bank, "USD", hold)).to.include({ payee: successor, executable: 300n, status: "Open" });
  });

  it("says None for a hold never placed, follows extension and assignment", async () => {
    const { bank, hold, request, alice, bob, people } = await withHold();
    expect(await readHold(bank, "USD", hold)).to.include({ status: "None", remaining: 0n, executable: 0n });
    const open = await buildHold(bank, { ...request, assignable: true });
    await placeHold(bank, alice, "USD", open);
    const token = bank.tokens["USD"]!;
    await token.connect(alice).extendHold(open, 5n);
    // Alice is the payer; another wallet in zone 2 takes over what is due to bob.
    const heir = anyAddress();
    await bank.partyRegistry.connect(people.REGISTRAR).addWallets(101n, [heir]);
    await token.connect(bob).assignHold(open, heir);
    expect(await readHold(bank, "USD", open)).to.include({
      expiry: open.expiry + 5n * 3_600n,
      payee: heir,
      executable: 300n,
    });
  });
});
