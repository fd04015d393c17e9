import { expect } from "chai";

import { invoiceId } from "../../../src/settlement/receivables/index.js";
import { logsOf } from "../../support/expect.js";
import { reference } from "../../support/words.js";
import { actsOf, AMOUNT, NOTHING, useReceivables } from "./support.js";

const load = await useReceivables();

async function setUp() {
  const world = await load();
  return { ...world, ...actsOf(world) };
}

describe("Receivables.cancelHold", () => {
  it("gives the payer its money back where a stranger placed a payment that cannot be made any more", async () => {
    const { a, desk, people, issued, paymentOf, assign, refuses, sign, holdId } = await setUp();
    const invoice = await issued();
    const { payment, bills, hold, signature } = await paymentOf([invoice]);
    await a.usd.connect(people.stranger).placeHoldWithAuthorization(hold, signature);
    await assign(invoice, 0n);
    await refuses(desk.pay(payment, bills, NOTHING), desk, "CreditorDiffers", invoiceId(invoice), people.financier);
    const message = { token: a.usd.target as string, hold: holdId(hold) };
    const alices = await sign(people.alice, "CancelHold", message);
    await refuses(desk.cancelHold(a.usd, hold, alices), desk, "ConsentMissing", people.bob);
    expect(await a.usd.heldOf(people.bob)).to.equal(AMOUNT);
    const logs = await logsOf(desk.cancelHold(a.usd, hold, await sign(people.bob, "CancelHold", message)), [
      desk,
      a.usd,
    ]);
    expect(logs).to.deep.equal([
      ["HoldCancelled", a.usd.target, holdId(hold)],
      ["HoldReleased", holdId(hold), AMOUNT],
    ]);
    expect(await a.usd.heldOf(people.bob)).to.equal(0n);
    await refuses(desk.pay(payment, bills, signature), desk, "CreditorDiffers", invoiceId(invoice), people.financier);
  });

  it("leaves alone what is no hold of this desk", async () => {
    const { a, desk, people, holdOf, refuses, holdId } = await setUp();
    const hold = await holdOf({
      payer: people.bob.address,
      payee: people.alice.address,
      notary: a.redemption.target as string,
      amount: 5n,
      terms: reference("other"),
    });
    await a.usd.connect(people.bob).placeHold(hold);
    await refuses(
      desk.connect(people.bob).cancelHold(a.usd, hold, NOTHING),
      a.usd,
      "HoldUnauthorized",
      holdId(hold),
      desk,
    );
  });
});
