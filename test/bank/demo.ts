import { readFileSync } from "node:fs";
import { expect } from "chai";
import { HDNodeWallet } from "ethers";
import { judgeFile, matchCustomer, readCustomers } from "../../src/bank/index.js";
import { readBankFile } from "../../src/iso20022/index.js";
import { describeShared, sharedFile } from "../iso20022/support.js";
import { codes, summary } from "./support.js";

const demo = (name: string): Uint8Array => readFileSync(new URL(`../../deploy/demo/${name}`, import.meta.url));
const STATEMENT = "statement.camt.053.001.08.xml";
const ACCOUNTS = [{ id: "8100200300", currency: "USD", servicerBic: "VSTRUS33XXX" }];
const MNEMONIC = "test test test test test test test test test test test junk";

describe("shipped demo data", () => {
  const customers = readCustomers(demo("customers.csv"), "customers.csv");
  const judgement = judgeFile(readBankFile(demo(STATEMENT), { file: STATEMENT }), { accounts: ACCOUNTS });

  it("has one of each verdict, and figures that tie", () => {
    const rows = judgement.verdicts.map((verdict) => {
      const matched = (verdict.verdict === "mintable" ? verdict.deposits : []).map((deposit) => {
        const match = matchCustomer(deposit, customers);
        return match.match === "customer" ? match.customer.customer : match.match;
      });
      return [summary(verdict), ...matched].join(" ");
    });
    expect(rows).to.deep.equal([
      "mintable C-1002",
      "mintable C-1001",
      "mintable C-1003",
      "ignored: debit",
      "ignored: pending",
      "returned",
      "mintable unknown",
      "suspense: details-do-not-sum",
      "mintable C-1004 C-1005",
      "mintable C-1004",
      "mintable C-1006",
      "mintable C-1001",
      "ignored: debit",
    ]);
    expect(codes(judgement)).to.deep.equal([]);
  });

  it("names wallets 10 to 16 of the public test mnemonic", () => {
    const wallets = customers.flatMap((customer) => customer.wallets.map(({ address }) => address));
    const expected = [10, 11, 12, 13, 14, 15, 16].map(
      (i) => HDNodeWallet.fromPhrase(MNEMONIC, "", `m/44'/60'/0'/0/${i}`).address,
    );
    expect(wallets.sort()).to.deep.equal(expected.sort());
  });
});

describeShared("demo statement against the schema", () => {
  it("is valid camt.053.001.08", async () => {
    const { validateXML } = await import("xmllint-wasm");
    const { valid, errors } = await validateXML({
      xml: [{ fileName: "statement.xml", contents: demo(STATEMENT) }],
      schema: [{ fileName: "camt.xsd", contents: sharedFile("iso20022-xsd/camt.053.001.08.xsd") }],
    });
    expect(errors).to.deep.equal([]);
    expect(valid).to.equal(true);
  });
});
