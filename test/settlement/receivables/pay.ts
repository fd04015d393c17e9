import { expect } from "chai";

import { cashOf, holdOfPayment, invoiceId } from "../../../src/settlement/receivables/index.js";
import { POWERS } from "../../../src/bank/roles.js";
import { logsOf } from "../../support/expect.js";
import { sign } from "../../support/signing.js";
import { DAY, HOUR } from "../../support/token.js";
import { OPENING, partyOf } from "../support.js";
import { actsOf, AMOUNT, FORGED, NOTHING, TOLERANCE, useReceivables } from "./support.js";

const load = await useReceivables();

async function setUp() {
  const world = await load();
  return { ...world, ...actsOf(world) };
}

describe("Receivables.pay", () => {
  it("refuses an invoice that was never issued, or is settled", async () => {
    const { desk, invoiceOf, issued, pay, refuses } = await setUp();
    const never = await invoiceOf();
    await refuses(pay([never]), desk, "InvoiceNotOpen", invoiceId(never));
    const invoice = await issued();
    await pay([invoice]);
    await refuses(pay([invoice]), desk, "InvoiceNotOpen", invoiceId(invoice));
  });

  it("refuses more than is open and tolerated, and says what is open", async () => {
    const { desk, issued, pay, refuses, people, balances } = await setUp();
    const invoice = await issued();
    const settles = AMOUNT + TOLERANCE + 1n;
    await refuses(pay([invoice], { settles: [settles] }), desk, "PaymentTooHigh", invoiceId(invoice), settles, AMOUNT);
    await pay([invoice], { settles: [60_000n] });
    await refuses(pay([invoice]), desk, "PaymentTooHigh", invoiceId(invoice), AMOUNT, 40_000n);
    expect(await balances(people.bob, people.alice)).to.deep.equal([OPENING - 60_000n, OPENING + 60_000n]);
  });

  it("refuses a payment whose bills are missing, too many, of another invoice, or settle nothing", async () => {
    const { desk, issued, paymentOf, refuses } = await setUp();
    const [one, two] = [await issued(), await issued()];
    const { payment, bills, signature } = await paymentOf([one]);
    const other = (await paymentOf([two])).bills;
    await refuses(desk.pay(payment, [], signature), desk, "PaymentItemInvalid", 0n);
    await refuses(desk.pay(payment, [...bills, ...other], signature), desk, "PaymentItemInvalid", 1n);
    await refuses(desk.pay(payment, other, signature), desk, "PaymentItemInvalid", 0n);
    const zero = await paymentOf([one], { settles: [0n] });
    await refuses(desk.pay(zero.payment, zero.bills, zero.signature), desk, "PaymentItemInvalid", 0n);
  });

  it("refuses an invoice of another token: a made-up token pays only its own invoices", async () => {
    const { a, desk, people, issued, paymentOf, signHold, refuses } = await setUp();
    const invoice = await issued();
    const { payment, bills } = await paymentOf([invoice]);
    const inEuro = { ...payment, token: a.eur.target as string };
    const signature = await signHold(a.eur, people.bob, holdOfPayment(desk.target as string, inEuro));
    await refuses(desk.pay(inEuro, bills, signature), desk, "PaymentItemInvalid", 0n);
  });

  it("refuses another payee than the creditor, for any item", async () => {
    const { desk, people, issued, invoiceOf, issue, pay, refuses } = await setUp();
    const { alice, frank } = people;
    const invoice = await issued();
    await refuses(pay([invoice], { payee: frank }), desk, "CreditorDiffers", invoiceId(invoice), alice);
    const franks = await issue(await invoiceOf({ seller: frank.address }), frank);
    await refuses(pay([invoice, franks]), desk, "CreditorDiffers", invoiceId(franks), frank);
  });

  it("takes no signature but the payer's of exactly this payment", async () => {
    const { a, desk, people, issued, paymentOf, refuses, signHold } = await setUp();
    const invoice = await issued();
    const { payment, bills, hold, signature } = await paymentOf([invoice]);
    for (const wrong of [NOTHING, FORGED, await signHold(a.usd, people.frank, hold)]) {
      await refuses(desk.pay(payment, bills, wrong), a.usd, "InvalidSignature", people.bob);
    }
    const less = { ...payment, items: [{ ...payment.items[0]!, settles: AMOUNT - 1n }] };
    await refuses(desk.pay(less, bills, signature), a.usd, "InvalidSignature", people.bob);
    const later = { ...payment, expiry: payment.expiry + 1n };
    await refuses(desk.pay(later, bills, signature), a.usd, "InvalidSignature", people.bob);
  });

  it("never pays one payment twice, even where it was of a part", async () => {
    const { a, desk, issued, paymentOf, refuses, openOf, holdId } = await setUp();
    const invoice = await issued();
    const { payment, bills, hold, signature } = await paymentOf([invoice], { settles: [10_000n] });
    await desk.pay(payment, bills, signature);
    await refuses(desk.pay(payment, bills, signature), a.usd, "HoldNotOpen", holdId(hold));
    expect(await openOf(invoice)).to.equal(90_000n);
  });

  it("refuses it from its expiry on", async () => {
    const { a, desk, issued, paymentOf, refuses, at, holdId } = await setUp();
    const { payment, bills, hold, signature } = await paymentOf([await issued()]);
    await at(payment.expiry);
    await refuses(desk.pay(payment, bills, signature), a.usd, "HoldExpired", holdId(hold), payment.expiry);
  });

  it("moves no book where the token refuses: block, lien, lapsed KYC, pause", async () => {
    const { a, desk, people, issued, paymentOf, refuses, openOf, now } = await setUp();
    const { alice, bob } = people;
    const invoice = await issued();
    const { payment, bills, signature } = await paymentOf([invoice], { payBy: (await now()) + DAY });
    const pay = () => desk.pay(payment, bills, signature);

    await a.block(102n);
    await refuses(pay(), a.usd, "ERC7943CannotSend", bob);
    await a.unblock(102n);
    await a.usd.connect(people.legalOrders).setFrozenTokens(bob, OPENING - AMOUNT + 1n);
    await refuses(pay(), a.usd, "ERC7943InsufficientUnfrozenBalance", bob, AMOUNT, AMOUNT - 1n);
    await a.usd.connect(people.legalOrders).setFrozenTokens(bob, 0n);
    await a.registry.connect(people.registrar).renew([101n], await now());
    await refuses(pay(), a.usd, "ERC7943CannotReceive", alice);
    await a.registry.connect(people.registrar).renew([101n], (await now()) + DAY);
    await a.usd.connect(people.guardian).pause(2);
    await refuses(pay(), a.usd, "OperationPaused", 2n);
    expect(await openOf(invoice)).to.equal(AMOUNT);
  });

  it("refuses where the bank has switched the desk off, and a payment of nothing", async () => {
    const { a, desk, people, issued, paymentOf, pay, refuses, holdId } = await setUp();
    const invoice = await issued();
    const nothing = { ...(await paymentOf([invoice])).payment, items: [] };
    const hold = holdOfPayment(desk.target as string, nothing);
    await refuses(desk.connect(people.bob).pay(nothing, [], NOTHING), a.usd, "InvalidSignature", people.bob);
    const signature = await sign(a.usd, people.bob, "Hold", hold);
    await refuses(desk.pay(nothing, [], signature), a.usd, "HoldInvalid", holdId(hold));
    await a.usd.connect(people.compliance).dismissContract(desk, POWERS.NOTARY);
    await refuses(pay([invoice]), a.usd, "NotaryNotAdmitted", desk);
  });

  it("refuses a blocked relayer, and the mainland customer as payer", async () => {
    const { a, desk, people, issued, paymentOf, refuses } = await setUp();
    const { alice, frank, mainlander } = people;
    const invoice = await issued();
    const { payment, bills, signature } = await paymentOf([invoice]);
    await a.block(partyOf("a", "frank"));
    await refuses(desk.connect(frank).pay(payment, bills, signature), a.usd, "RelayerBlocked", frank);
    const mainland = await paymentOf([invoice], { payer: mainlander });
    await refuses(
      desk.pay(mainland.payment, mainland.bills, mainland.signature),
      a.usd,
      "ERC7943CannotTransfer",
      mainlander,
      alice,
      AMOUNT,
    );
  });

  it("refuses the customer that became a mainland one after the invoice was issued", async () => {
    const { a, people, issued, pay, refuses } = await setUp();
    const invoice = await issued();
    await a.reclassify(102n, { zone: 4 });
    await refuses(pay([invoice]), a.usd, "ERC7943CannotTransfer", people.bob, people.alice, AMOUNT);
  });

  it("pays in full: books, money and events", async () => {
    const { a, desk, people, issued, paymentOf, stateOf, balances } = await setUp();
    const invoice = await issued();
    const { payment, bills, hold, signature, id } = await paymentOf([invoice]);
    expect(await desk.hashPayment(payment)).to.equal(id);
    expect([...(await desk.holdOfPayment(payment))]).to.deep.equal(Object.values(hold));
    const logs = await logsOf(desk.pay(payment, bills, signature), [desk, a.usd]);
    expect(logs.slice(0, 2)).to.deep.equal([
      ["InvoicePaid", invoiceId(invoice), id, AMOUNT, 0n, 0n, 0n],
      ["PaymentMade", id, payment.payer, payment.payee, payment.token, AMOUNT, payment.paymentReference],
    ]);
    expect(logs.at(-1)).to.deep.equal(["Transfer", payment.payer, payment.payee, AMOUNT]);
    expect(await stateOf(invoice)).to.include({ status: "settled", open: 0n });
    expect(await balances(people.bob, people.alice)).to.deep.equal([OPENING - AMOUNT, OPENING + AMOUNT]);
    expect(await a.usd.balanceOf(desk)).to.equal(0n);
    expect(await a.usd.heldOf(people.bob)).to.equal(0n);
  });

  it("pays in parts, and settles what leaves no more than the tolerance open", async () => {
    const { desk, issued, pay, paymentOf, stateOf } = await setUp();
    const invoice = await issued();
    await pay([invoice], { settles: [AMOUNT - TOLERANCE - 1n] });
    expect(await stateOf(invoice)).to.include({ status: "open", open: TOLERANCE + 1n });
    const { payment, bills, signature, id } = await paymentOf([invoice], { settles: [1n] });
    expect((await logsOf(desk.pay(payment, bills, signature), desk))[0]).to.deep.equal([
      "InvoicePaid",
      invoiceId(invoice),
      id,
      1n,
      0n,
      0n,
      TOLERANCE,
    ]);
    expect(await stateOf(invoice)).to.include({ status: "settled", open: 0n });
  });

  it("takes an overpayment within the tolerance, which goes to the creditor", async () => {
    const { people, issued, pay, stateOf, balances } = await setUp();
    const invoice = await issued();
    await pay([invoice], { settles: [AMOUNT + TOLERANCE] });
    expect(await stateOf(invoice)).to.include({ status: "settled", open: 0n });
    expect(await balances(people.alice)).to.deep.equal([OPENING + AMOUNT + TOLERANCE]);
  });

  it("pays five invoices by one hold, one of them in two items", async () => {
    const { people, issued, pay, openOf, balances } = await setUp();
    const invoices = [await issued(), await issued(), await issued(), await issued()];
    await pay([...invoices, invoices[0]!], { settles: [40_000n, AMOUNT, 1n, 2n, 60_000n] });
    for (const [i, open] of [0n, 0n, AMOUNT - 1n, AMOUNT - 2n].entries()) {
      expect(await openOf(invoices[i]!)).to.equal(open);
    }
    expect(await balances(people.alice)).to.deep.equal([OPENING + 2n * AMOUNT + 3n]);
  });

  it("is paid by a third party, too", async () => {
    const { people, issued, pay, openOf, balances } = await setUp();
    const invoice = await issued();
    await pay([invoice], { payer: people.frank });
    expect(await openOf(invoice)).to.equal(0n);
    expect(await balances(people.frank, people.bob)).to.deep.equal([OPENING - AMOUNT, OPENING]);
  });

  it("pays a hold that a stranger placed first, without a signature", async () => {
    const { a, desk, people, issued, paymentOf, openOf } = await setUp();
    const invoice = await issued();
    const { payment, bills, hold, signature } = await paymentOf([invoice]);
    await a.usd.connect(people.stranger).placeHoldWithAuthorization(hold, signature);
    await desk.pay(payment, bills, NOTHING);
    expect(await openOf(invoice)).to.equal(0n);
    expect(await a.usd.heldOf(people.bob)).to.equal(0n);
  });

  it("pays the successor of a lost wallet: by name, or by the token where the hold was placed before", async () => {
    const { a, desk, people, issued, paymentOf, pay, refuses, openOf, balances } = await setUp();
    const { alice, carol } = people;
    const [first, second] = [await issued(), await issued()];
    const placed = await paymentOf([first]);
    await a.usd.placeHoldWithAuthorization(placed.hold, placed.signature);
    await a.registry.connect(people.registrar).addWallets(101n, [carol]);
    await a.retire(alice, carol);
    await desk.pay(placed.payment, placed.bills, NOTHING);
    expect(await balances(carol)).to.deep.equal([AMOUNT]);
    expect(await openOf(first)).to.equal(0n);

    await refuses(pay([second]), a.usd, "ERC7943CannotReceive", alice);
    await refuses(pay([second], { payee: people.frank }), desk, "CreditorDiffers", invoiceId(second), carol);
    expect(await desk.creditorOf(second)).to.equal(carol.address);
    await pay([second], { payee: carol });
    expect(await balances(carol)).to.deep.equal([2n * AMOUNT]);
  });
});

describe("the books", () => {
  it("never show less open than paid for: what falls is cash, discount and write-off", async () => {
    const { people, issued, pay, openOf, balances, paymentOf } = await setUp();
    const invoice = await issued({ tolerance: 0n });
    let paid = 0n;
    for (const settles of [1n, 33_333n, 12_345n, 54_321n]) {
      const { payment } = await paymentOf([invoice], { settles: [settles] });
      paid += cashOf(payment);
      await pay([invoice], { settles: [settles], payBy: payment.expiry + HOUR });
      expect(await openOf(invoice)).to.equal(AMOUNT - paid);
    }
    expect(await openOf(invoice)).to.equal(0n);
    expect(await balances(people.alice)).to.deep.equal([OPENING + AMOUNT]);
  });
});
