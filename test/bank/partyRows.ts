import { expect } from "chai";
import fc from "fast-check";

import { CustomerFileError, lastSecondOf, readClosings, readRenewals } from "../../src/bank/index.js";

const TODAY = "2026-11-02";
const renewals = (...lines: string[]) => readRenewals(lines.join("\n"), "r.csv", TODAY);
const closings = (...lines: string[]) => readClosings(lines.join("\n"), "c.csv");

/** What a file is refused for as a whole. */
function refusal(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof CustomerFileError) return error.message;
    throw error;
  }
  throw new Error("expected a refusal");
}

describe("a file of renewals", () => {
  it("is refused whole without a row, and for a header that names nobody, somebody twice, or no day", () => {
    for (const lines of [[""], ["# nothing"], ["customer,valid_until"]]) {
      expect(refusal(() => renewals(...lines))).to.match(
        /^r\.csv: 1 error\(s\)\n {2}line 1: (there is no row|needs one)/,
      );
    }
    expect(refusal(() => renewals("name,valid_until", "A,2028-01-31"))).to.contain("needs one column customer");
    expect(refusal(() => renewals("customer,party,valid_until", "A,1,2028-01-31"))).to.contain(
      "needs one column customer",
    );
    expect(refusal(() => renewals("customer,valid", "A,2028-01-31"))).to.contain("lacks the column valid_until");
    expect(refusal(() => renewals("party,valid_until,valid_until", "1,2028-01-31,2028-01-31"))).to.contain(
      "lacks the column",
    );
  });

  it("names line and column of every bad row, and keeps the good ones", () => {
    const { rows, errors } = renewals(
      "# renewals of November",
      "customer,valid_until",
      "C-1,2028-01-31",
      ",2028-01-31",
      "C-3,31.01.2028",
      "C-4,2027-02-29",
      "C-5,2026-11-01",
      "C-6,2106-02-07",
      "C-7",
      "C-1,2029-01-31",
      "C-9,2026-11-02",
    );
    expect(rows).to.deep.equal([
      { line: 3, customer: "C-1", validUntil: "2028-01-31" },
      { line: 11, customer: "C-9", validUntil: "2026-11-02" },
    ]);
    expect(errors.map(({ line, column, problem }) => [line, column, problem])).to.deep.equal([
      [4, "customer", "is empty"],
      [5, "valid_until", "is not a date"],
      [6, "valid_until", "is not a date"],
      [7, "valid_until", "has passed"],
      [8, "valid_until", "is too far in the future"],
      [9, undefined, "1 columns where the header has 2"],
      [10, "valid_until", "is not 2028-01-31, as in line 3"],
    ]);
  });

  it("may be the customer file itself: rows of one customer that agree are one", () => {
    const { rows, errors } = renewals(
      "customer,name,wallet,valid_until",
      "C-1,Acme,0x1,2028-01-31",
      'C-1,"Acme, Inc.",0x2,2028-01-31',
    );
    expect([rows, errors]).to.deep.equal([[{ line: 2, customer: "C-1", validUntil: "2028-01-31" }], []]);
  });

  it("takes as a party's number what can be one, and nothing else", () => {
    const number = fc.oneof(
      fc.bigInt(0n, 1n << 66n).map(String),
      fc.string(),
      fc.constantFrom("0", "-1", "1.0", "0x1"),
    );
    fc.assert(
      fc.property(number, (text) => {
        const quoted = text.replaceAll('"', '""').replaceAll(/[\r\n]/g, " ");
        const { rows, errors } = renewals("party,valid_until", `"${quoted}",2028-01-31`);
        const isNumber = /^[0-9]+$/.test(quoted.trim()) && BigInt(quoted) > 0n && BigInt(quoted) < 1n << 64n;
        expect(rows.map(({ party }) => party)).to.deep.equal(
          isNumber && quoted.trim().length <= 20 ? [BigInt(quoted)] : [],
        );
        expect(rows.length + errors.length).to.equal(1);
      }),
    );
  });

  it("means the last second of the day", () => {
    expect(lastSecondOf("2026-11-02")).to.equal(1_793_663_999n);
  });
});

describe("a file of closings", () => {
  it("is refused whole with any column beside the one: a customer file is none", () => {
    expect(refusal(() => closings("customer,wallet", "C-1,0x1"))).to.contain(
      "line 1: has 2 columns: customer, wallet. Leave the column customer alone",
    );
    expect(refusal(() => closings("wallet", "0x1"))).to.contain("needs one column customer");
  });

  it("names bad rows, and a customer twice is closed once", () => {
    const { rows, errors } = closings("party", "100", "x", "100", "18446744073709551616", "101");
    expect(rows).to.deep.equal([
      { line: 2, party: 100n },
      { line: 6, party: 101n },
    ]);
    expect(errors.map(({ line, column, value }) => [line, column, value])).to.deep.equal([
      [3, "party", "x"],
      [5, "party", "18446744073709551616"],
    ]);
  });
});
