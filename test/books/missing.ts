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

/** Events that no stored figure follows from: who did it, and what other events say too. A missing one leaves no trace. */
const TELLS_ONLY: Readonly<Record<string, string>> = {
  "AccessManager.RoleGranted": "roles are the AccessManager's own record",
  "AccessManager.TargetFunctionRoleUpdated": "as above",
  "DepositToken.Approval": "allowances are no part of the books",
  "DepositToken.AuthorityUpdated": "set once, at the deployment",
  "DepositToken.ForcedTransfer": "Transfer moves the money",
  "DepositToken.Initialized": "at the deployment",
  "DepositToken.Upgraded": "at the deployment",
  "IssuanceDesk.AuthorityUpdated": "as above",
  "IssuanceDesk.Initialized": "as above",
  "IssuanceDesk.MintOrdered": "who ordered and who approved: no word keeps it",
  "IssuanceDesk.Upgraded": "as above",
  "LegalOrders.AuthorityUpdated": "as above",
  "LegalOrders.DirectBlockLifted": "the register's PartyUnblocked moves the count",
  "LegalOrders.Initialized": "as above",
  "LegalOrders.SweepFailed": "nothing changed",
  "LegalOrders.Upgraded": "as above",
  "Limits.AuthorityUpdated": "as above",
  "Limits.Initialized": "as above",
  "PartyRegistry.AuthorityUpdated": "as above",
  "PartyRegistry.Initialized": "as above",
  "PartyRegistry.PushFailed": "nothing changed",
  "PartyRegistry.Upgraded": "as above",
  "PauseControl.AuthorityUpdated": "as above",
  "PauseControl.Initialized": "as above",
  "RedemptionDesk.AuthorityUpdated": "as above",
  "RedemptionDesk.Initialized": "as above",
  "RedemptionDesk.RedemptionRequested": "a request has no state of its own: its hold is the token's",
  "RedemptionDesk.Upgraded": "as above",
  "Resolution.AuthorityUpdated": "as above",
  "Resolution.Initialized": "as above",
};

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
  it("of any kind from which a stored figure follows is found", async function () {
    this.timeout(180_000);
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
    const unnoticed: string[] = [];
    for (const [kind, places] of kinds) {
      // A later event of its kind may say the same again: one of the last ones must be missed.
      let found = false;
      const tried = TELLS_ONLY[kind] === undefined ? 12 : 1;
      for (const place of places.slice(-tried).reverse()) found ||= await isFound(place);
      if (!found) unnoticed.push(kind);
    }
    expect(unnoticed.sort()).to.deep.equal(
      Object.keys(TELLS_ONLY)
        .filter((kind) => kinds.has(kind))
        .sort(),
    );
    expect(kinds.size - unnoticed.length).to.be.greaterThan(45);
  });
});
