import { expect } from "chai";
import type { ContractRunner, Provider } from "ethers";

import { blocksOfHolds, type Books, booksAt, booksOf, contradictionsIn } from "../../src/chain/books/books.js";
import { timesOf } from "../../src/chain/books/clock.js";
import { compareBooks } from "../../src/chain/books/compare.js";
import { type Bank, connectBank } from "../../src/chain/index.js";
import { admitNotary, useBank } from "../chain/support.js";
import { liveRandomly } from "./support.js";

const load = await useBank();
const ACTS = 400;

/** Events from which a stored figure follows, whatever comes after: one of each that is missing must be noticed. */
const TELLING = [
  "DepositToken.Transfer",
  "DepositToken.StandingSet",
  "DepositToken.Attested",
  "DepositToken.HoldPlaced",
  "PartyRegistry.PartyAdmitted",
  "PartyRegistry.WalletAdded",
  "PartyRegistry.SettlementAccountSet",
  "PartyRegistry.TokenListed",
  "IssuanceDesk.QuotaSet",
  "LegalOrders.OrderFiled",
  "LegalOrders.LienPlaced",
  "Limits.PartyLimitsSet",
] as const;

/** The bank on a node that answers each question once: what is stored at a block does not change. */
function remembering(bank: Bank, provider: Provider): Bank {
  const answers = new Map<string, Promise<string>>();
  const runner: ContractRunner = {
    provider,
    call(transaction) {
      const question = `${String(transaction.to)} ${String(transaction.data)} ${String(transaction.blockTag)}`;
      const answer = answers.get(question) ?? provider.call(transaction);
      answers.set(question, answer);
      return answer;
    },
  };
  return connectBank(bank.addresses, runner);
}

describe("a missing event", () => {
  it("from which a stored figure follows is found", async () => {
    const { chain, people, ...world } = await load();
    await admitNotary(world.bank, people);
    await liveRandomly({ chain, people, ...world }, 6, ACTS);
    const bank = remembering(world.bank, chain.ethers.provider);
    const books = await booksAt(bank, await chain.ethers.provider.getBlockNumber());
    const times = await timesOf(bank, blocksOfHolds(books.events));
    expect((await compareBooks(bank, books)).differences).to.deep.equal([]);

    const isFound = async (index: number): Promise<boolean> => {
      const rest = books.events.filter((_, i) => i !== index);
      const forged: Books = booksOf(bank, books, rest, times);
      return contradictionsIn(forged).length > 0 || (await compareBooks(bank, forged)).differences.length > 0;
    };
    const kinds = new Map<string, number[]>();
    books.events.forEach(({ contract, name }, i) => {
      const places = kinds.get(`${contract}.${name}`) ?? [];
      kinds.set(`${contract}.${name}`, [...places, i]);
    });
    for (const kind of TELLING) {
      const places = kinds.get(kind) ?? [];
      expect(places, kind).to.not.have.length(0);
      // A later event of its kind may say the same again: one of the last ones must be missed.
      let found = false;
      for (const place of places.slice(-12).reverse()) found ||= await isFound(place);
      expect(found, kind).to.equal(true);
    }
  });
});
