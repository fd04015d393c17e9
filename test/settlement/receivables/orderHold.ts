import { expect } from "chai";

import { MinimalNotary__factory } from "../../../typechain-types/index.js";
import { POWERS } from "../../../src/bank/roles.js";
import { reference } from "../../support/words.js";
import { OPENING } from "../support.js";
import { actsOf, AMOUNT, useReceivables } from "./support.js";

const load = await useReceivables();
const PRICE = 97_000n;

async function setUp() {
  const world = await load();
  return { ...world, ...actsOf(world) };
}

describe("an invoice secured by an order", () => {
  async function secured() {
    const world = await setUp();
    const { a, people, holdOf, admit, holdId } = world;
    const escrow = await admit(await new MinimalNotary__factory(people.admin).deploy(a.usd), POWERS.NOTARY, a.usd);
    const hold = await holdOf({
      payer: people.bob.address,
      payee: people.alice.address,
      notary: escrow.target as string,
      amount: AMOUNT,
      assignable: true,
      terms: reference("order"),
    });
    const invoice = await world.issued({ orderHold: holdId(hold) });
    return { ...world, hold, invoice, escrow, as: (who: typeof people.alice) => a.usd.connect(who) };
  }

  it("is not sold while the order's money is not placed, not assigned, or assigned to another", async () => {
    const { desk, people, hold, invoice, assign, refuses, as } = await secured();
    const refused = () =>
      refuses(assign(invoice, PRICE), desk, "OrderHoldNotAssigned", invoice.orderHold, people.financier);
    await refused();
    await as(people.bob).placeHold(hold);
    await refused();
    await as(people.alice).assignHold(hold, people.frank);
    await refused();
  });

  it("is sold to whom the order's money goes", async () => {
    const { people, hold, invoice, assign, stateOf, as } = await secured();
    await as(people.bob).placeHold(hold);
    await as(people.alice).assignHold(hold, people.financier);
    await assign(invoice, PRICE);
    expect((await stateOf(invoice)).financier).to.equal(people.financier.address);
  });

  it("is not sold after the order's money was paid", async () => {
    const { desk, people, hold, invoice, escrow, assign, refuses, as } = await secured();
    await as(people.bob).placeHold(hold);
    await as(people.alice).assignHold(hold, people.financier);
    await escrow.connect(people.bob).confirm(hold);
    await refuses(assign(invoice, PRICE), desk, "OrderHoldNotAssigned", invoice.orderHold, people.financier);
  });

  it("is settled by the financier's receipt when the order paid it", async () => {
    const { people, hold, invoice, escrow, assign, recordReceipt, balances, stateOf, as } = await secured();
    await as(people.bob).placeHold(hold);
    await as(people.alice).assignHold(hold, people.financier);
    await assign(invoice, PRICE);
    await escrow.connect(people.bob).confirm(hold);
    expect(await balances(people.financier)).to.deep.equal([OPENING - PRICE + AMOUNT]);
    await recordReceipt(invoice, AMOUNT, people.financier);
    expect(await stateOf(invoice)).to.include({ status: "settled", open: 0n });
  });
});
