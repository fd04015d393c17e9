import { expect } from "chai";
import fc from "fast-check";
import {
  InvalidMessageError,
  Iso20022Error,
  readBankFile,
  readPacs008,
  readPacs009,
  readPain001,
  writeCamt053,
  writePacs008,
  writePacs009,
  writePain001,
} from "../../../src/iso20022/index.js";
import { BANK_TRANSFER, CUSTOMER_TRANSFER, PAY_OUT, STATEMENT } from "./examples.js";

/** Values that no caller should give: of every type, with names that reach JavaScript's own objects, without a prototype. */
const junk = fc.oneof(
  fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true, withSparseArray: true }),
  fc.constantFrom(
    "__proto__",
    "constructor",
    "toString",
    "hasOwnProperty",
    Symbol("s"),
    () => 1,
    NaN,
    Object.create(null),
  ),
);

/** Every place in a record, as a list of keys. */
function placesOf(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, inner]) => placesOf(inner, [...path, key]))];
}

function replaced(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined) return by;
  const inner = replaced((value as Record<string, unknown>)[key], rest, by);
  if (Array.isArray(value)) return value.map((item: unknown, i) => (String(i) === key ? inner : item));
  return { ...(value as object), [key]: inner };
}

const WRITERS = [
  ["pain.001", PAY_OUT, writePain001, readPain001],
  ["pacs.008", CUSTOMER_TRANSFER, writePacs008, readPacs008],
  ["pacs.009", BANK_TRANSFER, writePacs009, readPacs009],
  ["camt.053", STATEMENT, writeCamt053, readBankFile],
] as const;

for (const [name, record, write, read] of WRITERS) {
  describe(`writing a ${name}`, () => {
    it("ends with bytes that can be read or with the list of problems, whatever stands in one of its fields", () => {
      const places = placesOf(record);
      fc.assert(
        fc.property(fc.constantFrom(...places), junk, (path, value) => {
          try {
            const bytes = write(replaced(record, path, value) as never);
            read(bytes, { file: "test.xml" });
          } catch (error) {
            if (!(error instanceof InvalidMessageError)) throw error;
            expect(error.problems).not.to.deep.equal([]);
          }
        }),
        { numRuns: 400 },
      );
    });
  });
}

describe("reading a pain.001 that was damaged", () => {
  it("ends with the record or with a typed error, wherever the damage is", () => {
    const bytes = writePain001(PAY_OUT);
    const spot = fc.nat(bytes.length - 1);
    fc.assert(
      fc.property(spot, fc.nat(40), fc.uint8Array({ maxLength: 3 }), (from, length, by) => {
        const damaged = Buffer.concat([bytes.subarray(0, from), by, bytes.subarray(from + length)]);
        try {
          readPain001(damaged, { file: "damaged.xml" });
        } catch (error) {
          if (!(error instanceof Iso20022Error) && !(error instanceof InvalidMessageError)) throw error;
        }
      }),
      { numRuns: 200 },
    );
  });
});
