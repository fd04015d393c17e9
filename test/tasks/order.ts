import { expect } from "chai";
import { join } from "node:path";

import { DAY } from "../chain/support.js";
import { ALICE, BOB, indexOf, jsonOf, useDesk, useStage } from "./support.js";

const load = useDesk(await useStage(), "OrderEscrow");
const [BUYER, SELLER, ARBITER] = [indexOf("alice"), indexOf("bob"), indexOf("stranger")];
let files = 0;

type Values = Record<string, string | boolean>;

/** alice has bob's signed offer of an order over USD 900.00. */
async function offered() {
  const stage = await load();
  const { run, people } = stage;
  const file = join(stage.folder, `order-${files++}.json`);
  const offer = {
    ...{ currency: "USD", amount: "900.00", buyer: ALICE, arbiter: people.stranger.address, as: SELLER, out: file },
    ...{ number: "PO-7", document: "contract 7", shipBy: "2026-11-30", defaultShare: "62.5" },
  };
  const made = await run("order offer", offer);
  expect(made.exitCode, made.complaint).to.equal(0);
  const order = (step: string, as: string, more: Values = {}) => run(`order ${step}`, { file, as, ...more });
  const ok = async (step: string, as: string, more: Values = {}) => {
    const ended = await order(step, as, more);
    expect(ended.exitCode, `${step}: ${ended.complaint}`).to.equal(0);
    return ended;
  };
  return { ...stage, offer, order, ok, file, text: made.output };
}

describe("order", () => {
  it("ends with 2 for terms, shares and files that cannot be, and for another's order; nothing is sent", async () => {
    const { run, order, offer, height, file } = await offered();
    const before = await height();
    const cases: [string, Values, RegExp][] = [
      ["offer", { ...offer, shipBy: "30.11.2026" }, /^--ship-by: "30\.11\.2026" is no time\. Write a day/],
      ["offer", { ...offer, shipBy: "2026-02-30" }, /^--ship-by: "2026-02-30" is no time/],
      ["offer", { ...offer, defaultShare: "100.01" }, /^--default-share: "100\.01" is no share/],
      ["offer", { ...offer, arbiter: ALICE }, /^order offer: The arbiter is a party of the order/],
      ["offer", offer, /is there already/],
      ["fund", { file, as: SELLER }, /^--file: is an order of 0x\w+, not of 0x\w+\. Have its buyer fund it/],
      ["fund", { file: "none.json" }, /^--file: none\.json cannot be read/],
    ];
    for (const [step, values, words] of cases) {
      const { exitCode, complaint } = await run(`order ${step}`, values);
      expect(exitCode, complaint).to.equal(2);
      expect(complaint).to.match(words);
    }
    expect((await order("dispute", BUYER, { share: "150", evidence: "e" })).exitCode).to.equal(2);
    expect(await height()).to.equal(before);
  });

  it("ends with 1 where the escrow refuses: another's act, and a stage that is not there", async () => {
    const { order, ok } = await offered();
    await ok("fund", BUYER);
    const other = await order("confirm", SELLER);
    expect([other.exitCode, other.complaint.split(":")[0]]).to.deep.equal([1, "ConsentMissing"]);
    const early = await order("pay-due", BUYER);
    expect([early.exitCode, early.complaint.split(":")[0]]).to.deep.equal([1, "OrderNotShipped"]);
  });

  it("is offered, funded, shipped and confirmed, and shown at each stage", async () => {
    const { ok, text, bank } = await offered();
    expect(text).to.match(/^Signs: 0x\w+ pays 0x\w+ USD 900\.00 for goods shipped before 2026-12-01T00:00:00Z\./);
    expect(text).to.contain("62.5 % to the seller");
    const usd = bank.tokens["USD"]!;
    expect((await ok("fund", BUYER, { dryRun: true })).output).to.contain("Nothing was sent.");
    await ok("fund", BUYER);
    expect(await usd.heldOf(ALICE)).to.equal(90_000n);
    await ok("ship", SELLER, { evidence: "bill of lading 12" });
    expect(jsonOf(await ok("show", BUYER, { json: true }))["stage"]).to.equal("Shipped");
    await ok("receive", BUYER, { evidence: "goods receipt 4" });
    await ok("pay-part", BUYER, { amount: "100.00" });
    const { output } = await ok("confirm", BUYER);
    expect(output).to.match(/^Confirms, and pays the seller USD 800\.00\. Order 0x/);
    expect(await usd.balanceOf(BOB)).to.equal(90_000n);
  });

  it("goes through a dispute to the arbiter's award", async () => {
    const { ok, bank, time } = await offered();
    await ok("fund", BUYER);
    await ok("ship", SELLER, { evidence: "e" });
    await ok("dispute", BUYER, { share: "80", evidence: "photos" });
    await ok("withdraw", BUYER);
    await ok("dispute", BUYER, { share: "75", evidence: "more photos" });
    await ok("answer", SELLER, { share: "50", evidence: "test report" });
    await time.increase(4n * DAY);
    await ok("escalate", SELLER);
    await ok("award", ARBITER, { share: "62.50", evidence: "decision" });
    expect(await bank.tokens["USD"]!.balanceOf(BOB)).to.equal(56_250n);
    expect(await bank.tokens["USD"]!.heldOf(ALICE)).to.equal(0n);
  });

  it("gives money back: by the seller, and by time where nothing was shipped", async () => {
    const { ok, bank, time, order } = await offered();
    await ok("fund", BUYER);
    const refund = await ok("refund", SELLER, { amount: "300.00", keepsGoods: true });
    expect(refund.output).to.match(/^Gives the buyer USD 300\.00 back/);
    await time.increaseTo(BigInt(Date.UTC(2026, 11, 1, 0, 0, 1)) / 1_000n);
    await ok("refund-unshipped", ARBITER);
    expect(await bank.tokens["USD"]!.heldOf(ALICE)).to.equal(0n);
    const closed = await order("stop-clock", ARBITER);
    expect(closed.exitCode).to.equal(1);
  });
});
