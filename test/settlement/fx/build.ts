import { expect } from "chai";

import { buildFxQuote, type FxQuote } from "../../../src/settlement/fx/index.js";

const address = (digit: string) => `0x${digit.repeat(40)}`;
const QUOTE: FxQuote = {
  taker: address("1"),
  dealer: address("2"),
  takerToken: address("3"),
  takerAmount: 125_000n,
  dealerToken: address("4"),
  dealerAmount: 115_000n,
  expiry: 1_900_000_000n,
  salt: `0x${"5a".repeat(32)}`,
};

describe("building a quote", () => {
  it("takes a good one as it is", () => {
    expect(buildFxQuote(QUOTE)).to.deep.equal(QUOTE);
  });

  it("refuses what the desk would refuse, before anybody signs", () => {
    for (const [change, name] of [
      [{ taker: QUOTE.dealer }, "BadQuote"],
      [{ dealerToken: QUOTE.takerToken }, "BadQuote"],
      [{ expiry: 0n }, "BadQuote"],
      [{ takerAmount: 0n }, "BadAmount"],
      [{ dealerAmount: 1n << 64n }, "BadAmount"],
      [{ taker: "0x12" }, "BadAddress"],
      [{ salt: "0x5a" }, "BadBytes"],
    ] as const) {
      expect(() => buildFxQuote({ ...QUOTE, ...change }))
        .to.throw()
        .with.property("name", name);
    }
  });
});
