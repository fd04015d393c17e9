import { expect } from "chai";
import { Wallet } from "ethers";

import { CustomerFileError, sortCustomers } from "../../src/bank/index.js";

const HEADER = "customer,name,wallet,residency,control,valid_until,limited,settlement_account";
const wallet = (): string => Wallet.createRandom().address;
const row = (customer: string, { address = wallet(), residency = "DE", until = "2030-12-31" } = {}): string =>
  `${customer},Name of ${customer},${address},${residency},,${until},false,ACC-${customer}`;
const sort = (...rows: string[]) => sortCustomers([HEADER, ...rows].join("\n"), "c.csv");
const numbers = ({ customers }: ReturnType<typeof sort>): string[] => customers.map(({ customer }) => customer);
const places = ({ errors }: ReturnType<typeof sort>): string[] =>
  errors.map(({ line, column }) => `${line} ${column ?? "row"}`);

describe("a customer file of which some rows are wrong", () => {
  it("is refused whole when its header is wrong, it is empty, or it is no text", () => {
    const whole = (text: string | Uint8Array) => () => sortCustomers(text, "c.csv");
    expect(whole("customer,wallet\nC-1,0x1")).to.throw(CustomerFileError, /residency: the column is missing/);
    expect(whole("")).to.throw(CustomerFileError, /the file is empty/);
    expect(whole(HEADER)).to.throw(CustomerFileError, /there is no customer/);
    expect(whole(Uint8Array.of(0xff, 0xfe))).to.throw(CustomerFileError, /the file is not UTF-8/);
  });

  it("gives the good customers and every error at its line and column", () => {
    const sorted = sort(
      row("A"),
      row("B", { address: "0x12" }),
      row("C", { residency: "ZZ", until: "soon" }),
      row("D"),
    );
    expect(numbers(sorted)).to.deep.equal(["A", "D"]);
    expect(places(sorted)).to.deep.equal(["3 wallet", "4 residency", "4 valid_until"]);
  });

  it("leaves a customer out whole for one wrong row of several", () => {
    const sorted = sort(row("A"), row("B"), row("A", { residency: "Germany" }), "A,too,few");
    expect(numbers(sorted)).to.deep.equal(["B"]);
    expect(places(sorted)).to.deep.equal(["4 residency", "5 row"]);
  });

  it("leaves a customer out whose rows contradict each other", () => {
    const sorted = sort(row("A"), row("A", { until: "2031-01-01" }), row("B"));
    expect(numbers(sorted)).to.deep.equal(["B"]);
    expect(places(sorted)).to.deep.equal(["3 valid_until"]);
  });

  it("gives a wallet of two customers to the first, and reports the second", () => {
    const address = wallet();
    const sorted = sort(row("A", { address }), row("B", { address }), row("C"));
    expect(numbers(sorted)).to.deep.equal(["A", "C"]);
    expect(places(sorted)).to.deep.equal(["3 wallet"]);
  });

  describe("with a stray quote", () => {
    const quoted = (cell: string, customer = "B"): string =>
      `${customer},${cell},${wallet()},DE,,2030-12-31,false,ACC-${customer}`;

    it("loses one line and no other, whatever quotes come later", () => {
      for (const stray of ['"Name" of B', 'Name "of" B', '"Name of B', 'Name of B"', '"']) {
        const sorted = sort(row("A"), quoted(stray), row("C"), quoted('"Right, quoted"', "D"), row("E"));
        expect(numbers(sorted), stray).to.include.members(["A", "C", "D", "E"]);
        const isRight = numbers(sorted).includes("B");
        // A quote inside a value that has no quote at its beginning is a character like any other.
        expect(places(sorted), stray).to.deep.equal(isRight ? [] : ["3 row"]);
      }
    });

    it("keeps a right value that spans lines", () => {
      const sorted = sort(
        quoted('"Two\nlines"', "A"),
        quoted('"stray', "B"),
        quoted('"Three\nmore\nlines"', "C"),
        row("D"),
      );
      expect(numbers(sorted)).to.deep.equal(["A", "C", "D"]);
      expect(sorted.customers.map(({ names, wallets }) => [names[0], wallets[0].line])).to.deep.equal([
        ["Two\nlines", 2],
        ["Three\nmore\nlines", 5],
        ["Name of D", 8],
      ]);
      expect(places(sorted)).to.deep.equal(["4 row"]);
    });
  });
});
