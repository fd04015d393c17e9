import { expect } from "chai";

import {
  DoctypeError,
  EncodingError,
  type FileError,
  MalformedXmlError,
  UnsupportedMessageError,
} from "../../src/iso20022/index.js";
import { refused } from "./streaming.js";
import { bytes, message, ntry, statement, tx } from "./support.js";

const party = `<RltdPties><Dbtr><Pty><Nm>Müller 深圳 😀</Nm></Pty></Dbtr></RltdPties>`;
const entry = `\r\n${ntry({ ref: "R1", details: tx("<EndToEndId>E1</EndToEndId>", "10.00", party) })}`;
const good = message(statement(entry.repeat(3)));
const inEntry = (replacement: string): string => good.replace("R1", replacement);

/** Both roads refuse it, naming the file and the line. */
async function malformed(file: string | Uint8Array, lengths?: readonly number[]): Promise<FileError> {
  const error = await refused(file, lengths);
  expect(error).to.be.instanceOf(MalformedXmlError);
  expect(error.message).to.match(/^test\.xml, line \d+/);
  return error;
}

describe("a hostile file is refused by its line, streamed or whole", () => {
  it("cut off at every 97th byte, in a character or between", async () => {
    const whole = bytes(good);
    for (let length = 0; length < whole.length; length += 97) {
      const error = await malformed(whole.subarray(0, length), [13, 64]);
      const lines = Buffer.from(whole.subarray(0, length)).toString().split("\n").length;
      expect(error.line, `cut at ${length}`).to.equal(lines);
    }
  });

  it("cut off inside an entry: its number", async () => {
    const error = await malformed(good.slice(0, good.lastIndexOf("<BookgDt>")));
    expect(error).to.include({ line: 5, entry: 3, path: "Stmt[1]/Ntry[3]" });
  });

  it("cut off inside a character, in UTF-8 and UTF-16", async () => {
    const whole = bytes(good);
    const inside = whole.indexOf(0xf0) + 2;
    expect((await malformed(whole.subarray(0, inside))).message).to.contain("ends inside a character");
    const wide = Buffer.from(`\uFEFF${good.replace("UTF-8", "UTF-16")}`, "utf16le");
    expect((await malformed(wide.subarray(0, 1001))).message).to.contain("ends inside a character");
  });

  it("in another encoding than it declares: the line of the first wrong byte, wherever it is cut", async () => {
    const latin1 = Buffer.from(good.replaceAll(" 深圳 😀", ""), "latin1");
    for (const lengths of [[1], [7], [100_000]]) {
      const error = await refused(latin1, lengths);
      expect(error).to.be.instanceOf(EncodingError).with.property("line", 3);
    }
  });

  it("with a DOCTYPE or an entity bomb, wherever it is cut, before anything of it is read", async () => {
    const bomb = `<!DOCTYPE x [\n<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">\n]>\n`;
    for (const lengths of [[1], [9], [100_000]]) {
      const error = await refused(good.replace("<Document", `\n${bomb}<Document`).replace("R1", "&b;"), lengths);
      expect(error).to.be.instanceOf(DoctypeError).with.property("line", 3);
    }
    expect(await refused(inEntry(`<!ENTITY a "b">`))).to.be.instanceOf(DoctypeError);
    expect(await malformed(inEntry("&a;"))).to.include({ line: 3, entry: 1 });
  });

  it("nested 65 deep; 64 deep is read", async () => {
    const nested = (depth: number): string => inEntry(`${"<a>".repeat(depth)}${"</a>".repeat(depth)}`);
    expect((await malformed(nested(60))).message).to.contain("nested more than 64 deep");
    const failure: unknown = await refused(nested(59)).catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(Error).with.property("message", "expected a refusal, the file was read");
  });

  it("with NUL and control characters, spelled out or by reference", async () => {
    for (const text of ["\u0000", "\u0001", "\u001f", "\uffff", "&#0;", "&#x1;", "&#xFFFE;", "&#x110000;"]) {
      expect(await malformed(inEntry(`R${text}1`)), JSON.stringify(text)).to.include({ line: 3, entry: 1 });
    }
    const version11 = inEntry("R&#1;1").replace(`version="1.0"`, `version="1.1"`);
    expect(await malformed(version11)).to.include({ line: 3, entry: 1 });
  });

  it("with an attribute twice, by one name or by two prefixes of one namespace", async () => {
    await malformed(good.replace(`Ccy="USD"`, `Ccy="USD" Ccy="EUR"`));
    await malformed(good.replace(`Ccy="USD"`, `Ccy="USD" xmlns:a="urn:x" xmlns:b="urn:x" a:c="1" b:c="2"`));
  });

  it("with a prefix that nobody declared, on an element or an attribute", async () => {
    expect(await malformed(inEntry("<x:y/>"))).to.include({ entry: 1 });
    expect(await malformed(good.replace(`Ccy="USD"`, `x:Ccy="USD"`))).to.include({ entry: 1 });
  });

  it("with text that XML does not allow", async () => {
    for (const text of [
      "a < b",
      "AT&T;",
      "AT&\nT;",
      "]]>",
      "<!-- -- -->",
      "<1/>",
      "<a b=c/>",
      "<a b/>",
      "<a b='<'/>",
      "<?xml?>",
    ]) {
      expect(await malformed(inEntry(text)), text).to.include({ line: 3, entry: 1 });
    }
  });

  it("with an ampersand alone: by the next semicolon, or where the file ends", async () => {
    await malformed(inEntry("AT&T"));
    const named = good.replace(/Müller/g, "A;B");
    expect(await malformed(named.replace("R1", "AT&T"))).to.include({ line: 3, entry: 1 });
  });

  it("of another namespace or type: what it is", async () => {
    for (const type of ["camt.052.001.08", "camt.053.002.08", "camt.053.001.08\u200b", "pain.001.001.09"]) {
      expect(await refused(good.replace("camt.053.001.08", type))).to.be.instanceOf(UnsupportedMessageError);
    }
    const renamed = good.replace("<Document", "<Dokument").replace("</Document", "</Dokument");
    expect((await refused(renamed)).message).to.match(/^test\.xml: the root is Dokument, there is no Document/);
  });
});
