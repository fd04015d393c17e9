import { expect } from "chai";
import fc from "fast-check";

import type { Invoice } from "../../../src/settlement/receivables/index.js";
import { OPENING } from "../support.js";
import { actsOf, AMOUNT, TOLERANCE, useReceivables } from "./support.js";

const load = await useReceivables();

/** What an invoice should be, by the rules in words. */
interface Model {
  open: bigint;
  settled: boolean;
  disputed: boolean;
  sold: boolean;
  acknowledged: boolean;
}

const KINDS = ["pay", "credit", "receipt", "dispute", "withdraw", "settleDispute", "sell", "acknowledge"] as const;
const act = fc.record({
  kind: fc.constantFrom(...KINDS),
  invoice: fc.nat(1),
  amount: fc.oneof(fc.bigInt(1n, 60_000n), fc.bigInt(0n, 200n), fc.constantFrom(AMOUNT, AMOUNT + TOLERANCE)),
});

describe("any sequence of acts on two invoices", () => {
  it("leaves the books as the rules say, and every unit of money accounted for", async () => {
    const world = await load();
    const { a, people, helpers, desk } = world;
    const acts = actsOf(world);
    const { alice, bob, financier } = people;
    const fresh = (): Model => ({ open: AMOUNT, settled: false, disputed: false, sold: false, acknowledged: false });
    const snapshot = await helpers.takeSnapshot();

    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 4, maxLength: 14 }), async (sequence) => {
        await snapshot.restore();
        const invoices: Invoice[] = [await acts.issued(), await acts.issued()];
        const models = [fresh(), fresh()];
        const money = { alice: OPENING, bob: OPENING, financier: OPENING };

        for (const { kind, invoice: index, amount } of sequence) {
          const [invoice, model] = [invoices[index]!, models[index]!];
          const reducible = !model.settled && amount > 0n && amount <= model.open;
          const payable = !model.settled && amount > 0n && amount <= model.open + TOLERANCE;
          const creditor = model.sold ? financier : alice;
          const allowed = {
            pay: payable,
            credit: reducible,
            receipt: reducible,
            dispute: reducible && !model.disputed && !model.acknowledged,
            withdraw: model.disputed,
            settleDispute: model.disputed && reducible,
            sell: !model.settled && !model.sold && !model.disputed,
            acknowledge: !model.settled && model.sold && !model.disputed,
          }[kind];
          const sold = model.sold ? { financier } : {};
          const call = {
            pay: () => acts.pay([invoice], { settles: [amount], payee: creditor }),
            credit: () => acts.credit(invoice, amount, sold),
            receipt: () => acts.recordReceipt(invoice, amount, creditor),
            dispute: () => acts.dispute(invoice, { amount }),
            withdraw: () => acts.resolve(invoice, 0n),
            settleDispute: () => acts.resolve(invoice, amount, { seller: alice, ...sold }),
            sell: () => acts.assign(invoice, 1_000n),
            acknowledge: () => acts.acknowledge(invoice),
          }[kind];
          const done = await call().then(
            () => true,
            () => false,
          );
          // A settlement of a dispute by a credit of nothing is a withdrawal.
          const withdrawal = kind === "settleDispute" && amount === 0n && model.disputed;
          expect(done, `${kind} ${amount} of ${JSON.stringify({ ...model, open: `${model.open}` })}`).to.equal(
            allowed || withdrawal,
          );
          if (!done) continue;

          if (["pay", "credit", "receipt"].includes(kind) || (kind === "settleDispute" && !withdrawal)) {
            const left = amount < model.open ? model.open - amount : 0n;
            model.open = left <= TOLERANCE ? 0n : left;
            model.settled = model.open === 0n;
          }
          if (kind === "pay") {
            money.bob -= amount;
            money[model.sold ? "financier" : "alice"] += amount;
          }
          if (kind === "dispute") model.disputed = true;
          if (kind === "withdraw" || kind === "settleDispute") model.disputed = false;
          if (kind === "acknowledge") model.acknowledged = true;
          if (kind === "sell") {
            model.sold = true;
            money.alice += 1_000n;
            money.financier -= 1_000n;
          }
        }
        for (const [i, { open, settled, disputed, sold, acknowledged }] of models.entries()) {
          expect(await acts.stateOf(invoices[i]!)).to.deep.include({
            open,
            status: settled ? "settled" : "open",
            disputed,
            acknowledged,
            financier: sold ? financier.address : undefined,
          });
        }
        expect(await acts.balances(alice, bob, financier)).to.deep.equal([money.alice, money.bob, money.financier]);
        expect([await a.usd.heldOf(bob), await a.usd.balanceOf(desk)]).to.deep.equal([0n, 0n]);
      }),
      { numRuns: 15 },
    );
  });
});
