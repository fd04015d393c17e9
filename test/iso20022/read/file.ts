import { expect } from "chai";
import fc from "fast-check";
import {
  DoctypeError,
  EncodingError,
  FileError,
  FileTooLargeError,
  MalformedXmlError,
  readMessage,
  StructureError,
  UnsupportedMessageError,
} from "../../../src/iso20022/index.js";
import { bytes, message, ntry, statement } from "../support.js";
import { kindOf, SAMPLES } from "./samples.js";
import { namespace, read } from "./support.js";

const good = SAMPLES.customerStatus;

describe("readMessage refuses the file", () => {
  it("when it is empty or not XML", () => {
    for (const text of ["", " \n", "pain.002", '{"GrpSts":"ACSC"}']) {
      expect(() => read(text), JSON.stringify(text)).to.throw(MalformedXmlError);
    }
  });

  it("when it is truncated, whichever message it is", () => {
    for (const [name, sample] of Object.entries(SAMPLES)) {
      for (const part of [0.3, 0.6, 0.99]) {
        expect(() => read(sample.slice(0, Math.floor(sample.length * part))), name).to.throw(MalformedXmlError);
      }
    }
  });

  it("with a DOCTYPE, in a wrong encoding or over the limit", () => {
    expect(() => read(good.replace("<Document", `<!DOCTYPE x [<!ENTITY a "ACSC">]><Document`))).to.throw(DoctypeError);
    const latin1 = new Uint8Array(Buffer.from(good.replace("account closed", "gelöscht"), "latin1"));
    expect(() => readMessage(latin1, { file: "f" })).to.throw(EncodingError);
    expect(() => readMessage(bytes(good), { file: "f", maxBytes: 99 })).to.throw(FileTooLargeError, "limit of 99");
  });

  it("of another namespace, message or version, and says which it reads", () => {
    const own = namespace("pain.002", "11");
    for (const other of [
      namespace("pain.002", "02"),
      namespace("pacs.003", "09"),
      namespace("pain.001", "10"),
      namespace("toString", "10"),
      own.replace("urn:iso", "urn:oasis"),
      "",
    ]) {
      expect(() => read(good.replace(own, other)), other).to.throw(
        UnsupportedMessageError,
        "Send pain.002 or pacs.002",
      );
    }
    expect(() => read(message(statement(ntry())))).to.throw(UnsupportedMessageError, "camt.053.001.08");
  });

  it("with the body of another message, two messages or none", () => {
    expect(() => read(good.replace(namespace("pain.002", "11"), namespace("pacs.002", "11"))))
      .to.throw(StructureError)
      .with.property("path", "Document/FIToFIPmtStsRpt");
    const body = good.replace(/^<\?xml.*\?>\n/, "");
    expect(() => read(`<Envelope>${body}${body}</Envelope>`)).to.throw(UnsupportedMessageError, "2 messages");
    expect(() => read("<Envelope><AppHdr/></Envelope>")).to.throw(UnsupportedMessageError, "no Document");
  });

  it("without an id of the message", () => {
    expect(() => read(good.replace("<MsgId>ANSWER-1</MsgId>", "")))
      .to.throw(StructureError)
      .with.property("path", "Document/CstmrPmtStsRpt/GrpHdr/MsgId");
    expect(() => read(SAMPLES.recall.replace("<Id>ANSWER-1</Id>", "<Id> </Id>"))).to.throw(StructureError);
  });

  it("and in no other way, whatever is done to a sample", () => {
    const damage = fc.record({
      sample: fc.constantFrom(...Object.values(SAMPLES)),
      at: fc.nat(3000),
      cut: fc.nat(40),
      put: fc.oneof(
        fc.string({ maxLength: 6 }),
        fc.constantFrom("<TxSts>", "</TxSts>", "&amp;", "<!--", "]]>", "\u0000"),
      ),
    });
    fc.assert(
      fc.property(damage, ({ sample, at, cut, put }) => {
        const start = at % sample.length;
        try {
          read(sample.slice(0, start) + put + sample.slice(start + cut));
        } catch (error) {
          expect(error).to.be.instanceOf(FileError);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe("readMessage reads", () => {
  it("every sample without a problem", () => {
    for (const [name, sample] of Object.entries(SAMPLES)) {
      const { kind, messageId, createdAt, problems, unreadable, records } = read(sample);
      expect({ kind, messageId, createdAt, problems, unreadable }, name).to.deep.equal({
        kind: kindOf(sample),
        messageId: "ANSWER-1",
        createdAt: "2026-11-20",
        problems: [],
        unreadable: [],
      });
      expect(records, name).not.to.be.empty;
    }
  });

  it("any prefix, an envelope, and nothing of other namespaces", () => {
    const { records } = read(good);
    const prefixed = good.replace("xmlns=", "xmlns:p=").replace(/<(\/?)([A-Z])/g, "<$1p:$2");
    expect(read(prefixed).records).to.deep.equal(records);
    const body = good.replace(/^<\?xml.*\?>\n/, "");
    const envelope = `<Envelope><AppHdr xmlns="urn:iso:std:iso:20022:tech:xsd:head.001.001.02"/>${body}</Envelope>`;
    expect(read(envelope).records).to.deep.equal(records);
    const foreign = good.replace(/<\/TxInfAndSts>/g, `<TxSts xmlns="urn:other">RJCT</TxSts></TxInfAndSts>`);
    expect(read(foreign).records).to.deep.equal(records);
  });

  it("other versions that keep the fields, and says which it was", () => {
    for (const [sample, kind, versions] of [
      [SAMPLES.customerStatus, "pain.002", ["03", "09", "10", "12", "14"]],
      [SAMPLES.bankStatus, "pacs.002", ["03", "10", "12", "15"]],
      [SAMPLES.return, "pacs.004", ["02", "09", "12"]],
      [SAMPLES.recall, "camt.056", ["01", "08", "11"]],
      [SAMPLES.refusal, "camt.029", ["03", "09", "13"]],
    ] as const) {
      for (const version of versions) {
        const other = read(sample.replace(/001\.\d\d"/, `001.${version}"`));
        expect(other.version, kind).to.equal(version);
        expect(other.records, `${kind} ${version}`).to.deep.equal(read(sample).records);
      }
    }
  });

  it("a wrong creation time as a problem, not a reason to lose the message", () => {
    const { problems, records } = read(good.replace("2026-11-20T18:30:00+01:00", "2026-02-30T00:00:00"));
    expect(problems.map(({ path }) => path)).to.deep.equal(["CstmrPmtStsRpt/GrpHdr/CreDtTm"]);
    expect(records).to.deep.equal(read(good).records);
  });
});
