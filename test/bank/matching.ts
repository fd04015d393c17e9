import { expect } from "chai";
import { type Customer, matchCustomer } from "../../src/bank/index.js";
import type { TransactionDetails } from "../../src/iso20022/index.js";

const customer = (id: string, parts: Partial<Customer>): Customer => ({
  customer: id,
  accounts: [],
  references: [],
  names: [],
  wallets: [{ address: "0xBcd4042DE499D14e55001CcbB24a551F3b954096", line: 2 }],
  residency: "US",
  control: "US",
  kind: "client",
  homeBank: 0,
  lei: "",
  programme: "",
  validUntil: "2030-01-01",
  limited: false,
  settlementAccount: "1",
  ...parts,
});

const A = customer("A", { references: ["EXP1"], accounts: ["DE46700000000123456789"], names: ["Acme Ltd"] });
const B = customer("B", { references: ["1245", "VA77*"], accounts: ["4417"], names: ["Bolt GmbH"] });

function match(parts: Partial<TransactionDetails>, customers = [A, B]): string {
  const detail: TransactionDetails = { creditorReferences: [], debtor: {}, creditor: {}, code: {}, ...parts };
  const found = matchCustomer({ details: [detail] }, customers);
  return found.match === "customer" ? `${found.customer.customer} by ${found.by}` : found.match;
}

describe("matchCustomer", () => {
  it("knows nobody without details, with several, or when nothing fits", () => {
    expect(matchCustomer({ details: [] }, [A, B]).match).to.equal("unknown");
    const detail: TransactionDetails = { creditorReferences: [], debtor: { name: "Acme Ltd" }, creditor: {}, code: {} };
    expect(matchCustomer({ details: [detail, detail] }, [A, B]).match).to.equal("unknown");
    expect(match({ debtor: { name: "Acme" }, endToEndId: "EXP", remittance: "EXP1" })).to.equal("unknown");
  });

  it("does not take EXP10 for EXP1", () => {
    expect(match({ endToEndId: "EXP10" })).to.equal("unknown");
    expect(match({ endToEndId: "EXP1-2026/7" })).to.equal("A by end-to-end");
    expect(match({ creditorReferences: ["EXP1-2026"] })).to.equal("unknown");
  });

  it("is ambiguous when one rule finds two, even if a later rule would find one", () => {
    const twin = customer("C", { accounts: ["4417"] });
    expect(match({ debtor: { account: "4417", name: "Bolt GmbH" } }, [A, B, twin])).to.equal("ambiguous");
  });

  it("follows the order: reference, account, end-to-end, name", () => {
    const all = { debtor: { account: "DE46 7000 0000 0123 4567 89", name: "Acme Ltd" }, endToEndId: "EXP1" };
    expect(match({ ...all, creditorReferences: ["0000 0124 5"] })).to.equal("B by reference");
    expect(match({ ...all, creditor: { account: "VA77-001" } })).to.equal("B by reference");
    expect(match({ ...all, debtor: { account: "4417" } })).to.equal("B by account");
    expect(match({ debtor: { name: "Bolt GmbH" }, endToEndId: "exp1" })).to.equal("A by end-to-end");
    expect(match({ debtor: { name: " BOLT   gmbh " } })).to.equal("B by name");
  });
});
