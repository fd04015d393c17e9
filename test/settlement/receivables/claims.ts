import { expect } from "chai";

import { invoiceId, type Dispute } from "../../../src/settlement/receivables/index.js";
import { logsOf } from "../../support/expect.js";
import { reference } from "../../support/words.js";
import { OPENING } from "../support.js";
import { actsOf, AMOUNT, NOTHING, TOLERANCE, useReceivables } from "./support.js";

const load = await useReceivables();

async function setUp() {
  const world = await load();
  return { ...world, ...actsOf(world) };
}

describe("Receivables.credit", () => {
  it("refuses nothing, and more than is open", async () => {
    const { desk, issued, credit, refuses } = await setUp();
    const invoice = await issued();
    for (const amount of [0n, AMOUNT + 1n]) {
      await refuses(credit(invoice, amount), desk, "ReductionInvalid", invoiceId(invoice), amount, AMOUNT);
    }
  });

  it("takes only the seller's consent, to this invoice and this open amount", async () => {
    const { desk, people, issued, credit, refuses, sign, openOf } = await setUp();
    const [invoice, other] = [await issued(), await issued()];
    const { alice, bob } = people;
    await refuses(credit(invoice, 5n, { seller: bob }), desk, "ConsentMissing", alice);
    await refuses(
      credit(invoice, 5n, { openBefore: AMOUNT - 1n }),
      desk,
      "OpenAmountMoved",
      invoiceId(invoice),
      AMOUNT - 1n,
      AMOUNT,
    );
    const note = { invoice: invoiceId(invoice), amount: 5n, document: reference("c"), openBefore: AMOUNT };
    const signature = await sign(alice, "CreditNote", note);
    await refuses(desk.credit(other, note, signature, NOTHING), desk, "InvoiceNotOpen", note.invoice);
    await desk.credit(invoice, note, signature, NOTHING);
    // The same note again is of an amount that is not open any more.
    await refuses(
      desk.credit(invoice, note, signature, NOTHING),
      desk,
      "OpenAmountMoved",
      note.invoice,
      AMOUNT,
      AMOUNT - 5n,
    );
    expect(await openOf(invoice)).to.equal(AMOUNT - 5n);
  });

  it("lets a blocked seller waive nothing", async () => {
    const { a, desk, people, issued, credit, refuses } = await setUp();
    const invoice = await issued();
    await a.block(101n);
    await refuses(credit(invoice, 5n), desk, "DeciderBlocked", people.alice);
  });

  it("needs the financier, too, once sold", async () => {
    const { desk, people, issued, credit, assign, refuses, openOf } = await setUp();
    const invoice = await issued();
    await assign(invoice, 0n);
    await refuses(credit(invoice, 5n), desk, "ConsentMissing", people.financier);
    await refuses(credit(invoice, 5n, { financier: people.bob }), desk, "ConsentMissing", people.financier);
    await refuses(
      credit(invoice, 5n, { seller: people.financier, financier: people.financier }),
      desk,
      "ConsentMissing",
      people.alice,
    );
    await credit(invoice, 5n, { financier: people.financier });
    expect(await openOf(invoice)).to.equal(AMOUNT - 5n);
  });

  it("takes the amount off, writes off what is within the tolerance, and moves no money", async () => {
    const { desk, people, issued, stateOf, sign, balances } = await setUp();
    const invoice = await issued();
    const note = {
      invoice: invoiceId(invoice),
      amount: AMOUNT - TOLERANCE,
      document: reference("c"),
      openBefore: AMOUNT,
    };
    const call = desk.credit(invoice, note, await sign(people.alice, "CreditNote", note), NOTHING);
    expect(await logsOf(call, desk)).to.deep.equal([
      ["InvoiceCredited", note.invoice, note.amount, note.document, 0n, TOLERANCE],
    ]);
    expect(await stateOf(invoice)).to.include({ status: "settled", open: 0n });
    expect(await balances(people.alice, people.bob)).to.deep.equal([OPENING, OPENING]);
  });
});

describe("Receivables.recordReceipt", () => {
  it("takes only the present creditor's word", async () => {
    const { desk, people, issued, recordReceipt, assign, refuses, openOf } = await setUp();
    const invoice = await issued();
    await refuses(recordReceipt(invoice, 5n, people.bob), desk, "ConsentMissing", people.alice);
    await assign(invoice, 0n);
    await refuses(recordReceipt(invoice, 5n), desk, "ConsentMissing", people.financier);
    await recordReceipt(invoice, 5n, people.financier);
    expect(await openOf(invoice)).to.equal(AMOUNT - 5n);
  });

  it("settles what was paid by wire", async () => {
    const { desk, issued, recordReceipt, stateOf, refuses } = await setUp();
    const invoice = await issued();
    await refuses(
      recordReceipt(invoice, AMOUNT + 1n),
      desk,
      "ReductionInvalid",
      invoiceId(invoice),
      AMOUNT + 1n,
      AMOUNT,
    );
    expect(await logsOf(recordReceipt(invoice, AMOUNT), desk)).to.deep.equal([
      ["InvoicePaidElsewhere", invoiceId(invoice), AMOUNT, reference("wire"), 0n, 0n],
    ]);
    expect(await stateOf(invoice)).to.include({ status: "settled" });
  });
});

describe("Receivables.dispute", () => {
  it("takes only the debtor's consent, of the next number, of what is open", async () => {
    const { desk, people, issued, dispute, refuses } = await setUp();
    const invoice = await issued();
    const id = invoiceId(invoice);
    await refuses(dispute(invoice, { debtor: people.alice }), desk, "ConsentMissing", people.bob);
    await refuses(dispute(invoice, { number: 2n }), desk, "DisputeUnknown", id, 2n, 0n);
    await refuses(dispute(invoice, { amount: AMOUNT + 1n }), desk, "ReductionInvalid", id, AMOUNT + 1n, AMOUNT);
  });

  it("is raised by the successor of a lost wallet, and by no blocked debtor", async () => {
    const { a, desk, people, issued, dispute, refuses, stateOf } = await setUp();
    const invoice = await issued();
    await a.registry.connect(people.registrar).addWallets(102n, [people.carol]);
    await a.retire(people.bob, people.carol);
    await refuses(dispute(invoice), desk, "ConsentMissing", people.carol);
    await a.block(102n);
    await refuses(dispute(invoice, { debtor: people.carol }), desk, "DeciderBlocked", people.carol);
    await a.unblock(102n);
    await dispute(invoice, { debtor: people.carol });
    expect(await stateOf(invoice)).to.include({ disputed: true });
  });

  it("marks the invoice, which can be paid but not sold, and is not raised twice", async () => {
    const { desk, issued, dispute, assign, pay, refuses, stateOf } = await setUp();
    const invoice = await issued();
    const id = invoiceId(invoice);
    expect(await logsOf(dispute(invoice, { amount: 300n }), desk)).to.deep.equal([
      ["InvoiceDisputed", id, 1n, 300n, reference("short delivery")],
    ]);
    await refuses(dispute(invoice), desk, "DisputeOpen", id);
    await refuses(assign(invoice, 90_000n), desk, "DisputeOpen", id);
    await refuses(assign(invoice, 0n), desk, "DisputeOpen", id);
    await pay([invoice]);
    expect(await stateOf(invoice)).to.include({ status: "settled", disputed: true });
  });

  it("is waived by the acknowledgement of the sale, not by the sale", async () => {
    const { desk, issued, dispute, resolve, assign, acknowledge, refuses } = await setUp();
    const invoice = await issued();
    await assign(invoice, 0n);
    await dispute(invoice);
    await refuses(acknowledge(invoice), desk, "DisputeOpen", invoiceId(invoice));
    await resolve(invoice, 0n);
    await acknowledge(invoice);
    await refuses(dispute(invoice), desk, "DisputeWaived", invoiceId(invoice));
  });
});

describe("Receivables.resolveDispute", () => {
  it("refuses where there is no dispute of this number", async () => {
    const { desk, issued, dispute, resolve, refuses } = await setUp();
    const invoice = await issued();
    await refuses(resolve(invoice, 0n), desk, "DisputeUnknown", invoiceId(invoice), 0n, 0n);
    await dispute(invoice);
    await refuses(resolve(invoice, 0n, { number: 2n }), desk, "DisputeUnknown", invoiceId(invoice), 2n, 1n);
    await refuses(
      resolve(invoice, 0n, { invoice: reference("another") }),
      desk,
      "DisputeUnknown",
      invoiceId(invoice),
      1n,
      1n,
    );
  });

  it("is withdrawn by the debtor alone, and a withdrawn dispute cannot be replayed", async () => {
    const { desk, people, issued, resolve, refuses, stateOf, sign } = await setUp();
    const invoice = await issued();
    const id = invoiceId(invoice);
    const claim: Dispute = { invoice: id, amount: AMOUNT, reason: reference("r"), number: 1n };
    const signature = await sign(people.bob, "Dispute", claim);
    await desk.dispute(invoice, claim, signature);
    await refuses(resolve(invoice, 0n, { debtor: people.alice }), desk, "ConsentMissing", people.bob);
    expect(await logsOf(resolve(invoice, 0n), desk)).to.deep.equal([
      ["DisputeResolved", id, 1n, 0n, reference("settlement")],
    ]);
    expect(await stateOf(invoice)).to.include({ disputed: false, open: AMOUNT, disputes: 1n });
    await refuses(desk.dispute(invoice, claim, signature), desk, "DisputeUnknown", id, 1n, 1n);
  });

  it("is settled with a credit note by both, and by the financier who bought it", async () => {
    const { desk, people, issued, dispute, resolve, assign, refuses, stateOf } = await setUp();
    const invoice = await issued();
    const { alice, financier } = people;
    await dispute(invoice);
    await refuses(resolve(invoice, 20_000n), desk, "ConsentMissing", alice);
    await resolve(invoice, 20_000n, { seller: alice });
    expect(await stateOf(invoice)).to.include({ disputed: false, open: 80_000n });

    await assign(invoice, 0n);
    await dispute(invoice);
    await refuses(resolve(invoice, 10_000n, { seller: alice }), desk, "ConsentMissing", financier);
    const call = resolve(invoice, 10_000n, { seller: alice, financier });
    expect(await logsOf(call, desk)).to.deep.equal([
      ["InvoiceCredited", invoiceId(invoice), 10_000n, reference("settlement"), 70_000n, 0n],
      ["DisputeResolved", invoiceId(invoice), 2n, 10_000n, reference("settlement")],
    ]);
  });

  it("ends where the invoice was paid meanwhile, but credits nothing then", async () => {
    const { desk, people, issued, dispute, resolve, pay, refuses, stateOf } = await setUp();
    const invoice = await issued();
    await dispute(invoice);
    await pay([invoice]);
    await refuses(resolve(invoice, 1n, { seller: people.alice }), desk, "ReductionInvalid", invoiceId(invoice), 1n, 0n);
    await resolve(invoice, 0n);
    expect(await stateOf(invoice)).to.include({ status: "settled", disputed: false });
  });
});

describe("Receivables.acknowledge", () => {
  it("refuses what was not sold, and takes only the debtor's consent to this financier", async () => {
    const { desk, people, issued, assign, acknowledge, refuses, sign } = await setUp();
    const invoice = await issued();
    await refuses(acknowledge(invoice), desk, "NotAssigned", invoiceId(invoice));
    await assign(invoice, 97_000n);
    await refuses(acknowledge(invoice, people.alice), desk, "ConsentMissing", people.bob);
    const other = await sign(people.bob, "Acknowledgement", {
      invoice: invoiceId(invoice),
      financier: people.frank.address,
    });
    await refuses(desk.acknowledge(invoice, other), desk, "ConsentMissing", people.bob);
  });

  it("records it", async () => {
    const { desk, people, issued, assign, acknowledge, stateOf } = await setUp();
    const invoice = await issued();
    await assign(invoice, 97_000n);
    expect(await logsOf(acknowledge(invoice), desk)).to.deep.equal([
      ["AssignmentAcknowledged", invoiceId(invoice), people.financier.address],
    ]);
    expect(await stateOf(invoice)).to.include({ acknowledged: true, open: AMOUNT });
  });
});
