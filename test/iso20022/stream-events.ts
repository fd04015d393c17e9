import { createHash } from "node:crypto";

import { expect } from "chai";

import {
  FileTooLargeError,
  RepeatedFieldError,
  streamBankFile,
  StructureError,
  UnsupportedMessageError,
  XmlLimitError,
} from "../../src/iso20022/index.js";
import { pieces, refused, refusedStream, streamed } from "./streaming.js";
import { bytes, message, ntry, statement } from "./support.js";

const balance = (code: string): string =>
  `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="USD">1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd></Bal>`;
const summary = `<TxsSummry><TtlNtries><NbOfNtries>1</NbOfNtries></TtlNtries></TxsSummry>`;
const two = message(statement(ntry() + ntry({ amount: "x" })) + statement("", { statementId: "S-2" }));

describe("streamBankFile refuses", () => {
  for (const late of ["<Acct><Id><IBAN>FI8529501800030574</IBAN></Id></Acct>", "<Id>S-9</Id>", "<CpyDplctInd/>"]) {
    const field = /<(\w+)/.exec(late)?.[1] ?? "";
    it(`${field} behind an entry: the entry was given out without it`, async () => {
      const error = await refused(message(statement(ntry() + late)));
      expect(error)
        .to.be.instanceOf(StructureError)
        .and.include({ line: 2, path: `Stmt[1]/${field}` });
      expect(error.message).to.match(/^test\.xml, line 2, Stmt\[1\]\/\w+: it comes after entries/);
    });
  }

  it("a statement before the header", async () => {
    const header = /<GrpHdr>.*<\/GrpHdr>/.exec(two)?.[0] ?? "";
    const late = two.replace(header, "").replace("</BkToCstmrStmt>", `${header}</BkToCstmrStmt>`);
    expect(await refused(late)).to.be.instanceOf(StructureError);
  });

  it("a second header, body or message", async () => {
    expect(await refused(two.replace(/(<GrpHdr>.*<\/GrpHdr>)/, "$1$1"))).to.be.instanceOf(StructureError);
    expect(await refused(two.replace(/(<BkToCstmrStmt>.*<\/BkToCstmrStmt>)/, "$1$1"))).to.be.instanceOf(StructureError);
    const document = two.slice(two.indexOf("<Document"));
    const error = await refused(`<Envelope><A>${document}</A><B>${document}</B></Envelope>`);
    expect(error).to.be.instanceOf(UnsupportedMessageError).with.property("line", 1);
  });

  it("more bytes or entries than it was told to read", async () => {
    const tooLong = streamed(two, [61], { maxBytes: 400 }).catch((error: unknown) => error);
    expect(await tooLong).to.be.instanceOf(FileTooLargeError);
    const error = await refusedStream(pieces(bytes(two), [61]), { maxEntries: 1 });
    expect(error).to.be.instanceOf(XmlLimitError).and.include({ line: 2, entry: 2, path: "Stmt[1]/Ntry[2]" });
  });

  it("nothing of a source's own failure: it passes through", async () => {
    const failure = new Error("the disk is gone");
    const source = async function* (): AsyncGenerator<Uint8Array> {
      yield bytes(two.slice(0, 300));
      throw failure;
    };
    const seen = refusedStream(source()).catch((error: unknown) => error);
    expect(await seen).to.equal(failure);
  });
});

describe("streamBankFile", () => {
  it("gives message, then each statement's head, entries and end, then the file's length and hash", async () => {
    const events = await streamed(two);
    expect(events.map((event) => event.is)).to.deep.equal([
      "message",
      ...["statement", "entry", "entry", "statement-end"],
      ...["statement", "statement-end"],
      "end",
    ]);
    expect(events[0]).to.deep.equal({ is: "message", kind: "camt.053", version: "08", messageId: "M-1" });
    expect(events[4]).to.deep.include({ index: 1, entryCount: 2 });
    expect(events[6]).to.deep.include({ index: 2, entryCount: 0 });
    const sha256 = createHash("sha256").update(two).digest("hex");
    expect(events[7]).to.deep.equal({ is: "end", bytes: bytes(two).length, sha256 });
  });

  it("gives what stands before the entries with the head", async () => {
    const parts = { balances: balance("OPBD") + balance("CLBD") + summary };
    const [, head] = await streamed(message(statement(ntry(), parts)));
    expect(head).to.have.property("is", "statement");
    expect(head).to.have.nested.property("statement.account.id", "8100200300");
    expect(head).to.have.nested.property("statement.createdAt", "2026-11-20");
    expect(head).to.have.nested.property("statement.balances.length", 2);
    expect(head).to.have.nested.property("statement.summary.all.count", "1");
  });

  it("gives what stands behind them with the statement's end", async () => {
    const tail = `${balance("CLBD")}${summary}<AddtlStmtInf>page 1</AddtlStmtInf>`;
    const events = await streamed(message(statement(ntry() + tail + ntry(), { balances: balance("OPBD") })));
    expect(events[1]).to.have.nested.property("statement.balances.length", 1);
    expect(events[4]).to.deep.include({ is: "statement-end", entryCount: 2, additionalInfo: "page 1", problems: [] });
    expect(events[4]).to.have.nested.property("balances[0].type", "CLBD");
    expect(events[4]).to.have.nested.property("summary.all.count", "1");
  });

  it("reports a summary on both sides of the entries, and takes the first", async () => {
    const events = await streamed(message(statement(ntry() + summary, { balances: summary })));
    expect(events[3]).to.have.nested.property("problems[0]").that.is.instanceOf(RepeatedFieldError);
    expect(events[3]).not.to.have.property("summary");
  });

  it("gives an entry as soon as it was read, not when the file ends", async () => {
    let pulled = 0;
    const source = async function* (): AsyncGenerator<Uint8Array> {
      for await (const piece of pieces(bytes(message(statement(ntry().repeat(500)))), [500])) {
        pulled++;
        yield piece;
      }
    };
    for await (const event of streamBankFile(source(), { file: "test.xml" })) if (event.is === "entry") break;
    expect(pulled).to.be.lessThan(4);
  });

  it("knows the line of every entry", async () => {
    const events = await streamed(message(statement(`\r\n${ntry()}\n\n${ntry({ amount: "x" })}\r${ntry()}`)), [1]);
    const lines = events.flatMap((event) => (event.is === "entry" ? [event.entry.line] : []));
    expect(lines).to.deep.equal([3, 5, 6]);
    expect(events[3]).to.have.nested.property("entry.problems[0].line", 5);
  });
});
