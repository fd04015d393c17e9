import { expect } from "chai";
import { AbiCoder, keccak256 } from "ethers";
import fc from "fast-check";

import {
  buildPayment,
  curveHash,
  discountOn,
  holdOfPayment,
  invoiceId,
  quoteDiscount,
  type DiscountPoint,
} from "../../../src/settlement/receivables/index.js";
import { DAY, HOUR } from "../../support/token.js";
import { reference } from "../../support/words.js";
import { OPENING } from "../support.js";
import { actsOf, AMOUNT, POINTS, useReceivables } from "./support.js";

const load = await useReceivables();

async function setUp() {
  const world = await load();
  return { ...world, ...actsOf(world) };
}

describe("early payment", () => {
  it("refuses a discount above the curve, and says what it gives at this second", async () => {
    const { desk, issued, paymentOf, refuses, at } = await setUp();
    const invoice = await issued();
    // 15 days before the due date: half-way between 1% and 2%.
    const moment = invoice.dueAt - 15n * DAY;
    const { payment, bills, signature } = await paymentOf([invoice], { discounts: [1_501n], payBy: moment + HOUR });
    await at(moment);
    await refuses(desk.pay(payment, bills, signature), desk, "DiscountTooHigh", invoiceId(invoice), 1_501n, 1_500n);
  });

  it("refuses a payment that comes later than its discount was reckoned for", async () => {
    const { desk, people, issued, paymentOf, refuses, at, balances } = await setUp();
    const invoice = await issued();
    const moment = invoice.dueAt - 15n * DAY;
    const { payment, bills, signature } = await paymentOf([invoice], {
      discounts: [1_500n],
      payBy: moment + 10n * DAY,
    });
    await at(moment + 864n); // 864 seconds are a thousandth of ten days, so 0.1 hundredth of a percent
    await refuses(desk.pay(payment, bills, signature), desk, "DiscountTooHigh", invoiceId(invoice), 1_500n, 1_499n);
    expect(await balances(people.alice)).to.deep.equal([OPENING]);
  });

  it("pays it at the very second, less the discount, and settles the whole", async () => {
    const { desk, people, issued, paymentOf, stateOf, at, balances } = await setUp();
    const invoice = await issued();
    const moment = invoice.dueAt - 15n * DAY;
    const { payment, bills, signature } = await paymentOf([invoice], { discounts: [1_500n], payBy: moment + HOUR });
    await at(moment);
    await desk.pay(payment, bills, signature);
    expect(await balances(people.alice)).to.deep.equal([OPENING + 98_500n]);
    expect(await stateOf(invoice)).to.include({ status: "settled", open: 0n });
  });

  it("gives nothing from the due date on, and 2% from 20 days before on, however early", async () => {
    const { desk, issued } = await setUp();
    const invoice = await issued();
    const quote = (before: bigint) => desk.quoteDiscount(invoice, POINTS, AMOUNT, invoice.dueAt - before);
    for (const [before, discount] of [
      [-1n, 0n],
      [0n, 0n],
      [1n, 500n],
      [10n * DAY - 1n, 999n],
      [10n * DAY, 1_000n],
      [20n * DAY - 1n, 1_999n],
      [20n * DAY, 2_000n],
      [29n * DAY, 2_000n],
    ] as const) {
      expect(await quote(before), `${before}`).to.equal(discount);
      expect(quoteDiscount(invoice, POINTS, AMOUNT, invoice.dueAt - before), `${before}`).to.equal(discount);
    }
  });

  it("discounts what is open, not what is overpaid", async () => {
    const { desk, issued, paymentOf, refuses } = await setUp();
    const invoice = await issued();
    const { payment, bills, signature } = await paymentOf([invoice], { settles: [AMOUNT + 50n], discounts: [2_001n] });
    await refuses(desk.pay(payment, bills, signature), desk, "DiscountTooHigh", invoiceId(invoice), 2_001n, 2_000n);
  });

  it("refuses points that are not the invoice's, and a curve that is none", async () => {
    const { desk, people, issued, invoiceOf, issue, paymentOf, refuses } = await setUp();
    const invoice = await issued();
    const better = POINTS.map((point) => ({ ...point, basisPoints: point.basisPoints * 2n }));
    const { payment, bills, signature } = await paymentOf([invoice], { discounts: [10n] });
    const lie = [{ ...bills[0]!, points: better }];
    await refuses(desk.pay(payment, lie, signature), desk, "CurveInvalid", invoiceId(invoice));

    const plain = await issued({ points: [] });
    const undiscounted = await paymentOf([plain], { discounts: [10n], points: [] });
    await refuses(
      desk.pay(undiscounted.payment, undiscounted.bills, undiscounted.signature),
      desk,
      "CurveInvalid",
      invoiceId(plain),
    );

    // Signed by a seller who did not use the library: seconds fall, basis points fall, or all is given away.
    const [low, , high] = POINTS as [DiscountPoint, DiscountPoint, DiscountPoint];
    for (const points of [
      [high, low],
      [low, { ...high, basisPoints: 49n }],
      [{ secondsBefore: 1n, basisPoints: 10_000n }],
      Array.from({ length: 9 }, (_, i) => ({ secondsBefore: BigInt(i), basisPoints: 1n })),
    ]) {
      expect(() => curveHash(points))
        .to.throw()
        .with.property("name", "BadCurve");
      const rows = points.map((point) => [point.secondsBefore, point.basisPoints]);
      const curve = keccak256(AbiCoder.defaultAbiCoder().encode(["tuple(uint256,uint256)[]"], [rows]));
      const odd = { ...(await invoiceOf()), curve };
      await issue(odd, people.alice);
      await refuses(desk.quoteDiscount(odd, points, AMOUNT, odd.issuedAt), desk, "CurveInvalid", invoiceId(odd));
    }
  });

  it("stays as the invoice says when a financier has bought it", async () => {
    const { people, issued, assign, pay, a } = await setUp();
    const invoice = await issued();
    await assign(invoice, 95_000n);
    await pay([invoice], { payee: people.financier, discounts: [2_000n] });
    expect(await a.usd.balanceOf(people.financier)).to.equal(OPENING - 95_000n + 98_000n);
  });
});

describe("the discount curve", () => {
  const curves = fc
    .uniqueArray(fc.tuple(fc.bigInt(0n, 1n << 40n), fc.bigInt(0n, 9_999n)), {
      minLength: 1,
      maxLength: 8,
      selector: ([seconds]) => seconds,
    })
    .map((rows) => {
      const seconds = rows.map(([second]) => second).sort((x, y) => (x < y ? -1 : 1));
      const basisPoints = rows.map(([, points]) => points).sort((x, y) => (x < y ? -1 : 1));
      return seconds.map((secondsBefore, i) => ({ secondsBefore, basisPoints: basisPoints[i]! }));
    });

  it("is reckoned off chain as on chain, never rises towards the due date, and never gives all away", async () => {
    const { desk, invoiceOf } = await setUp();
    const sound = await invoiceOf();
    await fc.assert(
      fc.asyncProperty(
        curves,
        fc.bigInt(1n, (1n << 64n) - 1n),
        fc.bigInt(0n, 1n << 41n),
        async (points, amount, before) => {
          const invoice = { ...sound, dueAt: 1n << 42n, curve: curveHash(points) };
          const here = discountOn(amount, points, before);
          expect(await desk.quoteDiscount(invoice, points, amount, invoice.dueAt - before)).to.equal(here);
          expect(discountOn(amount, points, before + 1n) >= here).to.equal(true);
          expect(here < amount).to.equal(true);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe("building a payment", () => {
  it("takes the most that the last moment allows, and refuses more", async () => {
    const { desk, people, a, issued, signHold, openOf, at } = await setUp();
    const invoice = await issued();
    const payBy = invoice.dueAt - 20n * DAY + 1n;
    const request = {
      payer: people.bob.address,
      payee: people.alice.address,
      items: [{ invoice, points: POINTS, settles: AMOUNT }],
      paymentReference: reference("x"),
      payBy,
    };
    const { payment, bills } = buildPayment(request);
    expect(payment.items[0]!.discount).to.equal(1_999n);
    expect(() => buildPayment({ ...request, items: [{ ...request.items[0]!, discount: 2_000n }] }))
      .to.throw()
      .with.property("name", "BadPayment");
    const euro = { ...invoice, token: a.eur.target as string };
    expect(() => buildPayment({ ...request, items: [...request.items, { ...request.items[0]!, invoice: euro }] }))
      .to.throw()
      .with.property("name", "BadPayment");
    expect(() => buildPayment({ ...request, items: [] }))
      .to.throw()
      .with.property("name", "EmptyList");
    await at(payBy - 1n);
    await desk.pay(payment, bills, await signHold(a.usd, people.bob, holdOfPayment(desk.target as string, payment)));
    expect(await openOf(invoice)).to.equal(0n);
  });
});
