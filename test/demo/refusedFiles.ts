import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";

import { CustomerFileError } from "../../src/bank/index.js";
import { FileError } from "../../src/iso20022/index.js";
import { message, statement } from "../iso20022/support.js";
import { A, B, credit, customerFile, HEADER, refusal, SHIPPED, statementFile, useFolder, wallet } from "./support.js";

/** `refusal` fails when a bank is opened: nothing was deployed, so nothing was sent. */
describe("files that stop the demo before anything is sent", () => {
  const file = useFolder();
  const good = (): string => file("customers.csv", customerFile(A, B));
  const one = statementFile([credit({ amount: "10.00", from: "ACC-A", ref: "R1" })]);

  const refusedStatement = async (name: string, content: string | Uint8Array): Promise<Error> => {
    const error = await refusal([file(name, content)], good());
    expect(error).to.be.instanceOf(FileError);
    return error;
  };

  describe("statements", () => {
    it("mis-nested XML: file and line", async () => {
      const error = await refusedStatement("nested.xml", one.replace("</Stmt>", "</Smt>"));
      expect(error.message).to.match(
        /^nested\.xml, line 2, Stmt\[1\]: Stmt is closed by the tag of another element\. Fetch the file again/,
      );
    });

    it("a file cut off in transfer: file, line and entry", async () => {
      const whole = readFileSync(SHIPPED.statement, "utf8");
      const error = await refusedStatement("cut.xml", whole.slice(0, whole.length / 2));
      expect(error.message).to.match(/^cut\.xml, line \d+, entry \d+, Stmt\[1\]\/Ntry\[\d+\]: .*Fetch the file again/);
    });

    it("an empty file", async () => {
      expect((await refusedStatement("empty.xml", "")).message).to.match(/^empty\.xml/);
    });

    it("an entity bomb: file and line of the DOCTYPE", async () => {
      const bomb = `<?xml version="1.0"?>\n<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>\n<Document>&b;</Document>`;
      const error = await refusedStatement("bomb.xml", bomb);
      expect(error.message).to.match(/^bomb\.xml, line 2: a DOCTYPE is not allowed\./);
    });

    it("bytes that are not of the encoding it declares", async () => {
      const bytes = new Uint8Array([...new TextEncoder().encode(one), 0xff]);
      expect((await refusedStatement("bytes.xml", bytes)).message).to.match(/^bytes\.xml/);
    });

    it("a customer file in place of a statement", async () => {
      expect((await refusedStatement("mixed-up.xml", customerFile(A))).message).to.match(/^mixed-up\.xml/);
    });

    it("a payment order in place of a statement", async () => {
      const pain = `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"><CstmrCdtTrfInitn/></Document>`;
      const error = await refusedStatement("order.xml", pain);
      expect(error.message).to.match(/^order\.xml, line 1: .*pain\.001\.001\.09.*camt\.053\.001 or camt\.054\.001/);
    });

    it("a statement without an account: file and field", async () => {
      const error = await refusedStatement("nowhere.xml", message(statement("", { account: "<Acct></Acct>" })));
      expect(error.message).to.match(/^nowhere\.xml, Stmt\[1\]\/Acct\/Id: /);
    });

    it("an account in a currency that does not exist: file and field", async () => {
      const error = await refusedStatement("zzz.xml", statementFile([], { currency: "ZZZ" }));
      expect(error.message).to.equal(
        'zzz.xml, Stmt[1]/Acct/Ccy: "ZZZ" is not a current ISO 4217 currency. ' +
          "Use a current ISO 4217 alphabetic code in capitals, such as USD.",
      );
    });

    it("an account in gold, which has no minor unit: file and field", async () => {
      const error = await refusedStatement("gold.xml", statementFile([], { currency: "XAU", kind: "camt.054" }));
      expect(error.message).to.match(/^gold\.xml, Ntfctn\[1\]\/Acct\/Ccy: XAU has no minor unit in ISO 4217\./);
    });

    it("a good file first does not save a bad one after it", async () => {
      const error = await refusal([file("good.xml", one), file("bad.xml", one.slice(0, -20))], good());
      expect(error.message).to.match(/^bad\.xml/);
    });

    it("a file that is not there: its path", async () => {
      const missing = join(good(), "..", "missing.xml");
      const error = await refusal([missing], good());
      expect(error.message).to.equal(`${missing}: there is no such file. Check the path.`);
    });

    it("a folder in place of a file", async () => {
      const folder = join(good(), "..");
      expect((await refusal([folder], good())).message).to.match(/EISDIR.*Check the path\.$/);
    });
  });

  describe("customers", () => {
    const refusedCustomers = async (content: string | Uint8Array): Promise<string> => {
      const error = await refusal([SHIPPED.statement], file("customers.csv", content));
      expect(error).to.be.instanceOf(CustomerFileError);
      return error.message;
    };
    const rows = (...lines: readonly string[]): string => [HEADER, ...lines].join("\n");

    it("an empty file", async () => {
      expect(await refusedCustomers("")).to.match(/^customers\.csv: 1 error\(s\)\n {2}line 1: the file is empty\./);
    });

    it("a row with a column missing, and one with a column too many: file and row", async () => {
      const text = await refusedCustomers(
        rows(`A,ACC-A,,,${wallet(10)},1,2090-12-31,P`, `B,ACC-B,,,${wallet(11)},2,2090-12-31,false,P,`),
      );
      expect(text).to.equal(
        "customers.csv: 2 error(s)\n" +
          "  line 2: 8 columns where the header has 11. Write every column, quote values that contain a comma.\n" +
          "  line 3: 10 columns where the header has 11. Write every column, quote values that contain a comma.",
      );
    });

    it("an address with a wrong checksum: file, row, column and value", async () => {
      const wrong = wallet(10).toLowerCase();
      expect(await refusedCustomers(customerFile({ ...A, wallet: wrong }))).to.equal(
        `customers.csv: 1 error(s)\n  line 2, wallet: "${wrong}" has no valid ERC-55 checksum. ` +
          "Ask the customer for the address again, with its capital letters.",
      );
    });

    it("a wallet of two customers: file, row, column, and the first row", async () => {
      expect(await refusedCustomers(customerFile(A, { ...B, wallet: A.wallet }))).to.equal(
        `customers.csv: 1 error(s)\n  line 3, wallet: "${A.wallet}" the wallet is already in line 2, of customer A. ` +
          "A wallet has one row.",
      );
    });

    it("a wallet listed twice for one customer", async () => {
      expect(await refusedCustomers(customerFile(A, A))).to.contain("line 3, wallet:");
    });

    it("an IBAN with wrong check digits: file, row, column and value", async () => {
      expect(await refusedCustomers(customerFile({ ...A, account: "DE47700000000123456789" }))).to.equal(
        'customers.csv: 1 error(s)\n  line 2, account: "DE47700000000123456789" has wrong IBAN check digits. ' +
          "Ask the customer for the account again.",
      );
    });

    it("every error of a file at once", async () => {
      const text = await refusedCustomers(
        customerFile({ ...A, residency: "XX" }, { ...B, validUntil: "2090-02-30" }, { ...B, customer: "", zone: 2 }),
      );
      expect(text.split("\n").map((line) => line.split(":")[0])).to.deep.equal([
        "customers.csv",
        "  line 2, residency",
        "  line 3, valid_until",
        "  line 4, customer",
      ]);
    });

    it("a quote that never closes", async () => {
      expect(await refusedCustomers(rows(`"A,ACC-A,,,${wallet(10)},1,2090-12-31,false,P`))).to.match(
        /^customers\.csv: \d error\(s\)\n {2}line 2/,
      );
    });

    it("a file that is not there: its path", async () => {
      const missing = join(good(), "..", "nobody.csv");
      const error = await refusal([SHIPPED.statement], missing);
      expect(error.message).to.equal(`${missing}: there is no such file. Check the path.`);
    });
  });
});
