import { expect } from "chai";

import { readLimitRows } from "../../src/chain/commands/limitsFile.js";

const HEADER = "party,per_payment,window_value,window_count,window_hours,holding_cap";

describe("a limits file", () => {
  it("loses no row to a stray quote: one line is wrong, and no other", () => {
    const row = (party: number) => `${party},100.00,none,none,24,none`;
    const text = [
      HEADER,
      row(101),
      `"102,100.00,none,none,24,none`,
      row(103),
      row(104),
      `105,1"00.00,none,none,24,none`,
    ];
    const { rows, errors } = readLimitRows(text.join("\n"), "limits.csv", "USD");
    expect(rows.map(({ line, party }) => [line, party])).to.deep.equal([
      [2, "101"],
      [4, "103"],
      [5, "104"],
    ]);
    expect(errors.map(({ line, problem }) => [line, problem])).to.deep.equal([
      [3, "a quote that does not open or close a value"],
      [6, "a quote that does not open or close a value"],
    ]);
  });
});
