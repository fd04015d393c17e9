import { expect } from "chai";
import fc from "fast-check";

import { type Customer, matchCustomer } from "../../../src/bank/index.js";
import { CustomerIndex } from "../../../src/gateway/customers/customerIndex.js";
import type { TransactionDetails } from "../../../src/iso20022/index.js";

/** Few letters, so that texts meet. */
const text = fc.string({ unit: fc.constantFrom("A", "b", "0", "1", "-", " ", "ß"), maxLength: 5 });
const reference = fc.tuple(text, fc.constantFrom("", "", "*")).map(([start, star]) => start + star);

const customers = fc.array(
  fc.record({
    references: fc.array(reference, { maxLength: 2 }),
    accounts: fc.array(text, { maxLength: 2 }),
    names: fc.array(text, { maxLength: 2 }),
  }),
  { maxLength: 6 },
);

const detail = fc.record(
  {
    creditorReferences: fc.array(text, { maxLength: 2 }),
    creditor: fc.record({ account: text }, { requiredKeys: [] }),
    debtor: fc.record({ account: text, name: text }, { requiredKeys: [] }),
    endToEndId: text,
    instrId: text,
  },
  { requiredKeys: ["creditorReferences", "creditor", "debtor"] },
);

const numbered = (rows: readonly Partial<Customer>[]): Customer[] =>
  rows.map((row, i) => ({ ...row, customer: `C${i}` }) as Customer);

describe("CustomerIndex", () => {
  it("finds nobody for no details, or for several", () => {
    const index = new CustomerIndex(numbered([{ references: ["*"], accounts: [], names: [] }]));
    const some = { creditorReferences: ["A"], creditor: {}, debtor: {} } as unknown as TransactionDetails;
    expect(index.match({ details: [] }).match).to.equal("unknown");
    expect(index.match({ details: [some, some] }).match).to.equal("unknown");
    expect(index.match({ details: [some] }).match).to.equal("customer");
  });

  it("finds whom matchCustomer finds, by the same rule, for any customers and any deposit", () => {
    let found = 0;
    fc.assert(
      fc.property(customers, detail, (rows, one) => {
        const all = numbered(rows);
        const source = { details: [{ code: {}, ...one } as unknown as TransactionDetails] };
        const expected = matchCustomer(source, all);
        if (expected.match !== "unknown") found++;
        expect(new CustomerIndex(all).match(source)).to.deep.equal(expected);
      }),
      { numRuns: 1500 },
    );
    expect(found).to.be.greaterThan(300);
  });
});
