import { expect } from "chai";

import { pay } from "../../../src/chain/index.js";
import { holderStatement } from "../../../src/gateway/reconcile/index.js";
import { writeCamt053 } from "../../../src/iso20022/write/index.js";
import { refusalOf } from "../../chain/support.js";
import { accept, ANNA, BERT, type Books, look, mintAll, redeemAll, USD, useServer } from "./support.js";

describe("Statement of a holder", () => {
  const open = useServer();
  let books: Books;
  before(async () => {
    books = await open();
  });
  after(async () => books.close());

  it("goes from opening to closing by every movement of its period, and writes as camt.053", async () => {
    const { bank, chain, provider } = books;
    const [anna, bert] = [books.wallet(ANNA!), books.wallet(BERT!)];
    const time = async (): Promise<Date> => new Date((await provider.getBlock("latest"))!.timestamp * 1000);
    await mintAll(books, [await accept(books, 500_00n)]);
    await chain.networkHelpers.time.increase(3_600);
    await pay(bank, anna, { currency: USD, to: bert.address, amount: 20_00n });
    const from = await time();
    await redeemAll(books, anna, 100_00n);
    await pay(bank, bert, { currency: USD, to: anna.address, amount: 5_00n });
    const to = await time();
    await chain.networkHelpers.time.increase(3_600);
    await pay(bank, anna, { currency: USD, to: bert.address, amount: 1n });
    await look(books);
    const request = { wallet: anna.address, currency: USD, from, to, sequenceNumber: 1 };
    const statement = await holderStatement(books.gateway, request);
    expect(statement.opening).to.equal(500_00n);
    expect(statement.entries.map(({ amount, creditDebit, kind }) => [creditDebit, amount, kind])).to.deep.equal([
      ["DBIT", 20_00n, "TRANSFER"],
      ["DBIT", 100_00n, "REDEMPTION"],
      ["CRDT", 5_00n, "TRANSFER"],
    ]);
    expect(statement.closing).to.equal(385_00n);
    expect(Buffer.from(writeCamt053(statement)).toString()).to.include("385.00");
    const early = await holderStatement(books.gateway, { ...request, to: from, from: new Date(0) });
    expect([early.opening, early.closing]).to.deep.equal([0n, 480_00n]);
    const late = { ...request, to: new Date(to.getTime() + 86_400_000) };
    expect((await refusalOf(holderStatement(books.gateway, late))).name).to.equal("PeriodInvalid");
    expect((await refusalOf(holderStatement(books.gateway, { ...request, to: new Date(0) }))).name).to.equal(
      "PeriodInvalid",
    );
  });
});
