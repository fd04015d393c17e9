import { expect } from "chai";
import {
  DoctypeError,
  EncodingError,
  FileTooLargeError,
  MalformedXmlError,
  readBankFile,
  StructureError,
  UnsupportedMessageError,
} from "../../src/iso20022/index.js";
import { bytes, message, ntry, read, statement, thrownBy, tx } from "./support.js";

const good = message(statement(ntry({ ref: "R1" })));
const utf16 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "utf16le"));

describe("readBankFile refuses the file", () => {
  it("when it is empty, blank or not XML", () => {
    for (const text of ["", "  \n", "not xml", "{}", "IBAN;amount\n1;2"]) {
      expect(() => read(text), JSON.stringify(text)).to.throw(MalformedXmlError);
    }
  });

  it("when it is truncated anywhere inside", () => {
    for (const part of [0.2, 0.5, 0.8, 0.99]) {
      expect(() => read(good.slice(0, Math.floor(good.length * part)))).to.throw(MalformedXmlError);
    }
  });

  it("with the line of a broken tag", () => {
    const broken = good.replace("<Sts>", "\n\n<Sts>").replace("</Cd>", "</Code>");
    const error = thrownBy(() => read(broken)) as MalformedXmlError;
    expect(error).to.be.instanceOf(MalformedXmlError);
    expect(error.line).to.equal(4);
    expect(error.message).to.contain("test.xml, line 4");
  });

  it("when there is anything after the end", () => {
    expect(() => read(`${good}trailing`)).to.throw(MalformedXmlError);
    expect(() => read(`${good}<Document/>`)).to.throw(MalformedXmlError);
    expect(() => read(`${good}text<!-- c -->`)).to.throw(MalformedXmlError);
  });

  it("with a DOCTYPE, before any entity is expanded", () => {
    const bomb = `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>`;
    expect(() => read(good.replace("<Document", `${bomb}<Document`))).to.throw(DoctypeError, "line 2");
    expect(() => read(good.replace("<Document", `<!doctype x SYSTEM "file:///etc/passwd"><Document`))).to.throw(
      DoctypeError,
    );
  });

  it("with an entity that nobody declared, a forbidden character or an undeclared prefix", () => {
    for (const text of ["&xxe;", "&#0;", "&#xD800;", "&constructor;", "\u0000", "\u0008"]) {
      expect(() => read(good.replace("R1", `R${text}1`)), JSON.stringify(text)).to.throw(MalformedXmlError);
    }
    expect(() => read(good.replace("<Sts>", "<x:Sts>").replace("</Sts>", "</x:Sts>"))).to.throw(MalformedXmlError);
  });

  it("with names made to reach JavaScript's prototypes, or nested beyond reason", () => {
    expect(() => read(good.replace("R1", "<__proto__>R1</__proto__>"))).to.throw(MalformedXmlError);
    expect(() => read(good.replace("R1", "<a>".repeat(5000) + "</a>".repeat(5000)))).to.throw(MalformedXmlError);
  });

  it("in an encoding other than declared", () => {
    const latin1 = new Uint8Array(Buffer.from(good.replace("R1", "Müller"), "latin1"));
    expect(() => readBankFile(latin1, { file: "f" })).to.throw(EncodingError);
    expect(() => read(good.replace("UTF-8", "KLINGON-8"))).to.throw(EncodingError);
    expect(() => read(`\uFEFF${good.replace("UTF-8", "ISO-8859-1")}`)).to.throw(EncodingError);
  });

  it("over the size limit", () => {
    expect(() => readBankFile(bytes(good), { file: "f", maxBytes: 100 })).to.throw(
      FileTooLargeError,
      "over the limit of 100",
    );
  });

  it("of another message, version or namespace", () => {
    const ns = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08";
    for (const other of [
      "urn:iso:std:iso:20022:tech:xsd:camt.052.001.08",
      "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09",
      "urn:iso:std:iso:20022:tech:xsd:camt.053.001.01",
      "urn:example:camt.053.001.08",
      "",
    ]) {
      expect(() => read(good.replace(ns, other)), other).to.throw(UnsupportedMessageError);
    }
    expect(() => read(good.replace(ns, ns.replace("053", "054")))).to.throw(StructureError);
    expect(() => read("<html><body/></html>")).to.throw(UnsupportedMessageError);
  });

  it("without a header, a statement, a statement's id or account", () => {
    expect(() => read(message(""))).to.throw(StructureError);
    expect(() => read(good.replace(/<GrpHdr>.*<\/GrpHdr>/, ""))).to.throw(StructureError);
    expect(() => read(good.replace("<Id>S-1</Id>", ""))).to.throw(StructureError, "Stmt[1]/Id");
    expect(() => read(good.replace(/<Acct>.*<\/Acct>/, ""))).to.throw(StructureError, "Stmt[1]/Acct");
  });
});

describe("readBankFile reads", () => {
  const expectGood = (file: ReturnType<typeof read>): void => {
    expect(file.statements[0]?.entries[0]).to.include({ amount: 1000n, currency: "USD", acctSvcrRef: "R1" });
  };

  it("UTF-8 with a byte order mark, UTF-16 and declared Latin-1", () => {
    expectGood(read(`\uFEFF${good}`));
    expectGood(readBankFile(utf16(`\uFEFF${good.replace("UTF-8", "UTF-16")}`), { file: "f" }));
    const latin1 = good.replace("UTF-8", "ISO-8859-1").replace("</Acct>", "<Nm>Müller</Nm></Acct>");
    expectGood(readBankFile(new Uint8Array(Buffer.from(latin1, "latin1")), { file: "f" }));
  });

  it("any namespace prefix, and nothing of other namespaces", () => {
    const prefixed = good.replace("xmlns=", "xmlns:c=").replace(/<(\/?)([A-Z])/g, "<$1c:$2");
    expectGood(read(prefixed));
    const foreign = good.replace("</Ntry>", `<Amt xmlns="urn:other" Ccy="USD">99</Amt></Ntry>`);
    expectGood(read(foreign));
  });

  it("a message inside an envelope with an application header", () => {
    const body = good.replace(/^<\?xml.*\?>\n/, "");
    expectGood(read(`<Envelope><AppHdr xmlns="urn:iso:std:iso:20022:tech:xsd:head.001.001.02"/>${body}</Envelope>`));
    expect(() => read(`<Envelope>${body}${body}</Envelope>`)).to.throw(UnsupportedMessageError, "2 messages");
  });

  it("predefined entities, character references and CDATA, once", () => {
    const text = "A &amp;amp; B &#38; C &lt;script&gt;<![CDATA[ &amp; <b>]]>";
    const details = tx("", undefined, `<RltdPties><Dbtr><Pty><Nm>${text}</Nm></Pty></Dbtr></RltdPties>`);
    const file = read(message(statement(ntry({ details }))));
    expect(file.statements[0]?.entries[0]?.details[0]?.debtor.name).to.equal("A &amp; B & C <script> &amp; <b>");
  });

  it("several statements with accounts of their own", () => {
    const account = `<Acct><Id><IBAN>FI8529501800030574</IBAN></Id><Ccy>EUR</Ccy><Svcr><FinInstnId><BICFI>NDEAFIHH</BICFI></FinInstnId></Svcr></Acct>`;
    const file = read(
      message(statement(ntry()) + statement(ntry({ currency: "EUR" }), { account, statementId: "S-2" })),
    );
    expect(file.statements.map((s) => [s.index, s.statementId, s.account.id])).to.deep.equal([
      [1, "S-1", "8100200300"],
      [2, "S-2", "FI8529501800030574"],
    ]);
    expect(file.statements[1]?.account).to.deep.equal({
      id: "FI8529501800030574",
      isIban: true,
      currency: "EUR",
      servicerBic: "NDEAFIHH",
    });
    expect(file.statements[1]?.entries[0]?.path).to.equal("Stmt[2]/Ntry[1]");
  });

  it("later versions that keep the fields, and a statement without entries", () => {
    for (const version of ["02", "04", "08", "11", "13"]) {
      expect(read(message(statement(""), { version })).version).to.equal(version);
    }
    expect(read(message(statement("", { kind: "camt.054" }), { kind: "camt.054" })).kind).to.equal("camt.054");
  });
});
