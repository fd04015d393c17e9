import { expect } from "chai";

import { type Entry, PART_LIMITS, readBankFile, XmlLimitError } from "../../src/iso20022/index.js";
import { refusedStream, streamed } from "./streaming.js";
import { bytes, message, ntry, statement } from "./support.js";

const [before, after] = message(statement(`${ntry()}<Ntry>@`)).split("@") as [string, string];

/** A file that never ends: after its beginning, the same text for ever. What it gives must be bounded by its reader. */
async function* endless(beginning: string, again: string): AsyncGenerator<Uint8Array> {
  const block = bytes(again.repeat(Math.ceil(100_000 / again.length)));
  yield bytes(beginning);
  for (;;) yield block;
}

async function limited(beginning: string, again: string, limits = PART_LIMITS): Promise<XmlLimitError> {
  const error = await refusedStream(endless(beginning, again), { limits });
  expect(error).to.be.instanceOf(XmlLimitError);
  return error;
}

describe("a file that would eat the memory is refused by a stated limit", () => {
  it("an endless text, attribute, tag, comment or processing instruction: entry and path", async () => {
    const starts = ["<AddtlNtryInf>", `<Amt Ccy="`, "<!--", "<?p ", "<![CDATA[", "&"].map((start) => [start, "aa bb "]);
    for (const [start = "", again = ""] of [...starts, ["<a", "a"], ["<Amt ", `a="" `]]) {
      const error = await limited(`${before}${start}`, again);
      expect(error, start).to.include({ line: 2, entry: 2, path: "Stmt[1]/Ntry[2]" });
      expect(error.message).to.contain(`more than ${PART_LIMITS.text} characters`);
    }
  });

  it("endless attributes", async () => {
    const many = Array.from({ length: PART_LIMITS.attributes + 1 }, (_, i) => `a${i}=""`).join(" ");
    const error = await limited(`${before}<Amt ${many}/>`, " ");
    expect(error.message).to.contain("more than 64 attributes").and.contain("entry 2");
  });

  it("a text in endless parts", async () => {
    const error = await limited(`${before}<AddtlNtryInf>`, `${"a".repeat(1000)}<!-- -->`);
    expect(error.message).to.contain(`more than ${PART_LIMITS.text} characters`).and.contain("entry 2");
  });

  it("an entry without an end", async () => {
    const texts = await limited(`${before}<NtryDtls>`, `<Ustrd>${"a".repeat(10_000)}</Ustrd>`);
    expect(texts.message).to.contain(`more than ${PART_LIMITS.characters} characters`).and.contain("entry 2");
    const limits = { ...PART_LIMITS, elements: 50_000 };
    const elements = await limited(`${before}<NtryDtls>`, "<a/>", limits);
    expect(elements.message).to.contain("more than 50000 elements").and.contain("entry 2");
  });

  it("a statement with something else behind every entry", async () => {
    const again = `<Ntry/><AddtlStmtInf>${"a".repeat(10_000)}</AddtlStmtInf>`;
    const error = await limited(before.replace(/<Ntry>$/, ""), again);
    expect(error.message).to.contain(`more than ${PART_LIMITS.characters} characters in one part`);
  });

  it("not many entries with layout between them: what is not held is not counted", async () => {
    const spaced = bytes(message(statement(`\n        ${ntry()}`.repeat(500))));
    const limits = { ...PART_LIMITS, characters: 1000, elements: 100 };
    const events = await streamed(spaced, [4096], { limits });
    expect(events.filter((event) => event.is === "entry")).to.have.length(500);
  });

  it("not an entry of 100,000 details: a payroll has them", () => {
    const details = "<TxDtls><Refs><EndToEndId>E</EndToEndId></Refs></TxDtls>".repeat(100_000);
    const whole = `${before}<Amt Ccy="USD">1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><NtryDtls>${details}</NtryDtls></Ntry>${after}`;
    const file = readBankFile(bytes(whole), { file: "test.xml" });
    expect((file.statements[0]?.entries[1] as Entry).details).to.have.length(100_000);
  });
});
