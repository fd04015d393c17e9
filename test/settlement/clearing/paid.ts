import { expect } from "chai";
import { ZeroAddress } from "ethers";

import { signPayerHold, signWithdrawal, standingHold } from "../../../src/settlement/clearing/index.js";
import { HOUR } from "../../support/token.js";
import { Manner } from "../../issuance/support.js";
import { admitCustomer, OPENING, partyOf, RESERVES } from "../support.js";
import { AMOUNT, CAP, useClearing, type Clearing } from "./support.js";

const load = await useClearing();

/** What `moved` from alice to carol changes. */
async function paid(
  { books, a, b, desk, r }: Clearing,
  before: Awaited<ReturnType<Clearing["books"]>>,
  moved = AMOUNT,
) {
  expect(await books()).to.deep.equal({
    alice: OPENING - moved,
    carol: OPENING + moved,
    treasuryA: RESERVES - moved,
    treasuryB: RESERVES + moved,
    supplyA: before.supplyA - moved,
    supplyB: before.supplyB + moved,
  });
  for (const token of [a.usd, b.usd, r.usd]) expect(await token.balanceOf(desk)).to.equal(0n);
}

/** Bank A sets USD 5,000.00 aside for payments to bank B within a day. */
async function withStanding(amount = 500_000n) {
  const clearing = await load();
  const { desk, r, people, paymentOf, accountsOf, now } = clearing;
  const payment = await paymentOf();
  const standing = { amount, expiry: (await now()) + 24n * HOUR };
  const hold = standingHold(desk.target as string, payment, standing, accountsOf(payment));
  await r.usd.connect(people.treasuryA).placeHold(hold);
  const draw = async (wanted: typeof payment) =>
    desk.connect(people.relayer).payFromHold(wanted, await clearing.payerSigns(wanted), standing);
  return { ...clearing, clearing, standing, hold, draw };
}

describe("an interbank payment", () => {
  it("burns, settles and mints in one transaction, with the payer's zone in the receiving bank's terms", async () => {
    const clearing = await load();
    const { desk, people, paymentOf, paymentHash, holdOfPayer, holdOfBank, holdId, pay, books, left, emits } = clearing;
    const { alice, carol, treasuryA, treasuryB } = people;
    const before = await books();
    const payment = await paymentOf();
    const id = paymentHash(payment);
    const [mine, banks] = [holdId(holdOfPayer(payment)), holdId(holdOfBank(payment))];
    const times = [payment.expiry, payment.expiry, false, id] as const;
    await emits(
      pay(payment),
      ["HoldPlaced", mine, alice, ZeroAddress, desk, AMOUNT, ...times],
      ["HoldExecuted", mine, AMOUNT],
      ["Transfer", alice, ZeroAddress, AMOUNT],
      ["HoldPlaced", banks, treasuryA, treasuryB, desk, AMOUNT, ...times],
      ["HoldExecuted", banks, AMOUNT],
      ["Transfer", treasuryA, treasuryB, AMOUNT],
      ["InterbankPaid", id],
      ["InterbankReceived", payment.uetr, carol, AMOUNT, 2n],
      ["TransferReference", payment.uetr],
      ["Transfer", ZeroAddress, carol, AMOUNT],
    );
    await paid(clearing, before);
    expect(await left()).to.equal(CAP - AMOUNT);
  });

  it("goes the other way as well, under a cap of its own", async () => {
    const { a, b, paymentBack, pay, books, left } = await load();
    await pay(await paymentBack());
    expect(await books()).to.include({
      alice: OPENING + AMOUNT,
      carol: OPENING - AMOUNT,
      treasuryA: RESERVES + AMOUNT,
      treasuryB: RESERVES - AMOUNT,
    });
    expect(await left(a.usd, b.usd)).to.equal(CAP - AMOUNT);
    expect(await left()).to.equal(CAP);
  });

  it("is paid all the same when a stranger placed a leg first: the payer's, the bank's, or both", async () => {
    for (const first of [["payer"], ["bank"], ["payer", "bank"]]) {
      const clearing = await load();
      const { desk, a, r, people, paymentOf, holdOfPayer, holdOfBank, placeSigned, books } = clearing;
      const before = await books();
      const payment = await paymentOf();
      if (first.includes("payer")) await placeSigned(a.usd, people.alice, holdOfPayer(payment));
      if (first.includes("bank")) await placeSigned(r.usd, people.treasuryA, holdOfBank(payment));
      const payer = first.includes("payer") ? "0x" : await clearing.payerSigns(payment);
      const bank = first.includes("bank") ? "0x" : await clearing.bankSigns(payment);
      await desk.connect(people.relayer).pay(payment, payer, bank);
      await paid(clearing, before);
    }
  });

  it("is paid by a smart account, and refused in every manner in which one can misbehave", async () => {
    const clearing = await load();
    const { desk, a, people, paymentOf, bankSigns, refuses } = clearing;
    let party = 800n;
    for (const manner of Object.values(Manner)) {
      const wallet = await a.deployWallet(people.alice, manner);
      await a.registry.connect(people.policyAdmin).allowWalletCode(await a.codeHashOf(wallet));
      await admitCustomer(clearing, a.registry, wallet, ++party);
      await a.usd.connect(people.alice)["transfer(address,uint256)"](wallet, 100n);
      const payment = await paymentOf({ payer: wallet.address, amount: 100n });
      const payer = await signPayerHold(a.usd, people.alice, desk.target as string, payment);
      const call = desk.connect(people.relayer).pay(payment, payer, await bankSigns(payment), { gasLimit: 5_000_000n });
      if (manner === Manner.Honest) await call;
      else await refuses(call, a.usd, "InvalidSignature", wallet);
      expect(await a.usd.balanceOf(wallet)).to.equal(manner === Manner.Honest ? 0n : 100n);
    }
  });
});

describe("a payment out of a standing hold", () => {
  it("needs no signature of the bank, and draws until nothing is left", async () => {
    const { clearing, a, r, people, hold, holdId, paymentOf, draw, books, refuses } = await withStanding(300_000n);
    const before = await books();
    await draw(await paymentOf());
    await draw(await paymentOf());
    await paid(clearing, before, 2n * AMOUNT);
    const third = await paymentOf();
    await refuses(draw(third), r.usd, "HoldAmount", holdId(hold), AMOUNT, 50_000n);
    expect(await a.usd.heldOf(people.alice)).to.equal(0n);
    await draw(await paymentOf({ amount: 50_000n }));
    await refuses(draw(await paymentOf({ amount: 1n })), r.usd, "HoldNotOpen", holdId(hold));
  });

  it("follows every rule of a single payment", async () => {
    const { desk, a, b, r, people, evidenced, paymentHash, paymentOf, draw, refuses } = await withStanding();
    const evidence = await evidenced();
    await refuses(draw(evidence), desk, "SettlementRoadInvalid", paymentHash(evidence));
    await refuses(draw(await paymentOf({ amount: CAP + 1n })), desk, "CapExceeded", b.usd, a.usd, CAP + 1n, CAP);
    const mainland = await paymentOf({ payer: people.mainlander.address });
    await refuses(draw(mainland), desk, "ZoneNotMapped", a.usd, b.usd, 4n);
    const there = await paymentOf({ payee: people.mainlander.address });
    await refuses(draw(there), b.usd, "ERC7943CannotTransfer", ZeroAddress, people.mainlander, AMOUNT);
    await a.usd.connect(people.compliance).blockWallet(people.relayer);
    await refuses(draw(await paymentOf()), a.usd, "RelayerBlocked", people.relayer);
    await desk.connect(people.compliance).closeSending(a.usd, b.usd, r.usd);
    const closed = await paymentOf();
    const call = async () => desk.payFromHold(closed, "0x", { amount: 500_000n, expiry: closed.expiry });
    await refuses(call(), desk, "LineClosed", a.usd, b.usd, r.usd);
  });

  it("cannot be drawn for a payment the other way, by another amount or expiry, or after the bank ended it", async () => {
    const world = await withStanding();
    const { desk, r, people, standing, hold, holdId, paymentOf, paymentBack, payerSigns, refuses } = world;
    const back = await paymentBack();
    const backwards = desk.payFromHold(back, await payerSigns(back), standing);
    await expect(backwards).to.be.revertedWithCustomError(r.usd, "HoldNotOpen");
    const payment = await paymentOf();
    const payer = await payerSigns(payment);
    for (const change of [{ amount: standing.amount + 1n }, { expiry: standing.expiry + 1n }]) {
      const call = desk.payFromHold(payment, payer, { ...standing, ...change });
      await expect(call).to.be.revertedWithCustomError(r.usd, "HoldNotOpen");
    }
    await desk.connect(people.treasuryA).withdraw(r.usd, hold, "0x");
    await refuses(desk.payFromHold(payment, payer, standing), r.usd, "HoldNotOpen", holdId(hold));
    expect(await r.usd.heldOf(people.treasuryA)).to.equal(0n);
  });

  it("cannot be placed by anybody else than the registered account, nor for another payee", async () => {
    const { desk, r, people, standing, hold, holdId, paymentOf, payerSigns, refuses } = await withStanding();
    // Treasury B sets its own money aside, for treasury A: that is no hold of this line.
    const other = { ...hold, payer: people.treasuryB.address, payee: people.treasuryA.address, amount: 77n };
    await r.usd.connect(people.treasuryB).placeHold(other);
    const payment = await paymentOf();
    const call = desk.payFromHold(payment, await payerSigns(payment), { ...standing, amount: 77n });
    await expect(call).to.be.revertedWithCustomError(r.usd, "HoldNotOpen");
    await refuses(
      r.usd.connect(people.treasuryB).executeHold(hold, 1n),
      r.usd,
      "HoldUnauthorized",
      holdId(hold),
      people.treasuryB,
    );
  });
});

describe("a hold placed too early", () => {
  it("is given back to its payer by its own call or signature, and to nobody's else", async () => {
    for (const signed of [false, true]) {
      const clearing = await load();
      const { desk, a, people, paymentOf, holdOfPayer, holdId, placeSigned, pay, refuses, emits } = clearing;
      const { alice, stranger } = people;
      const payment = await paymentOf();
      const hold = holdOfPayer(payment);
      const id = holdId(hold);
      await placeSigned(a.usd, alice, hold);
      await refuses(desk.connect(stranger).withdraw(a.usd, hold, "0x"), desk, "ConsentMissing", alice);
      const elsewhere = await signWithdrawal(desk, alice, clearing.b.usd.target as string, id);
      await refuses(desk.connect(stranger).withdraw(a.usd, hold, elsewhere), desk, "ConsentMissing", alice);
      const signature = signed ? await signWithdrawal(desk, alice, a.usd.target as string, id) : "0x";
      await emits(
        desk.connect(signed ? stranger : alice).withdraw(a.usd, hold, signature),
        ["HoldWithdrawn", a.usd, id],
        ["HoldReleased", id, AMOUNT],
      );
      await refuses(pay(payment), a.usd, "HoldNotOpen", id);
      const again = desk.connect(alice).withdraw(a.usd, hold, "0x");
      await refuses(again, desk, "HoldNotWithdrawable", id);
    }
  });

  it("of a lost wallet is its successor's to take back", async () => {
    const { desk, a, people, paymentOf, holdOfPayer, placeSigned, refuses } = await load();
    const hold = holdOfPayer(await paymentOf());
    await placeSigned(a.usd, people.alice, hold);
    await a.registry.connect(people.registrar).addWallets(partyOf("a", "alice"), [people.erin]);
    await a.retire(people.alice, people.erin);
    await refuses(desk.connect(people.alice).withdraw(a.usd, hold, "0x"), desk, "ConsentMissing", people.erin);
    await desk.connect(people.erin).withdraw(a.usd, hold, "0x");
    expect(await a.usd.heldOf(people.alice)).to.equal(0n);
  });
});

describe("a payment off chain", () => {
  it("hashes to what the desk hashes, and to the very holds that it will take", async () => {
    const { desk, paymentOf, paymentHash, holdOfPayer, holdOfBank, accountsOf, holdId } = await load();
    const payment = await paymentOf();
    expect(await desk.hashPayment(payment)).to.equal(paymentHash(payment));
    expect(holdId(await desk.payerHoldOf(payment))).to.equal(holdId(holdOfPayer(payment)));
    expect(holdId(await desk.settlementHoldOf(payment))).to.equal(holdId(holdOfBank(payment)));
    const standing = { amount: 9n, expiry: payment.expiry };
    const tokens = [payment.senderToken, payment.receiverToken, payment.settlementToken] as const;
    const ours = standingHold(desk.target as string, payment, standing, accountsOf(payment));
    expect(holdId(await desk.standingHoldOf(...tokens, standing))).to.equal(holdId(ours));
  });
});
