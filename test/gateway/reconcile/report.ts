import { expect } from "chai";
import { Wallet } from "ethers";
import fc from "fast-check";

import {
  canonicalJson,
  type Report,
  renderReport,
  signedReport,
  signReports,
  verifyReport,
} from "../../../src/gateway/reconcile/index.js";
import { refusalOf } from "../../chain/support.js";
import { accept, ANNA, type Books, look, mintAll, mintByHand, useServer } from "./support.js";

describe("Report of a reconciliation", () => {
  const open = useServer();
  let books: Books;
  let report: Report;
  let text: string;
  let attestor: string;
  before(async () => {
    books = await open();
    attestor = books.person("ATTESTOR").address;
    await mintAll(books, [await accept(books, 500_00n)]);
    await look(books);
    await mintByHand(books, books.wallet(ANNA!).address, 10_00n);
    const { id } = await look(books);
    expect((await refusalOf(signedReport(books.gateway, id))).name).to.equal("ReportUnsigned");
    while ((await signReports(books.gateway)) > 0);
    text = await signedReport(books.gateway, id);
    ({ report } = verifyReport(text, [attestor]));
  });
  after(async () => books.close());

  const refusedWith = (forged: string, trusted: readonly string[] = [attestor]): string => {
    try {
      verifyReport(forged, trusted);
    } catch (error) {
      return (error as Error).name;
    }
    return "accepted";
  };

  it("is believed from the bank's signer alone", async () => {
    expect(verifyReport(text, [attestor.toLowerCase()]).signer).to.equal(attestor);
    expect(refusedWith(text, [])).to.equal("ReportInvalid");
    expect(refusedWith(text, [Wallet.createRandom().address])).to.equal("ReportInvalid");
  });

  it("is refused when any byte of it is another", () => {
    const bytes = Buffer.from(text);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (place, by) => {
        const forged = Buffer.from(bytes);
        forged[place] = (forged[place]! + by) % 256;
        expect(refusedWith(forged.toString())).to.equal("ReportInvalid");
      }),
      { numRuns: 150 },
    );
    for (const forged of [
      "",
      "{}",
      "null",
      ` ${text}`,
      `${text}\n`,
      text.slice(0, -1),
      JSON.stringify(JSON.parse(text), null, 1),
    ]) {
      expect(refusedWith(forged)).to.equal("ReportInvalid");
    }
  });

  it("has one text, whatever the order in which it was put together", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.boolean())), (fields) => {
        const reversed = Object.fromEntries(Object.entries(fields).reverse());
        expect(canonicalJson(reversed)).to.equal(canonicalJson(fields));
        expect(JSON.parse(canonicalJson(fields))).to.deep.equal({ ...fields });
      }),
      { numRuns: 100 },
    );
    expect(() => canonicalJson({ amount: 0.5 })).to.throw(RangeError);
  });

  it("names its block, its statements with their files, and earlier reconciliations", async () => {
    const block = await books.provider.getBlock(report.block);
    expect(report.blockHash).to.equal(block!.hash);
    expect(report.history).to.have.length(1);
    expect(report.statements).to.include({ count: 0 });
    const first = await books.store
      .selectFrom("reconciliation")
      .select("report")
      .orderBy("id")
      .executeTakeFirstOrThrow();
    expect((first.report as Report).statements.listed.map(({ statementId }) => statementId)).to.deep.equal(["first"]);
  });

  it("is a page of its own in which nothing that a file said is markup", () => {
    const evil = `</td><script>alert("1")</script><img src=x onerror='x'>&`;
    const page = renderReport({
      ...report,
      bank: evil,
      accounts: [{ account: evil, statements: 1, opening: null, credits: "0", debits: "0", closing: null }],
      findings: [{ statement: evil, message: evil }],
      differences: {
        ...report.differences,
        listed: [{ ...report.differences.listed[0]!, message: evil, owner: evil }],
      },
    });
    expect(page).to.not.match(/<script|<img|https?:|onerror='/);
    expect(page).to.include("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;");
    expect(page.match(/<svg /g)).to.have.length(2);
    expect(page).to.include("issuing is stopped").and.to.include("510.00").and.to.include("UNBACKED_MINT");
  });
});
