import { expect } from "chai";
import fc from "fast-check";
import { KIND_BYTES, messageKind } from "../../../src/iso20022/index.js";
import { bytes, describeShared, message, ntry, sharedFile, statement } from "../support.js";
import { kindOf, SAMPLES } from "./samples.js";
import { namespace } from "./support.js";

const kind = (text: string): string | undefined => messageKind(bytes(text));
const document = (name = "pain.002", rest = ""): string => `<Document xmlns="${namespace(name, "11")}"${rest}/>`;

describe("messageKind is undefined", () => {
  it("for what is no message of these, and for what is none at all", () => {
    for (const text of ["", " ", "<", "<a", "<!--", "<?xml", "pain.002", "<Document/>", "<html><body/></html>"]) {
      expect(kind(text), text).to.equal(undefined);
    }
    for (const name of ["pain.001", "camt.052", "pacs.008", "toString"]) {
      expect(kind(document(name)), name).to.equal(undefined);
    }
    expect(kind(`<Document xmlns="urn:other:pain.002.001.11"/>`)).to.equal(undefined);
    expect(kind(`<p:Document xmlns="${namespace("pain.002", "11")}"/>`), "undeclared prefix").to.equal(undefined);
  });

  it("where the namespace stands in a comment, CDATA, an instruction, a text or another element", () => {
    for (const text of [
      `<!-- ${document()} -->`,
      `<a><![CDATA[${document()}]]></a>`,
      `<?note ${document()}?>`,
      `<a xmlns="${namespace("pain.002", "11")}">Document</a>`,
      `<a b='<Document xmlns="${namespace("pain.002", "11")}"/>'/>`,
      `<a><b xmlns:p="${namespace("pain.002", "11")}"/><p:Document/></a>`,
      `<a><b xmlns:p="${namespace("pain.002", "11")}"></b><p:Document/></a>`,
    ]) {
      expect(kind(text), text).to.equal(undefined);
    }
  });

  it("behind a DOCTYPE, a malformed tag, too deep or too far down", () => {
    expect(kind(`<!DOCTYPE a [<!ENTITY b "c">]>${document()}`)).to.equal(undefined);
    expect(kind(`<a b=c>${document()}</a>`)).to.equal(undefined);
    expect(kind(`<a><b><c><d>${document()}</d></c></b></a>`)).to.equal(undefined);
    expect(kind(`<!--${"x".repeat(KIND_BYTES)}-->${document()}`)).to.equal(undefined);
  });

  it("and never a crash, whatever the bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (garbage) => messageKind(garbage) === undefined),
      { numRuns: 200 },
    );
    const pieces = fc.constantFrom(
      "<",
      ">",
      "/",
      "Document",
      " xmlns=",
      '"',
      "'",
      "<!--",
      "-->",
      "<![CDATA[",
      "]]>",
      "a",
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 60 }), (parts) => kind(parts.join("")) === undefined),
      { numRuns: 500 },
    );
  });

  it("in a moment, for 64 KiB made to take long", () => {
    const started = performance.now();
    for (const part of ["<", "<a ", "<a a=", ` a="1"`, "<a>", `<a xmlns:b="c">`, " ", "<!--", "a:"]) {
      for (const start of ["<a", "<a>"]) expect(kind(start + part.repeat(KIND_BYTES))).to.equal(undefined);
    }
    expect(performance.now() - started).to.be.below(2_000);
  });
});

describe("messageKind is the kind of", () => {
  it("every sample, and of statements and notifications", () => {
    for (const [name, sample] of Object.entries(SAMPLES)) expect(kind(sample), name).to.equal(kindOf(sample));
    for (const camt of ["camt.053", "camt.054"] as const) {
      expect(kind(message(statement(ntry(), { kind: camt }), { kind: camt }))).to.equal(camt);
    }
  });

  it("a version that is not read: its reader says so", () => {
    expect(kind(`<Document xmlns="${namespace("pain.002", "02")}">`)).to.equal("pain.002");
  });

  it("a message under any prefix, declared on it or around it, in either quotes, in an envelope", () => {
    const ns = namespace("pacs.004", "10");
    for (const text of [
      `<x:Document xmlns:x='${ns}' a="1">`,
      `<Envelope xmlns:x="${ns}"><Head><Document_/></Head>\n<x:Document\n>`,
      `<Umschläge xmlns="${ns}"><Document>`,
      `<a xmlns="urn:a"><b xmlns="urn:b"/><Document xmlns = "${ns}">`,
      `<a xmlns:x="urn:a"><b xmlns:x="${ns}"/><b xmlns:x="${ns}"><x:Document>`,
      `<!-- ${document()} --><?a ${document()}?><a b=">"><![CDATA[${document()}]]><Document xmlns="${ns}">`,
    ]) {
      expect(kind(text), text).to.equal("pacs.004");
    }
  });

  it("a file in UTF-16, with or without its mark, and one cut off after the first tag", () => {
    const text = SAMPLES.recall.replace("UTF-8", "UTF-16");
    const little = Buffer.from(text, "utf16le");
    expect(messageKind(little)).to.equal("camt.056");
    expect(messageKind(Buffer.from(`\uFEFF${text}`, "utf16le"))).to.equal("camt.056");
    expect(messageKind(Buffer.from(little).swap16())).to.equal("camt.056");
    expect(kind(`\uFEFF${SAMPLES.recall}`)).to.equal("camt.056");
    expect(kind(SAMPLES.recall.slice(0, 150))).to.equal("camt.056");
  });
});

describeShared("messageKind of the banks' statements", () => {
  it("is what their names say", () => {
    for (const [file, expected] of [
      ["goldman-sachs-us.camt.053.001.02.xml", "camt.053"],
      ["nordea.camt.053.001.02.xml", "camt.053"],
      ["notification.camt.054.001.08.xml", "camt.054"],
      ["statement.camt.053.001.08.xml", "camt.053"],
    ] as const) {
      expect(messageKind(sharedFile(`bank-statements/${file}`)), file).to.equal(expected);
    }
  });
});
