import { expect } from "chai";

import { invoiceId } from "../../../src/settlement/receivables/index.js";
import { actsOf, NOTHING, useReceivables } from "./support.js";

const load = await useReceivables();

interface Sent {
  wait(): Promise<{ gasUsed: bigint } | null>;
}

/** Whole transactions; the token is behind its proxy. Printed with VOSTRO_SHOW_GAS set, stated in the docs. */
async function expectGas(what: string, call: Promise<Sent>, most: bigint) {
  const { gasUsed } = (await (await call).wait())!;
  if (process.env["VOSTRO_SHOW_GAS"] !== undefined) return console.log(`      ${what}: ${gasUsed}`);
  expect(gasUsed <= most, `${what}: ${gasUsed} gas, more than ${most}`).to.equal(true);
  // Far below is a figure of the docs that is out of date.
  expect(gasUsed > (most * 9n) / 10n, `${what}: ${gasUsed} gas, much less than ${most}`).to.equal(true);
}

describe("what receivables cost", () => {
  it("is what the docs say", async () => {
    const world = await load();
    const { desk, people } = world;
    const { invoiceOf, issued, pay, assign, acknowledge, credit, dispute, sign } = actsOf(world);
    const invoice = await invoiceOf();
    await expectGas("issue", desk.issue(invoice, await sign(people.alice, "Invoice", invoice)), 150_000n);
    const batch = [];
    for (let i = 0; i < 50; ++i) batch.push(await invoiceOf());
    const list = await sign(people.alice, "InvoiceList", { invoices: batch.map(invoiceId) });
    await expectGas("issueBatch of 50", desk.issueBatch(batch, list), 4_350_000n);

    await expectGas("pay 1 in full", pay([batch[0]!]), 115_000n);
    await expectGas("pay 1 at a discount", pay([batch[1]!], { discounts: [1_000n] }), 119_000n);
    await expectGas("pay 5 in full", pay(batch.slice(10, 15)), 180_000n);
    await expectGas("assign, paid here", assign(batch[2]!, 97_000n), 138_000n);
    await expectGas("assign, paid elsewhere", assign(batch[3]!, 0n), 97_000n);
    await expectGas("acknowledge", acknowledge(batch[3]!), 60_000n);
    await expectGas("credit", credit(batch[4]!, 5n), 61_000n);
    await expectGas("dispute", dispute(batch[5]!), 61_000n);
    await expectGas("issue, own call", desk.connect(people.alice).issue(await invoiceOf(), NOTHING), 143_000n);
    expect((await issued()).amount).to.equal(invoice.amount);
  });
});
