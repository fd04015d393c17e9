import { expect } from "chai";
import { CustomerFileError, readCustomers } from "../../src/bank/index.js";
import { thrownBy } from "../iso20022/support.js";

const W1 = "0xBcd4042DE499D14e55001CcbB24a551F3b954096";
const W2 = "0x71bE63f3384f5fb98995898A86B02Fb2426c5788";
const HEADER = "customer,account,reference,name,wallet,residency,control,valid_until,limited,settlement_account";
const GOOD = `C-1,DE46700000000123456789,RF1,Acme Ltd,${W1},DE,CN,2028-01-31,true,DE46 7000 0000 0123 4567 89`;
const csv = (...rows: string[]): string => [HEADER, ...rows].join("\n");

/** The columns that few files have, before the others. */
const RARE = "kind,home_bank,lei,programme,customer,name,wallet,residency,valid_until,settlement_account";
const rare = (cells: string): string => [RARE, `${cells},C-1,Acme,${W1},DE,2028-01-31,1`].join("\n");

/** line:column of every error, in order */
function errorsOf(text: string | Uint8Array): string[] {
  const error = thrownBy(() => readCustomers(text, "customers.csv"));
  if (!(error instanceof CustomerFileError)) throw error;
  return error.errors.map(({ line, column }) => `${line}:${column ?? "row"}`);
}

describe("readCustomers refuses", () => {
  const wrong: [title: string, from: string, to: string, column: string][] = [
    ["a wallet of one case, which has no checksum", W1, W1.toLowerCase(), "wallet"],
    ["a wallet with a wrong checksum", W1, W1.replace("B", "b"), "wallet"],
    ["a wallet that is too short", W1, W1.slice(0, -1), "wallet"],
    ["the zero address", W1, `0x${"0".repeat(40)}`, "wallet"],
    ["an ICAP address", W1, "XE7338O073KYGTWWZN0F2WZ0R8PX5ZPPZS", "wallet"],
    ["no residency", ",DE,CN,", ",,CN,", "residency"],
    ["a residency that is no country of ISO 3166-1", ",DE,CN,", ",UK,CN,", "residency"],
    ["a residency in three letters", ",DE,CN,", ",DEU,CN,", "residency"],
    ["a residency as a number", ",DE,CN,", ",276,CN,", "residency"],
    ["a residency that every object has", ",DE,CN,", ",constructor,CN,", "residency"],
    ["a control that is no country", ",DE,CN,", ",DE,EU,", "control"],
    ["a day that does not exist", "2028-01-31", "2028-02-30", "valid_until"],
    ["a day in another notation", "2028-01-31", "31.01.2028", "valid_until"],
    ["a day beyond 32 bits", "2028-01-31", "2106-02-07", "valid_until"],
    ["limited that is neither true nor false", ",true,", ",yes,", "limited"],
    ["an account with wrong check digits", "C-1,DE46", "C-1,DE47", "account"],
    ["a settlement account with wrong check digits", "DE46 7000", "DE64 7000", "settlement_account"],
    ["a customer without a number", "C-1,", ",", "customer"],
    ["a * inside a reference", "RF1", "RF*1", "reference"],
    ["a * alone: it would match everything", "RF1", "*", "reference"],
  ];
  for (const [title, from, to, column] of wrong) {
    it(title, () => {
      expect(errorsOf(csv(GOOD.replace(from, to)))).to.deep.equal([`2:${column}`]);
    });
  }

  const rareWrong: [title: string, cells: string, column: string][] = [
    ["a kind that it does not know", "fund,,,", "kind"],
    ["a client of a client without its institution", "client-of-client,,,", "home_bank"],
    ["the institution of a customer of its own", "client,7,,", "kind"],
    ["an institution that is no number", ",seven,,", "home_bank"],
    ["an institution above 255", ",256,,", "home_bank"],
    ["an LEI with wrong check digits", ",,984500MERIDIANTRD057,", "lei"],
    ["a BIC for an LEI", ",,VSTRUS33XXX,", "lei"],
  ];
  for (const [title, cells, column] of rareWrong) {
    it(title, () => {
      expect(errorsOf(rare(cells))).to.deep.equal([`2:${column}`]);
    });
  }

  it("a client of a client without limits", () => {
    const row = `7,C-1,Acme,${W1},DE,2028-01-31,false,1`;
    const header = "home_bank,customer,name,wallet,residency,valid_until,limited,settlement_account";
    expect(errorsOf([header, row].join("\n"))).to.deep.equal(["2:limited"]);
  });

  it("a wallet listed twice, naming the first line and customer", () => {
    const error = thrownBy(() => readCustomers(csv(GOOD, GOOD.replace("C-1", "C-2")), "customers.csv"));
    expect(error.message).to.contain("line 3, wallet").and.contain("already in line 2, of customer C-1");
  });

  it("rows with too few or too many columns, and stray quotes", () => {
    expect(errorsOf(csv("C-9,only,three", `${GOOD},extra`))).to.deep.equal(["2:row", "3:row"]);
    expect(errorsOf(csv(GOOD, `"C-2" x,,,,${W2},DE,,2028-01-31,,1`))).to.deep.equal(["3:row"]);
    expect(errorsOf(csv(GOOD, `"C-2,,,,${W2},DE,,2028-01-31,,1`))).to.have.length(1);
  });

  it("rows of one customer that disagree", () => {
    const second = `C-1,,,,${W2},FR,FR,2029-01-31,false,other`;
    expect(errorsOf(csv(GOOD, second))).to.deep.equal(
      ["residency", "control", "valid_until", "limited", "settlement_account"].map((column) => `3:${column}`),
    );
    const rare = "client-of-client,7,984500MERIDIANTRD056,P-1";
    const other = "client-of-client,8,,P-2";
    const rows = [`${rare},C-1,Acme,${W1},DE,2028-01-31,1`, `${other},C-1,Acme,${W2},DE,2028-01-31,`];
    expect(errorsOf([RARE, ...rows].join("\n"))).to.deep.equal(["3:home_bank", "3:lei", "3:programme"]);
  });

  it("a customer that could not be matched or could not redeem", () => {
    expect(errorsOf(csv(`C-1,,,,${W1},DE,,2028-01-31,,1`))).to.deep.equal(["2:account"]);
    expect(errorsOf(csv(`C-1,1,,,${W1},DE,,2028-01-31,,`))).to.deep.equal(["2:settlement_account"]);
  });

  it("a file without header, columns, rows or UTF-8", () => {
    expect(errorsOf("")).to.deep.equal(["1:row"]);
    expect(errorsOf(HEADER)).to.deep.equal(["1:row"]);
    expect(errorsOf(HEADER.replace("residency", "zone"))).to.deep.equal(["1:residency", "1:zone"]);
    expect(errorsOf("customer,wallet,residency,valid_until,settlement_account")).to.deep.equal(["1:row"]);
    expect(errorsOf(new Uint8Array(Buffer.from(csv(GOOD.replace("Acme", "Müller")), "latin1")))).to.deep.equal([
      "1:row",
    ]);
  });

  it("all errors at once, in the order of the file, each with value and fix", () => {
    const bad = `C-2,,,X,nowallet,99,,never,,1`;
    const error = thrownBy(() =>
      readCustomers(csv(GOOD.replace("2028-01-31", "soon"), bad), "customers.csv"),
    ) as CustomerFileError;
    expect(error.errors.map((e) => `${e.line}:${e.column}`)).to.deep.equal([
      "2:valid_until",
      "3:wallet",
      "3:residency",
      "3:valid_until",
    ]);
    expect(error.errors[1]).to.deep.include({ value: "nowallet", fix: "Write 0x and 40 hexadecimal digits." });
    expect(error.message)
      .to.contain("customers.csv: 4 error(s)")
      .and.contain('line 3, residency: "99" is not a country');
  });
});

describe("readCustomers", () => {
  it("puts the rows of a customer together; the first wallet comes first", () => {
    const [customer, ...more] = readCustomers(
      csv(GOOD, `C-1,4417,RF2|VA*,"Acme, Inc",${W2},DE,CN,2028-01-31,true,`),
      "f",
    );
    expect(more).to.deep.equal([]);
    expect(customer).to.deep.equal({
      customer: "C-1",
      accounts: ["DE46700000000123456789", "4417"],
      references: ["RF1", "RF2", "VA*"],
      names: ["Acme Ltd", "Acme, Inc"],
      wallets: [
        { address: W1, line: 2 },
        { address: W2, line: 3 },
      ],
      residency: "DE",
      control: "CN",
      kind: "client",
      homeBank: 0,
      lei: "",
      programme: "",
      validUntil: "2028-01-31",
      limited: true,
      settlementAccount: "DE46700000000123456789",
    });
  });

  it("takes a byte order mark, CRLF, comments, blank lines and columns in any order", () => {
    const text = `\uFEFF# made by the bank\r\nWallet,Residency,Valid_Until,Settlement_Account,Name,Customer\r\n\r\n${W1},us,2028-01-31,1,#1 Trading,C-1\r\n`;
    expect(readCustomers(new TextEncoder().encode(text), "f")[0]).to.include({
      customer: "C-1",
      residency: "US",
      control: "US",
      limited: false,
    });
  });

  it("reads whom the customer is served by, its LEI and its programme", () => {
    const [served] = readCustomers(rare("Client-of-Client,7,984500meridiantrd056,P-1"), "f");
    expect(served).to.include({
      kind: "client-of-client",
      homeBank: 7,
      lei: "984500MERIDIANTRD056",
      programme: "P-1",
      limited: true,
    });
    // An institution says what kind of customer it is.
    expect(readCustomers(rare(",7,,"), "f")[0]).to.include({ kind: "client-of-client", limited: true });
    expect(readCustomers(rare("escrow,0,,"), "f")[0]).to.include({ kind: "escrow", homeBank: 0, limited: false });
  });

  it("counts lines past a value that spans several", () => {
    expect(errorsOf(csv(GOOD.replace("Acme Ltd", '"Acme\nLtd"'), "bad"))).to.deep.equal(["4:row"]);
  });
});
