import { expect } from "chai";

import { assignmentId, holdOfAssignment, invoiceId } from "../../../src/settlement/receivables/index.js";
import { Manner } from "../../issuance/support.js";
import { logsOf } from "../../support/expect.js";
import { DAY } from "../../support/token.js";
import { admitCustomer, OPENING, partyOf } from "../support.js";
import { actsOf, AMOUNT, FORGED, NOTHING, useReceivables } from "./support.js";

const load = await useReceivables();
const PRICE = 97_000n;

async function setUp() {
  const world = await load();
  return { ...world, ...actsOf(world) };
}

describe("Receivables.assign", () => {
  it("refuses a second sale, even to the same financier, and names the first", async () => {
    const { desk, people, issued, assign, refuses } = await setUp();
    const invoice = await issued();
    await assign(invoice, PRICE);
    for (const financier of [people.financier, people.frank]) {
      await refuses(
        assign(invoice, PRICE, {}, { financier }),
        desk,
        "AlreadyAssigned",
        invoiceId(invoice),
        people.financier,
      );
      await refuses(
        assign(invoice, 0n, {}, { financier }),
        desk,
        "AlreadyAssigned",
        invoiceId(invoice),
        people.financier,
      );
    }
  });

  it("refuses without the seller's and the financier's signatures of exactly this sale", async () => {
    const { a, desk, people, issued, assignmentOf, financierSigns, sign, refuses } = await setUp();
    const invoice = await issued();
    for (const price of [0n, PRICE]) {
      const sale = await assignmentOf(invoice, price);
      const [sold, bought] = [await sign(people.alice, "InvoiceAssignment", sale), await financierSigns(sale)];
      const cheaper = { ...sale, expiry: sale.expiry + 1n };
      await refuses(desk.assign(invoice, sale, NOTHING, bought), desk, "ConsentMissing", people.alice);
      await refuses(desk.assign(invoice, cheaper, sold, bought), desk, "ConsentMissing", people.alice);
      const [contract, error] = price === 0n ? [desk, "ConsentMissing"] : [a.usd, "InvalidSignature"];
      for (const wrong of [NOTHING, FORGED, await financierSigns(sale, people.frank)]) {
        await refuses(desk.assign(invoice, sale, sold, wrong), contract, error, people.financier);
      }
      // The one's consent to the sale without a price is none to pay, and the other way round.
      const other = await financierSigns({ ...sale, price: price === 0n ? PRICE : 0n });
      await refuses(desk.assign(invoice, sale, sold, other), contract, error, people.financier);
    }
  });

  it("refuses another invoice, another open amount than was priced, and a lapsed offer", async () => {
    const { desk, people, issued, assignmentOf, financierSigns, sign, pay, refuses, at } = await setUp();
    const [invoice, other] = [await issued(), await issued()];
    const sale = await assignmentOf(invoice, PRICE);
    const signed = [await sign(people.alice, "InvoiceAssignment", sale), await financierSigns(sale)] as const;
    await refuses(desk.assign(other, sale, ...signed), desk, "InvoiceNotOpen", sale.invoice);
    await pay([invoice], { settles: [1n] });
    await refuses(desk.assign(invoice, sale, ...signed), desk, "OpenAmountMoved", sale.invoice, AMOUNT, AMOUNT - 1n);
    const late = await assignmentOf(other, PRICE);
    await at(late.expiry);
    await refuses(
      desk.assign(other, late, await sign(people.alice, "InvoiceAssignment", late), await financierSigns(late)),
      desk,
      "AssignmentExpired",
      late.invoice,
      late.expiry,
    );
  });

  it("refuses the debtor or the seller as financier, and another seller", async () => {
    const { desk, people, issued, assign, refuses } = await setUp();
    const invoice = await issued();
    const { alice, bob, frank } = people;
    for (const financier of [alice, bob]) {
      await refuses(assign(invoice, 0n, {}, { financier }), desk, "AssignmentInvalid", invoiceId(invoice));
    }
    await refuses(
      assign(invoice, 0n, { seller: frank.address }, { seller: frank }),
      desk,
      "AssignmentInvalid",
      invoiceId(invoice),
    );
  });

  it("refuses the mainland customer as financier, even at price zero", async () => {
    const { desk, people, issued, assign, refuses } = await setUp();
    const invoice = await issued();
    for (const price of [0n, PRICE]) {
      await refuses(
        assign(invoice, price, {}, { financier: people.mainlander }),
        desk,
        "InvoiceCorridorClosed",
        people.bob,
        people.mainlander,
      );
    }
  });

  it("refuses a financier to whom the seller could not pay: a sale opens no corridor", async () => {
    const { a, desk, people, issued, assign, refuses } = await setUp();
    const invoice = await issued();
    // The seller moves to the mainland after issuing; the debtor could still pay the financier.
    await a.reclassify(101n, { zone: 4 });
    await refuses(assign(invoice, 0n), desk, "InvoiceCorridorClosed", people.alice, people.financier);
  });

  it("refuses a blocked, lapsed or lost financier, and a blocked seller", async () => {
    const { a, desk, people, issued, assign, refuses, now } = await setUp();
    const { alice, bob, carol, financier } = people;
    const invoice = await issued();
    const party = partyOf("a", "financier");
    await a.block(party);
    await refuses(assign(invoice, 0n), desk, "InvoiceCorridorClosed", bob, financier);
    await a.unblock(party);
    await a.registry.connect(people.registrar).renew([party], await now());
    await refuses(assign(invoice, 0n), desk, "InvoiceCorridorClosed", bob, financier);
    await a.registry.connect(people.registrar).renew([party], (await now()) + DAY);
    await a.registry.connect(people.registrar).addWallets(party, [carol]);
    await a.retire(financier, carol);
    await refuses(assign(invoice, 0n), desk, "InvoiceCorridorClosed", bob, financier);
    await a.block(101n);
    await refuses(
      assign(invoice, 0n, {}, { financier: people.frank }),
      desk,
      "InvoiceCorridorClosed",
      alice,
      people.frank,
    );
  });

  it("moves neither books nor money where the financier cannot pay", async () => {
    const { a, people, issued, assign, refuses, stateOf } = await setUp();
    const invoice = await issued();
    await a.usd.connect(people.legalOrders).setFrozenTokens(people.financier, OPENING - PRICE + 1n);
    await refuses(
      assign(invoice, PRICE),
      a.usd,
      "ERC7943InsufficientUnfrozenBalance",
      people.financier,
      PRICE,
      PRICE - 1n,
    );
    expect(await stateOf(invoice)).to.include({ financier: undefined });
  });

  it("sells for the price, in one transaction, and gives notice", async () => {
    const { a, desk, people, issued, assignmentOf, financierSigns, sign, stateOf, balances } = await setUp();
    const invoice = await issued();
    const sale = await assignmentOf(invoice, PRICE);
    const id = assignmentId(sale);
    expect(await desk.hashAssignment(sale)).to.equal(id);
    const hold = holdOfAssignment(desk.target as string, sale);
    expect([...(await desk.holdOfAssignment(sale))]).to.deep.equal(Object.values(hold));
    const call = desk.assign(
      invoice,
      sale,
      await sign(people.alice, "InvoiceAssignment", sale),
      await financierSigns(sale),
    );
    const logs = await logsOf(call, [desk, a.usd]);
    expect(logs[0]).to.deep.equal([
      "InvoiceAssigned",
      sale.invoice,
      sale.financier,
      invoice.debtor,
      sale.seller,
      AMOUNT,
      PRICE,
      id,
    ]);
    expect(await stateOf(invoice)).to.include({ financier: people.financier.address, acknowledged: false });
    expect(await balances(people.alice, people.financier)).to.deep.equal([OPENING + PRICE, OPENING - PRICE]);
    expect(await a.usd.balanceOf(desk)).to.equal(0n);
  });

  it("pays the financier's hold that a stranger placed first", async () => {
    const { a, desk, people, issued, assignmentOf, financierSigns, sign, stateOf } = await setUp();
    const invoice = await issued();
    const sale = await assignmentOf(invoice, PRICE);
    const hold = holdOfAssignment(desk.target as string, sale);
    await a.usd.connect(people.stranger).placeHoldWithAuthorization(hold, await financierSigns(sale));
    await desk.assign(invoice, sale, await sign(people.alice, "InvoiceAssignment", sale), NOTHING);
    expect((await stateOf(invoice)).financier).to.equal(people.financier.address);
    expect(await a.usd.heldOf(people.financier)).to.equal(0n);
  });

  it("from then on only the financier is paid, or its successor", async () => {
    const { a, desk, people, issued, assign, pay, refuses, balances } = await setUp();
    const { alice, carol, financier } = people;
    const [invoice, other] = [await issued(), await issued()];
    for (const sold of [invoice, other]) await assign(sold, PRICE);
    await refuses(pay([invoice], { payee: alice }), desk, "CreditorDiffers", invoiceId(invoice), financier);
    await pay([invoice], { payee: financier });
    expect(await balances(financier)).to.deep.equal([OPENING - 2n * PRICE + AMOUNT]);
    await a.registry.connect(people.registrar).addWallets(partyOf("a", "financier"), [carol]);
    await a.retire(financier, carol);
    expect(await desk.creditorOf(other)).to.equal(carol.address);
    await pay([other], { payee: carol });
    expect(await balances(carol)).to.deep.equal([AMOUNT]);
  });

  it("is decided by the successor of a lost seller's wallet, which gets the price", async () => {
    const { a, desk, people, issued, assign, refuses, balances } = await setUp();
    const { alice, carol } = people;
    const invoice = await issued();
    await a.registry.connect(people.registrar).addWallets(101n, [carol]);
    await a.retire(alice, carol);
    await refuses(assign(invoice, PRICE), desk, "AssignmentInvalid", invoiceId(invoice));
    await refuses(assign(invoice, PRICE, { seller: carol.address }), desk, "ConsentMissing", carol);
    await assign(invoice, PRICE, { seller: carol.address }, { seller: carol });
    expect(await balances(carol)).to.deep.equal([PRICE]);
  });

  it("takes a smart account as financier, and none that lies, reverts, burns gas or returns a bomb", async () => {
    const world = await setUp();
    const { a, desk, people, issued, assignmentOf, sign, refuses, stateOf } = world;
    let party = 800n;
    for (const manner of [
      Manner.WrongAnswer,
      Manner.Reverts,
      Manner.BurnsGas,
      Manner.ReturnBomb,
      Manner.ShortAnswer,
      Manner.Honest,
    ]) {
      const wallet = await a.deployWallet(people.carol, manner);
      await a.registry.connect(people.policyAdmin).allowWalletCode(await a.codeHashOf(wallet));
      await admitCustomer(world, a.registry, wallet, ++party);
      const invoice = await issued();
      const sale = await assignmentOf(invoice, 0n, { financier: wallet.address });
      const both = [
        await sign(people.alice, "InvoiceAssignment", sale),
        await sign(people.carol, "InvoiceAssignment", sale),
      ] as const;
      const call = desk.assign(invoice, sale, ...both);
      if (manner === Manner.Honest) {
        await call;
        expect((await stateOf(invoice)).financier).to.equal(wallet.address);
      } else {
        await refuses(call, desk, "ConsentMissing", wallet);
      }
    }
  });
});
