import { expect } from "chai";
import fc from "fast-check";
import {
  readPacs008,
  readPacs009,
  readPain001,
  writePacs008,
  writePacs009,
  writePain001,
} from "../../../src/iso20022/index.js";
import { describeShared } from "../support.js";
import { bankTransferFile, creditTransferFile, customerTransferFile } from "./records.js";
import { schemaErrors } from "./schema.js";

const FILE = { file: "test.xml" };
const RUNS = 60;

/** Every message, how it is written and read, and any record of it. */
const MESSAGES = [
  {
    name: "pain.001.001.10",
    records: creditTransferFile({ isNew: true }) as fc.Arbitrary<unknown>,
    write: (record: unknown) => writePain001(record as never),
    read: (bytes: Uint8Array): unknown => readPain001(bytes, FILE),
  },
  {
    name: "pain.001.001.03",
    records: creditTransferFile({ isNew: false }) as fc.Arbitrary<unknown>,
    write: (record: unknown) => writePain001(record as never, { version: "03" }),
    read: (bytes: Uint8Array): unknown => readPain001(bytes, FILE),
  },
  {
    name: "pacs.008.001.09",
    records: customerTransferFile as fc.Arbitrary<unknown>,
    write: (record: unknown) => writePacs008(record as never),
    read: (bytes: Uint8Array): unknown => readPacs008(bytes, FILE),
  },
  {
    name: "pacs.009.001.09",
    records: bankTransferFile as fc.Arbitrary<unknown>,
    write: (record: unknown) => writePacs009(record as never),
    read: (bytes: Uint8Array): unknown => readPacs009(bytes, FILE),
  },
];

for (const { name, records, write, read } of MESSAGES) {
  describe(`any ${name}`, () => {
    it("is read back as the record it was written from", () => {
      fc.assert(
        fc.property(records, (record) => {
          expect(read(write(record))).to.deep.equal(record);
        }),
        { numRuns: RUNS },
      );
    });

    it("has the same bytes whenever it is written, whatever the order of its fields in memory", () => {
      for (const record of fc.sample(records, 20)) {
        expect(Buffer.from(write(reversed(record))).equals(write(record))).to.equal(true);
      }
    });
  });

  describeShared(`any ${name}`, () => {
    it("is valid against the ISO schema", async () => {
      const documents = fc.sample(records, 2 * RUNS).map(write);
      expect(await schemaErrors(name, documents)).to.deep.equal([]);
    });
  });
}

/** The same record, built the other way round. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).reverse();
  return Object.fromEntries(entries.map(([key, inner]) => [key, reversed(inner)]));
}
