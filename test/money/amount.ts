import { expect } from "chai";
import fc from "fast-check";
import {
  AmountPrecisionError,
  AmountSyntaxError,
  AmountTooLongError,
  formatAmount,
  MINOR_UNITS,
  minorUnits,
  NoMinorUnitError,
  parseAmount,
  UnknownCurrencyError,
} from "../../src/money/index.js";

describe("parseAmount", () => {
  for (const text of [
    "",
    " ",
    "-1",
    "+1",
    "1e3",
    "1,000.00",
    "1 000",
    "0x10",
    "NaN",
    "Infinity",
    ".",
    "1.2.3",
    "１０",
    "١٠",
    "10 ",
    "1_0",
  ]) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      expect(() => parseAmount(text, "USD")).to.throw(AmountSyntaxError);
    });
  }

  it("refuses a non-zero digit beyond the minor unit", () => {
    for (const [text, currency] of [
      ["0.001", "USD"],
      ["0.1", "JPY"],
      ["0.0001", "BHD"],
      ["0.00001", "CLF"],
      ["1.123456", "EUR"],
    ] as const) {
      expect(() => parseAmount(text, currency), text).to.throw(AmountPrecisionError);
    }
  });

  it("refuses more than 18 digits", () => {
    expect(() => parseAmount("1234567890123456789", "JPY")).to.throw(AmountTooLongError);
    expect(() => parseAmount("12345678901234567.89", "USD")).to.throw(AmountTooLongError);
  });

  it("refuses currencies that are not money or not current", () => {
    for (const code of ["XAU", "XDR", "XTS", "XXX"])
      expect(() => parseAmount("1", code), code).to.throw(NoMinorUnitError);
    for (const code of ["usd", "US", "HRK", "BGN", "ANG", "", "__proto__"]) {
      expect(() => parseAmount("1", code), code).to.throw(UnknownCurrencyError);
    }
  });

  it("says what to do", () => {
    expect(() => parseAmount("0.001", "USD")).to.throw("at most 2 decimals");
  });

  it("reads minor units exactly", () => {
    const cases: [string, string, bigint][] = [
      ["843686.20", "USD", 84368620n],
      ["200000", "SEK", 20000000n],
      ["3.1", "CHF", 310n],
      ["2700", "JPY", 2700n],
      ["1.500", "JOD", 1500n],
      ["0.1200000", "USD", 12n],
      ["0.00", "USD", 0n],
      ["0001.00", "EUR", 100n],
      [".5", "EUR", 50n],
      ["5.", "EUR", 500n],
      ["999999999999999999", "JPY", 999999999999999999n],
      ["9999999999999999.99", "USD", 999999999999999999n],
      ["90071992547409.93", "USD", 9007199254740993n],
    ];
    for (const [text, currency, expected] of cases) expect(parseAmount(text, currency), text).to.equal(expected);
  });
});

describe("formatAmount", () => {
  it("writes all decimals of the currency", () => {
    expect(formatAmount(5n, "USD")).to.equal("0.05");
    expect(formatAmount(2700n, "JPY")).to.equal("2700");
    expect(formatAmount(1500n, "JOD")).to.equal("1.500");
    expect(formatAmount(-1250n, "USD")).to.equal("-12.50");
  });

  const currency = fc.constantFrom(...MINOR_UNITS.keys());

  it("is undone by parseAmount for every amount and currency", () => {
    fc.assert(
      fc.property(currency, fc.bigInt({ min: 0n, max: 10n ** 18n - 1n }), (code, amount) => {
        expect(parseAmount(formatAmount(amount, code), code)).to.equal(amount);
      }),
    );
  });

  it("does not change when zeros are added beyond the minor unit", () => {
    fc.assert(
      fc.property(
        currency,
        fc.bigInt({ min: 0n, max: 10n ** 12n }),
        fc.integer({ min: 0, max: 6 }),
        (code, amount, zeros) => {
          const text = formatAmount(amount, code);
          const padded = (text.includes(".") ? text : `${text}.`) + "0".repeat(zeros);
          expect(parseAmount(padded, code)).to.equal(amount);
        },
      ),
    );
  });
});

describe("minorUnits", () => {
  it("knows the 165 current ISO 4217 codes that have minor units", () => {
    expect(MINOR_UNITS.size).to.equal(165);
    expect([...MINOR_UNITS.keys()].every((code) => /^[A-Z]{3}$/.test(code))).to.equal(true);
  });

  it("follows ISO 4217, not what cash registers do", () => {
    // ISO gives these two decimals although CLDR shows none.
    for (const code of ["HUF", "IDR", "TWD", "COP"]) expect(minorUnits(code), code).to.equal(2);
    expect(["JPY", "KRW", "CLP", "VND", "ISK"].map(minorUnits)).to.deep.equal([0, 0, 0, 0, 0]);
    expect(["BHD", "KWD", "OMR", "TND"].map(minorUnits)).to.deep.equal([3, 3, 3, 3]);
    expect(["CLF", "UYW"].map(minorUnits)).to.deep.equal([4, 4]);
  });
});
