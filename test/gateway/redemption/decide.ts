import { expect } from "chai";
import fc from "fast-check";

import { type Answer, type Answered, decide } from "../../../src/gateway/redemption/decide.js";
import type { RedemptionState } from "../../../src/store/index.js";

const STATES: readonly RedemptionState[] = [
  "requested",
  "submitting",
  "sealed",
  "payable",
  "filed",
  "paid",
  "settling",
  "settled",
  "refused",
  "rejecting",
  "rejected",
  "cancelled",
  "lapsed",
  "suspense",
];
const FILED: readonly RedemptionState[] = STATES.slice(4, 11);

const redemption = (state: RedemptionState): Answered => ({
  state,
  resume: null,
  amount: 5_00n,
  currency: "USD",
  filed: FILED.includes(state),
});
const answer = (outcome: string, more: Partial<Answer> = {}): Answer => ({
  outcome,
  status: null,
  reason: null,
  amount: null,
  currency: null,
  ...more,
});
const on = (state: RedemptionState, outcome: string, more: Partial<Answer> = {}): string => {
  const { handled, to, open, halt } = decide(redemption(state), answer(outcome, more));
  return [handled, to && `-> ${to}`, open && `(${open.reason})`, halt && "halt"].filter(Boolean).join(" ");
};
const table = (outcome: string, states: readonly RedemptionState[], more: Partial<Answer> = {}) =>
  Object.fromEntries(states.map((state) => [state, on(state, outcome, more)]));

describe("What a bank's answer means", () => {
  it("paid, after the money came back whole before the burn: the answer was overtaken, nobody is alarmed", () => {
    for (const state of ["refused", "rejecting", "rejected"] as const) {
      const returned = { ...redemption(state), refusedBy: "return" };
      expect(decide(returned, answer("paid")), state).to.deep.equal({ handled: "repeated" });
      // The bank's own no, and then its yes, is another matter.
      expect(decide({ ...returned, refusedBy: "RJCT" }, answer("paid")).handled, state).to.equal("suspense");
      expect(decide(returned, answer("paid", { amount: 4_99n })).handled, state).to.equal("suspense");
    }
  });

  it("paid: a burn where the payment was filed, else somebody else has paid", () => {
    expect(table("paid", STATES.slice(0, 11))).to.deep.equal({
      requested: "suspense -> suspense (paid-without-seal) halt",
      submitting: "suspense (paid-without-seal) halt",
      sealed: "suspense -> suspense (paid-without-seal) halt",
      payable: "suspense -> suspense (paid-without-seal) halt",
      filed: "paid -> paid",
      paid: "repeated",
      settling: "repeated",
      settled: "repeated",
      refused: "suspense -> suspense (contradicting-status)",
      rejecting: "suspense (paid-after-rejection) halt",
      rejected: "suspense (paid-after-rejection) halt",
    });
  });

  it("rejected: let go where the payment was filed, never after it was paid", () => {
    expect(table("rejected", STATES.slice(3, 11))).to.deep.equal({
      payable: "suspense (rejected-without-file)",
      filed: "refused -> refused (refused)",
      paid: "suspense -> suspense (contradicting-status)",
      settling: "suspense (contradicting-status)",
      settled: "suspense (contradicting-status)",
      refused: "repeated",
      rejecting: "repeated",
      rejected: "repeated",
    });
  });

  it("paid another amount or currency: a person", () => {
    expect(on("filed", "paid", { amount: 4_99n })).to.equal("suspense -> suspense (paid-amount-differs)");
    expect(on("filed", "paid", { currency: "EUR" })).to.equal("suspense -> suspense (paid-amount-differs)");
    expect(on("filed", "paid", { amount: 5_00n, currency: "USD" })).to.equal("paid -> paid");
  });

  it("pending changes nothing; what nobody understands is for a person and changes nothing", () => {
    for (const state of STATES) {
      expect(on(state, "pending")).to.equal("pending");
      expect(on(state, "unknown")).to.equal("suspense (unclear-status)");
    }
  });

  it("never burns and never lets go from any state but filed, whatever is said", () => {
    const states = fc.constantFrom(...STATES);
    const words = fc.constantFrom("paid", "rejected", "pending", "unknown", "");
    const amounts = fc.option(fc.bigInt(1n, 10_00n));
    fc.assert(
      fc.property(states, words, amounts, fc.boolean(), (state, outcome, amount, filed) => {
        const { to, open } = decide({ ...redemption(state), filed }, answer(outcome, { amount }));
        if (to === "paid") expect([state, filed, amount ?? 5_00n]).to.deep.equal(["filed", true, 5_00n]);
        if (to === "refused") expect([state, filed]).to.deep.equal(["filed", true]);
        // What stops has a reason for a person to read.
        if (to === "suspense") expect(open).to.not.equal(undefined);
      }),
    );
  });
});
