import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { expect } from "chai";

import { DAY, readInvoiceFile } from "../../src/replay/invoiceFile.js";
import { daysOf, planOf, totalsOf } from "../../src/replay/plan.js";
import { fileOf, rowOf } from "./support.js";

const SAMPLE = fileURLToPath(new URL("../../../shared/data/invoices/accounts-receivable.csv", import.meta.url));

describe("the plan of a replay", () => {
  const plan = planOf(
    readInvoiceFile(
      fileOf(
        rowOf(0, { disputed: "Yes", amount: "100.09", settled: "02/02/2012" }),
        rowOf(1, { disputed: "Yes", settled: "03/02/2012" }),
        rowOf(2, { amount: "100.01", settled: "02/02/2012" }),
        rowOf(3, { amount: "100.01", settled: "03/01/2012" }),
        rowOf(4, { amount: "100.01", settled: "20/01/2012" }),
        ...[5, 6, 7].map((number) => rowOf(number, { settled: "02/02/2012" })),
      ),
      "ar.csv",
    ),
  );

  it("credits a tenth of every second disputed invoice, rounded down, and gives it no discount", () => {
    expect(plan[0]).to.include({ credited: 1_000n, discount: 0n, settles: 9_009n, cash: 9_009n });
    expect(plan[1]).to.include({ credited: 0n, discount: 0n, cash: 5_039n, late: true });
  });

  it("sells every fifth at 1.5% below what is open, in the financier's favour, two days after it was issued", () => {
    expect(plan[2]!.financed).to.deep.equal({ on: plan[2]!.invoiced + 2n * DAY, price: 9_850n });
    expect(plan.flatMap(({ financed }, i) => (financed === undefined ? [] : [i]))).to.deep.equal([2, 7]);
  });

  it("takes 2% off what is paid twenty days early or more, less as the due date comes near, rounded down", () => {
    expect(plan[3]).to.include({ discount: 200n, cash: 9_801n });
    // 13 days and 9:59:59 before the end of the due day: 1% and 3.42 of 10 days of the way to 2%.
    expect(plan[4]).to.include({ discount: 134n, cash: 9_867n });
  });

  it("has one buyer in fifty pay a cent too little, which is written off", () => {
    expect(plan[6]).to.include({ writtenOff: 1n, settles: 5_038n, cash: 5_038n });
  });

  it("leaves nothing open: what was issued is paid, discounted, credited or written off", () => {
    const { issued, paid, discounted, refunded, writtenOff, open } = totalsOf(plan);
    expect(open).to.equal(0n);
    expect(paid + discounted + refunded + writtenOff).to.equal(issued);
  });

  it("does everything on its day, in order", () => {
    const days = daysOf(plan);
    expect(days.map(({ day }) => (day - plan[0]!.invoiced) / DAY)).to.deep.equal([0n, 2n, 15n, 17n, 30n, 31n]);
    expect(days[0]!.issue).to.have.length(8);
    expect(days[2]!.dispute).to.have.length(2);
    expect(days.flatMap(({ pay }) => pay)).to.have.length(8);
  });

  it("counts the public sample as its publisher does", function () {
    if (!existsSync(SAMPLE)) return this.skip();
    const totals = totalsOf(planOf(readInvoiceFile(readFileSync(SAMPLE, "utf8"), SAMPLE)));
    expect(totals).to.include({ invoices: 2_466, disputed: 561, late: 877, issued: 14_770_318n, open: 0n });
  });
});
