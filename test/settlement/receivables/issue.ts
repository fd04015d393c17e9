import { expect } from "chai";
import { ZeroAddress } from "ethers";

import { buildInvoice, findInvoice, invoiceId } from "../../../src/settlement/receivables/index.js";
import { Receivables__factory } from "../../../typechain-types/index.js";
import { logsOf } from "../../support/expect.js";
import { reference } from "../../support/words.js";
import { admitCustomer, partyOf } from "../support.js";
import { actsOf, AMOUNT, FORGED, NOTHING, TOLERANCE, useReceivables } from "./support.js";

const load = await useReceivables();

async function setUp() {
  const world = await load();
  return { ...world, ...actsOf(world) };
}

describe("Receivables.issue", () => {
  it("refuses a malformed invoice", async () => {
    const { desk, people, invoiceOf, sign, refuses } = await setUp();
    const sound = await invoiceOf();
    for (const changes of [
      { amount: 0n },
      { amount: 1n << 64n },
      { tolerance: sound.amount },
      { dueAt: sound.issuedAt - 1n },
      { debtor: people.alice.address },
    ]) {
      const invoice = { ...sound, ...changes };
      const signature = await sign(people.alice, "Invoice", invoice);
      await refuses(desk.issue(invoice, signature), desk, "InvoiceInvalid", invoiceId(invoice));
    }
  });

  it("refuses it without the seller's own signature of exactly this invoice", async () => {
    const { desk, people, invoiceOf, sign, refuses } = await setUp();
    const invoice = await invoiceOf();
    const raised = { ...invoice, amount: invoice.amount + 1n };
    for (const signature of [
      NOTHING,
      FORGED,
      await sign(people.bob, "Invoice", invoice),
      await sign(people.alice, "Invoice", raised),
    ]) {
      await refuses(desk.issue(invoice, signature), desk, "ConsentMissing", people.alice);
    }
    // Another desk of the same code is another domain.
    const other = await new Receivables__factory(people.admin).deploy();
    const elsewhere = await sign(people.alice, "Invoice", invoice);
    await refuses(other.connect(people.stranger).issue(invoice, elsewhere), other, "ConsentMissing", people.alice);
  });

  it("refuses the same invoice twice", async () => {
    const { desk, people, issued, sign, refuses } = await setUp();
    const invoice = await issued();
    const signature = await sign(people.alice, "Invoice", invoice);
    await refuses(desk.issue(invoice, signature), desk, "InvoiceKnown", invoiceId(invoice));
  });

  it("refuses a document or a number that the customer used before, and names the first invoice", async () => {
    const { desk, people, issued, invoiceOf, sign, refuses } = await setUp();
    const first = await issued();
    const sameDocument = await invoiceOf({ document: first.document });
    await refuses(
      desk.issue(sameDocument, await sign(people.alice, "Invoice", sameDocument)),
      desk,
      "DocumentUsed",
      first.document,
      invoiceId(first),
    );
    const sameNumber = await invoiceOf({ invoiceReference: first.invoiceReference });
    await refuses(
      desk.issue(sameNumber, await sign(people.alice, "Invoice", sameNumber)),
      desk,
      "InvoiceReferenceUsed",
      first.invoiceReference,
      invoiceId(first),
    );
  });

  it("refuses it from another wallet of the same customer, and in the bank's other currency", async () => {
    const { a, desk, people, issued, invoiceOf, sign, refuses } = await setUp();
    const first = await issued();
    await a.registry.connect(people.registrar).addWallets(101n, [people.carol]);
    const again = await invoiceOf({ seller: people.carol.address, document: first.document });
    const signed = await sign(people.carol, "Invoice", again);
    await refuses(desk.issue(again, signed), desk, "DocumentUsed", first.document, invoiceId(first));
    const euro = await invoiceOf({ token: a.eur.target as string, document: first.document });
    await refuses(
      desk.issue(euro, await sign(people.alice, "Invoice", euro)),
      desk,
      "DocumentUsed",
      first.document,
      invoiceId(first),
    );
  });

  it("lets another customer use the same hashes", async () => {
    const { people, issued, invoiceOf, issue, openOf } = await setUp();
    const first = await issued();
    const { document, invoiceReference } = first;
    const invoice = await invoiceOf({ seller: people.frank.address, document, invoiceReference });
    await issue(invoice, people.frank);
    expect(await openOf(invoice)).to.equal(AMOUNT);
  });

  it("refuses a token that its register does not list, and a seller it does not know", async () => {
    const { a, desk, people, invoiceOf, sign, refuses } = await setUp();
    const unlisted = await a.anotherToken("XGBP");
    for (const changes of [{ token: unlisted.target as string }, { seller: people.stranger.address }]) {
      const invoice = await invoiceOf(changes);
      const seller = changes.seller === undefined ? people.alice : people.stranger;
      await refuses(
        desk.issue(invoice, await sign(seller, "Invoice", invoice)),
        desk,
        "SellerUnknown",
        invoice.token,
        seller,
      );
    }
  });

  it("refuses the mainland customer as seller and as debtor", async () => {
    const { desk, people, invoiceOf, sign, refuses } = await setUp();
    const { alice, bob, mainlander } = people;
    for (const [seller, debtor] of [
      [mainlander, bob],
      [alice, mainlander],
    ] as const) {
      const invoice = await invoiceOf({ seller: seller.address, debtor: debtor.address });
      const signature = await sign(seller, "Invoice", invoice);
      await refuses(desk.issue(invoice, signature), desk, "InvoiceCorridorClosed", debtor, seller);
    }
  });

  it("refuses a blocked, lapsed or lost wallet on either side, and a blocked relayer", async () => {
    const { a, desk, people, invoiceOf, sign, refuses, now } = await setUp();
    const { alice, bob, frank, carol } = people;
    const invoice = await invoiceOf();
    const signature = await sign(alice, "Invoice", invoice);
    const refused = () => refuses(desk.issue(invoice, signature), desk, "InvoiceCorridorClosed", bob, alice);

    await a.block(101n);
    await refused();
    await a.unblock(101n);
    await a.registry.connect(people.registrar).renew([102n], await now());
    await refused();
    await a.registry.connect(people.registrar).renew([102n], (await now()) + 1_000_000n);
    await a.block(partyOf("a", "frank"));
    await refuses(desk.connect(frank).issue(invoice, signature), a.usd, "RelayerBlocked", frank);

    await a.registry.connect(people.registrar).addWallets(101n, [carol]);
    await a.retire(alice, carol);
    await refuses(desk.issue(invoice, signature), desk, "ConsentMissing", carol);
    await refuses(
      desk.issue(invoice, await sign(carol, "Invoice", invoice)),
      desk,
      "InvoiceCorridorClosed",
      bob,
      alice,
    );
  });

  it("opens the books and tells all of the invoice", async () => {
    const { desk, a, people, invoiceOf, sign, stateOf } = await setUp();
    const invoice = await invoiceOf();
    const id = invoiceId(invoice);
    expect(await desk.hashInvoice(invoice)).to.equal(id);
    const logs = await logsOf(desk.issue(invoice, await sign(people.alice, "Invoice", invoice)), desk);
    expect(logs).to.deep.equal([
      ["InvoiceIssued", id, invoice.seller, invoice.debtor, Object.values(invoice) as unknown[]],
    ]);
    expect(await stateOf(invoice)).to.deep.equal({
      status: "open",
      open: AMOUNT,
      disputed: false,
      acknowledged: false,
      disputes: 0n,
      financier: undefined,
    });
    const register = a.registry.target as string;
    expect(await desk.invoiceOfDocument(register, 101n, invoice.document)).to.equal(id);
    expect(await desk.invoiceOfReference(register, 101n, invoice.invoiceReference)).to.equal(id);
    expect(await desk.creditorOf(invoice)).to.equal(people.alice.address);
  });

  it("needs no signature in the seller's own call, and takes a smart account's", async () => {
    const world = await setUp();
    const { a, desk, people, invoiceOf, sign, openOf } = world;
    const own = await invoiceOf();
    await desk.connect(people.alice).issue(own, NOTHING);
    expect(await openOf(own)).to.equal(AMOUNT);

    const wallet = await a.deployWallet(people.carol);
    await a.registry.connect(people.policyAdmin).allowWalletCode(await a.codeHashOf(wallet));
    await admitCustomer(world, a.registry, wallet, 777n);
    const invoice = await invoiceOf({ seller: wallet.address });
    await desk.issue(invoice, await sign(people.carol, "Invoice", invoice));
    expect(await openOf(invoice)).to.equal(AMOUNT);
  });

  it("goes to a debtor whose corridor is under review: its payment will need the clearance", async () => {
    const { b, people, invoiceOf, issue, openOf } = await setUp();
    const invoice = await invoiceOf({
      token: b.usd.target as string,
      seller: people.erin.address,
      debtor: people.carol.address,
    });
    await issue(invoice, people.erin);
    expect(await openOf(invoice)).to.equal(AMOUNT);
  });
});

describe("Receivables.issueBatch", () => {
  it("issues all of a seller's list by one signature", async () => {
    const { desk, people, invoiceOf, sign, openOf } = await setUp();
    const invoices = [await invoiceOf(), await invoiceOf(), await invoiceOf()];
    const signature = await sign(people.alice, "InvoiceList", { invoices: invoices.map(invoiceId) });
    await desk.issueBatch(invoices, signature);
    for (const invoice of invoices) expect(await openOf(invoice)).to.equal(AMOUNT);
  });

  it("refuses an empty list, a mixed one, another list than signed, and one that was issued", async () => {
    const { a, desk, people, invoiceOf, sign, refuses, openOf } = await setUp();
    const invoices = [await invoiceOf(), await invoiceOf()];
    const signature = await sign(people.alice, "InvoiceList", { invoices: invoices.map(invoiceId) });
    await refuses(desk.issueBatch([], NOTHING), desk, "BatchMixed", 0n);
    for (const other of [
      await invoiceOf({ seller: people.frank.address }),
      await invoiceOf({ token: a.eur.target as string }),
    ]) {
      await refuses(desk.issueBatch([invoices[0]!, other], signature), desk, "BatchMixed", 1n);
    }
    await refuses(desk.issueBatch([invoices[0]!], signature), desk, "ConsentMissing", people.alice);
    expect(await openOf(invoices[0]!)).to.equal(0n);
    await desk.issueBatch(invoices, signature);
    await refuses(desk.issueBatch(invoices, signature), desk, "InvoiceKnown", invoiceId(invoices[0]!));
    const twice = [await invoiceOf(), await invoiceOf()];
    twice[1] = { ...twice[1]!, document: twice[0]!.document };
    const list = await sign(people.alice, "InvoiceList", { invoices: twice.map(invoiceId) });
    await refuses(desk.issueBatch(twice, list), desk, "DocumentUsed", twice[0]!.document, invoiceId(twice[0]!));
  });
});

describe("finding an invoice", () => {
  it("brings it back from its event exactly as it was issued", async () => {
    const { desk, issued, pay } = await setUp();
    const [invoice, other] = [await issued(), await issued()];
    expect(await findInvoice(desk, invoiceId(invoice))).to.deep.equal(invoice);
    await pay([await findInvoice(desk, invoiceId(other))]);
    const unknown = await findInvoice(desk, reference("nothing")).catch((error: Error) => error);
    expect(unknown).to.have.property("name", "UnknownInvoice");
  });
});

describe("building an invoice", () => {
  it("refuses what the desk would refuse, before anybody signs", async () => {
    const { invoiceOf, people } = await setUp();
    const { curve: _, ...request } = await invoiceOf();
    for (const [changes, error] of [
      [{ amount: 0n }, "BadAmount"],
      [{ seller: ZeroAddress }, "BadAddress"],
      [{ debtor: people.alice.address }, "BadInvoice"],
      [{ dueAt: request.issuedAt - 1n }, "BadInvoice"],
      [{ tolerance: request.amount }, "BadInvoice"],
      [{ tolerance: -1n }, "BadInvoice"],
      [{ document: "0x12" }, "BadBytes"],
      [{ points: [{ secondsBefore: 5n, basisPoints: 10_000n }] }, "BadCurve"],
    ] as const) {
      expect(() => buildInvoice({ ...request, ...changes }))
        .to.throw()
        .with.property("name", error);
    }
    expect(buildInvoice({ ...request, tolerance: TOLERANCE, document: reference("x") }).amount).to.equal(AMOUNT);
  });
});
