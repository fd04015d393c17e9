import { fileURLToPath } from "node:url";

import { expect } from "chai";

import { Acts } from "../../src/replay/acts.js";
import { readInvoiceFile } from "../../src/replay/invoiceFile.js";
import { planOf } from "../../src/replay/plan.js";
import { reconcile } from "../../src/replay/reconcile.js";
import { agrees, replay } from "../../src/replay/replay.js";
import { renderReplay } from "../../src/replay/report.js";
import { openWorld } from "../../src/replay/world.js";
import { fileOf, rowOf, useFiles } from "./support.js";

const BANK = fileURLToPath(new URL("../../deploy/banks/demo.json", import.meta.url));
/** Two customers of two countries; disputed, sold, discounted, short by a cent, late, two paid in one payment. */
const ROWS = fileOf(
  rowOf(100, { disputed: "Yes", settled: "02/02/2012" }),
  rowOf(101, { disputed: "Yes", customer: "B-2", country: "391", settled: "05/02/2012" }),
  rowOf(102, { settled: "02/02/2012", amount: "100.01" }),
  rowOf(103, { settled: "05/01/2012", customer: "B-2", country: "391" }),
  rowOf(104, { settled: "05/01/2012", customer: "B-2", country: "391", amount: "7.77" }),
  rowOf(105, { settled: "03/01/2012" }),
  rowOf(106, { settled: "09/02/2012" }),
  rowOf(107, { settled: "09/02/2012", customer: "B-2", country: "391" }),
);

describe("a replay", () => {
  const file = useFiles();

  it("lives through a file of invoices and agrees with it to the cent", async () => {
    const found = await replay({ file: file("ar.csv", ROWS), bankFile: BANK }, () => undefined);
    expect(agrees(found), renderReplay(found)).to.equal(true);
    expect(found.totals).to.include({ invoices: 8, disputed: 2, financed: 2, late: 3, open: 0n, writtenOff: 1n });
    // Seven payments: two invoices of one customer and day are paid at once.
    expect(Object.fromEntries(Object.entries(found.gas).map(([stage, { length }]) => [stage, length]))).to.deep.equal({
      issue: 1,
      finance: 2,
      acknowledge: 2,
      dispute: 2,
      resolve: 2,
      pay: 7,
    });
    expect(found.blocks).to.deep.equal(Array(7).fill(1));
    const words = renderReplay(found);
    expect(words).to.match(/invoices +8, USD 410\.12, 2012-01-03 to 2012-02-09/);
    expect(words).to.contain("p50 1, p95 1 blocks, of 7 payments").and.not.contain("DIFFERS");
  });

  it("does not agree when a cent is missing anywhere, and says where", async () => {
    const plan = planOf(readInvoiceFile(ROWS, "ar.csv"));
    const world = await openWorld(BANK, plan[0]!.invoiced, new Map(plan.map((one) => [one.customer, one.country])));
    const differing = async (minted: Map<string, bigint>) =>
      (await reconcile(world, new Acts(world), plan.slice(0, 1), minted))
        .filter(({ expected, found }) => expected !== found)
        .map(({ what }) => what);
    // Nothing was done yet: every figure that the plan moves is missing on chain.
    expect(await differing(new Map())).to.include.members(["the exporter's balance", "amount issued", "paid in money"]);
    const debtor = world.debtors.get("A-1")!.address;
    await world.mint([{ wallet: debtor, amount: 100n }], plan[0]!.invoiced);
    expect(await differing(new Map([[debtor, 99n]]))).to.include.members([
      "supply, as minted",
      "supply, as the sum of all balances",
      "customers' balances, sum of differences",
    ]);
    await world.close();
  });
});
