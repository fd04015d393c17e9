import { expect } from "chai";
import fc from "fast-check";

import { readBankFile } from "../../src/iso20022/index.js";
import { gathered, streamed, written } from "./streaming.js";
import { bytes, describeShared, message, ntry, sharedFile, statement, tx } from "./support.js";

/** One entry as it is meant: what must come out whatever the encoding and wherever the file is cut. */
interface Meant {
  readonly cents: number;
  readonly name: string;
  readonly wrong: boolean;
}

const BREAKS = ["", "\n", "\r\n", "\r", "\r\n\r\n  "];
const ENCODINGS = ["utf-8", "utf-8 marked", "utf-16le", "utf-16be", "iso-8859-1"] as const;
type Encoding = (typeof ENCODINGS)[number];

const letters = fc.constantFrom("a", "é", "ü", "€", "深", "😀", "&", "<", "'", "]]", " x");
const meant: fc.Arbitrary<Meant> = fc.record({
  cents: fc.integer({ min: 1, max: 10 ** 9 }),
  name: fc.array(letters, { minLength: 1, maxLength: 12 }).map((all) => `n${all.join("")}.`),
  wrong: fc.boolean(),
});
const files = fc.record({
  statements: fc.array(fc.array(meant, { maxLength: 5 }), { minLength: 1, maxLength: 3 }),
  encoding: fc.constantFrom(...ENCODINGS),
  breaks: fc.array(fc.constantFrom(...BREAKS), { minLength: 1, maxLength: 5 }),
});
const lengths = fc.array(fc.integer({ min: 1, max: 70 }), { minLength: 1, maxLength: 8 });

/** ISO 8859-1 has neither the euro sign nor Chinese: a character reference says them. */
const escaped = (text: string): string =>
  text
    .replace(/[&<>]/g, (c) => `&#${c.codePointAt(0)};`)
    .replace(/[^\u0000-\u00ff]/gu, (c) => `&#${c.codePointAt(0)};`);
const plain = (text: string): string => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

function entry({ cents, name, wrong }: Meant, encoding: Encoding): string {
  const text = encoding === "iso-8859-1" ? escaped(name) : plain(name);
  const parties = `<RltdPties><Dbtr><Pty><Nm>${text}</Nm></Pty></Dbtr></RltdPties>`;
  const amount = `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, "0")}`;
  return ntry({ amount: wrong ? `-${amount}` : amount, details: tx("", undefined, parties) });
}

function encoded(text: string, encoding: Encoding): Uint8Array {
  const little = (): Buffer => Buffer.from(`\uFEFF${text.replace("UTF-8", "UTF-16")}`, "utf16le");
  if (encoding === "utf-16le") return little();
  if (encoding === "utf-16be") return little().swap16();
  if (encoding === "iso-8859-1") return Buffer.from(text.replace("UTF-8", "ISO-8859-1"), "latin1");
  return bytes(encoding === "utf-8" ? text : `\uFEFF${text}`);
}

function build({ statements, encoding, breaks }: typeof files extends fc.Arbitrary<infer T> ? T : never): Uint8Array {
  const all = statements.map((entries, i) =>
    statement(entries.map((one) => entry(one, encoding)).join(""), { statementId: `S-${i + 1}` }),
  );
  let gap = 0;
  const text = message(all.join("")).replace(/></g, () => `>${breaks[gap++ % breaks.length]}<`);
  return encoded(text, encoding);
}

describe("streaming and whole reading", () => {
  it("give the same, and what was written, wherever the file is cut", async () => {
    await fc.assert(
      fc.asyncProperty(files, lengths, async (parts, cut) => {
        const file = build(parts);
        const whole = readBankFile(file, { file: "test.xml" });
        expect(written(gathered(await streamed(file, cut)))).to.equal(written(whole));
        const read = whole.statements.map((s) => ({
          good: s.entries.map((e) => [e.index, e.amount, e.details[0]?.debtor.name]),
          wrong: s.unreadable.map((e) => e.index),
        }));
        expect(read).to.deep.equal(
          parts.statements.map((entries) => {
            const numbered = entries.map((one, i) => ({ ...one, index: i + 1 }));
            const good = numbered.filter((one) => !one.wrong);
            const wrong = numbered.filter((one) => one.wrong).map((one) => one.index);
            return { good: good.map((one) => [one.index, BigInt(one.cents), one.name]), wrong };
          }),
        );
      }),
      { numRuns: 60 },
    );
  });
});

describeShared("streaming the four real bank files", () => {
  const names = [
    "goldman-sachs-us.camt.053.001.02.xml",
    "nordea.camt.053.001.02.xml",
    "notification.camt.054.001.08.xml",
    "statement.camt.053.001.08.xml",
  ];
  for (const [name, entries] of names.map((each, i) => [each, [15, 6, 1, 1][i]] as const)) {
    it(`gives the ${entries} of ${name}, as whole reading does`, async () => {
      const file = sharedFile(`bank-statements/${name}`);
      const events = await streamed(file, [97, 1, 4096]);
      expect(events.filter((event) => event.is === "entry" && !("problems" in event.entry))).to.have.length(
        entries ?? 0,
      );
      expect(written(gathered(events))).to.equal(written(readBankFile(file, { file: "test.xml" })));
    });
  }
});
