import { expect } from "chai";
import fc from "fast-check";
import type { PaymentMessage } from "../../../src/iso20022/index.js";
import {
  answer,
  el,
  groupStatus,
  paymentStatus,
  read,
  returnHeader,
  txRecall,
  txResolution,
  txReturn,
  txStatus,
} from "./support.js";

/** What a message says, without where it says it: records and unreadable ones as a set, findings by code. */
function content(message: PaymentMessage): unknown {
  const text = (value: unknown): string =>
    JSON.stringify(value, (key, one: unknown) =>
      key === "path" ? undefined : typeof one === "bigint" ? `${one}n` : one,
    );
  const unreadable = message.unreadable.map(({ problems, ...rest }) => ({
    ...rest,
    wrong: problems.map(({ name, value, path }) => [name, value, path?.split("/").at(-1)]),
  }));
  return {
    records: message.records.map(text).sort(),
    unreadable: unreadable.map(text).sort(),
    findings: message.findings.map(({ code }) => code).sort(),
  };
}

const id = fc.constantFrom("E-1", "E-2", "E-3", "NOTPROVIDED", undefined);
const money = fc.constantFrom("USD 1.00", "USD 0.5", "USD 1.001", "JPY 7", "XAU 1", undefined);
const parts = fc.record({
  endToEndId: id,
  txId: fc.constantFrom("T-1", "T-2", undefined),
  status: fc.constantFrom("ACSC", "RJCT", "ACSP", "PDNG", "ZZZZ", "ACCR", "RJCR", undefined),
  amount: money,
});
interface Parts {
  readonly endToEndId: string;
  readonly txId: string;
  readonly status: string;
  readonly amount: string;
}

/** Two orders of the same transactions. */
const shuffled = fc
  .array(parts, { maxLength: 7 })
  .chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })));

const given = (one: object): Partial<Parts> =>
  Object.fromEntries(Object.entries(one).filter(([, value]) => value !== undefined));

const MESSAGES: Readonly<Record<string, (list: readonly Partial<Parts>[]) => string>> = {
  "pain.002": (list) =>
    answer("pain.002", groupStatus("ACSP") + paymentStatus("B-1", undefined, ...list.map(txStatus))),
  "pacs.002": (list) => answer("pacs.002", groupStatus("RJCT") + list.map(txStatus).join("")),
  "pacs.004": (list) =>
    answer(
      "pacs.004",
      returnHeader({ n: "3", total: "USD 2.00" }) +
        list.map(({ amount, ...refs }) => txReturn({ ...refs, ...(amount ? { returned: amount } : {}) })).join(""),
    ),
  "camt.056": (list) =>
    answer(
      "camt.056",
      el("Undrlyg", ...list.map(({ amount, ...refs }) => txRecall({ ...refs, ...given({ original: amount }) }))),
    ),
  "camt.029": (list) =>
    answer(
      "camt.029",
      el("Sts", el("Conf", "CNCL")) +
        el("CxlDtls", ...list.map(({ amount, ...refs }) => txResolution({ ...refs, ...given({ original: amount }) }))),
    ),
};

describe("any order of the same transactions", () => {
  for (const [kind, build] of Object.entries(MESSAGES)) {
    it(`says the same in a ${kind}, and every one of them is accounted for`, () => {
      fc.assert(
        fc.property(shuffled, ([first, second]) => {
          const one = read(build(first.map(given)));
          expect(content(read(build(second.map(given))))).to.deep.equal(content(one));
          const rows = [...one.records, ...one.unreadable].filter(({ scope }) => scope === "transaction");
          expect(rows).to.have.length(first.length);
        }),
        { numRuns: 60 },
      );
    });
  }
});
