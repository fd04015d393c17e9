import { expect } from "chai";

import { holdOfPayment, invoiceId } from "../../../src/settlement/receivables/index.js";
import { ReentrantToken__factory } from "../../../typechain-types/index.js";
import { actsOf, AMOUNT, NOTHING, useReceivables } from "./support.js";

const load = await useReceivables();

async function setUp() {
  const world = await load();
  const fake = await new ReentrantToken__factory(world.people.admin).deploy();
  return { ...world, ...actsOf(world), fake, fakeAddress: fake.target as string };
}

describe("a made-up token at the desk of receivables", () => {
  it("uses no bank's book: the customer's document is free, whatever was issued in the made-up token", async () => {
    const { desk, people, fakeAddress, invoiceOf, issue, sign, openOf } = await setUp();
    const invoice = await invoiceOf();
    const copy = { ...invoice, token: fakeAddress };
    await desk.issue(copy, await sign(people.alice, "Invoice", copy));
    await issue(invoice);
    expect(await openOf(invoice)).to.equal(AMOUNT);
  });

  it("pays no invoice of a bank's token", async () => {
    const { desk, people, fakeAddress, issued, paymentOf, refuses, openOf } = await setUp();
    const invoice = await issued();
    const { payment, bills } = await paymentOf([invoice]);
    await refuses(desk.pay({ ...payment, token: fakeAddress }, bills, NOTHING), desk, "PaymentItemInvalid", 0n);
    const copy = [{ ...bills[0]!, invoice: { ...invoice, token: fakeAddress } }];
    await refuses(desk.pay({ ...payment, token: fakeAddress }, copy, NOTHING), desk, "PaymentItemInvalid", 0n);
    expect(await openOf(invoice)).to.equal(AMOUNT);
    expect(holdOfPayment(desk.target as string, payment).payer).to.equal(people.bob.address);
  });

  it("that calls back while it executes finds the books fallen already", async () => {
    const { desk, people, fake, fakeAddress, invoiceOf, sign, paymentOf, openOf } = await setUp();
    const invoice = { ...(await invoiceOf()), token: fakeAddress };
    await desk.issue(invoice, await sign(people.alice, "Invoice", invoice));
    const { payment, bills } = await paymentOf([invoice], { settles: [60_000n] });
    await fake.callBack(desk, desk.interface.encodeFunctionData("pay", [payment, bills, NOTHING]));
    await desk.pay(payment, bills, NOTHING);
    expect(await fake.succeeded()).to.equal(false);
    const refusal = desk.interface.parseError(await fake.answer())!;
    expect([refusal.name, ...refusal.args.toArray()]).to.deep.equal([
      "PaymentTooHigh",
      invoiceId(invoice),
      60_000n,
      40_000n,
    ]);
    expect(await openOf(invoice)).to.equal(40_000n);
  });
});
