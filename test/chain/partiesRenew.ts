import { expect } from "chai";

import { countryCode } from "../../src/bank/countries.js";
import {
  addWallets,
  admitParties,
  blockParty,
  closeParties,
  decodeStanding,
  planRenewals,
  renewParties,
} from "../../src/chain/index.js";
import { anyAddress, bytes32, DAY, partyOf, refusalOf, useBank, VALID_UNTIL } from "./support.js";

const load = await useBank();

describe("renewParties", () => {
  it("is refused before anything is sent: nobody, no number, a time beyond 32 bits, a stranger, who was closed", async () => {
    const { bank, chain, REGISTRAR } = await load();
    await closeParties(bank, REGISTRAR, [partyOf("dave")]);
    const before = await chain.ethers.provider.getBlockNumber();
    const renew = async (ids: bigint[], until = VALID_UNTIL + DAY) =>
      (await refusalOf(renewParties(bank, REGISTRAR, ids, until))).name;
    expect(await renew([])).to.equal("EmptyList");
    for (const id of [0n, -1n, 1n << 64n]) expect(await renew([id])).to.equal("BadParty");
    for (const until of [-1n, 1n << 32n]) expect(await renew([partyOf("bob")], until)).to.equal("BadTime");
    expect(await renew([partyOf("bob"), 7n])).to.equal("PartyUnknown");
    expect(await renew([partyOf("bob"), partyOf("dave")])).to.equal("PartyIsClosed");
    expect(await chain.ethers.provider.getBlockNumber()).to.equal(before);
    const valid = decodeStanding(await bank.partyRegistry.standingOf(partyOf("bob")));
    expect(valid.validUntil).to.equal(VALID_UNTIL);
  });

  it("is refused from anybody but the registrar", async () => {
    const { bank, COMPLIANCE } = await load();
    const refused = await refusalOf(renewParties(bank, COMPLIANCE, [partyOf("bob")], VALID_UNTIL + DAY));
    expect(refused.name).to.equal("AccessManagedUnauthorized");
  });

  it("renews every wallet in every token, once for who is named twice, and leaves a block alone", async () => {
    const { bank, alice, REGISTRAR, COMPLIANCE } = await load();
    const wallet = anyAddress();
    await addWallets(bank, REGISTRAR, partyOf("alice"), [wallet]);
    await blockParty(bank, COMPLIANCE, partyOf("alice"), bytes32(1));
    const ids = [partyOf("alice"), partyOf("alice")];
    const { transactions } = await renewParties(bank, REGISTRAR, ids, VALID_UNTIL + DAY);
    expect(transactions.flatMap(({ events }) => events.filter(({ name }) => name === "PartyUpdated"))).to.have.length(
      1,
    );
    for (const token of Object.values(bank.tokens)) {
      for (const address of [alice.address, wallet]) {
        const standing = decodeStanding((await token.accountWord(address)) >> 192n);
        expect([standing.validUntil, standing.blocked]).to.deep.equal([VALID_UNTIL + DAY, true]);
      }
    }
  });

  it("plans pages of equal ends that stay within 400 wallets times tokens, and leaves out who is renewed already", async () => {
    const { bank, REGISTRAR } = await load();
    const profile = { residency: countryCode("DE") };
    const ids = Array.from({ length: 6 }, (_, i) => 3_000n + BigInt(i));
    await admitParties(
      bank,
      REGISTRAR,
      ids.map((id) => ({ id, wallets: [anyAddress()], profile, validUntil: VALID_UNTIL })),
    );
    // 60 wallets in two tokens weigh 121: three of them fill a page, a fourth would pass 400.
    for (const id of ids.slice(0, 4)) {
      await addWallets(bank, REGISTRAR, id, Array.from({ length: 59 }, anyAddress));
    }
    const until = VALID_UNTIL + DAY;
    const renewals = ids.map((party, i) => ({
      party,
      validUntil: i === 5 ? VALID_UNTIL : i === 4 ? until + DAY : until,
    }));
    const plan = await planRenewals(bank, renewals);
    expect(plan.pages.map((page) => page.map(({ party }) => party))).to.deep.equal([
      [3_000n, 3_001n, 3_002n],
      [3_003n],
      [3_004n],
    ]);
    expect(plan.unchanged.map(({ party }) => party)).to.deep.equal([3_005n]);
    const { transactions } = await renewParties(bank, REGISTRAR, ids.slice(0, 4), until);
    expect(transactions).to.have.length(2);
    for (const { gas } of transactions) expect(Number(gas)).to.be.lessThan(6_000_000);
    expect((await renewParties(bank, REGISTRAR, ids.slice(0, 4), until)).transactions).to.deep.equal([]);
  });
});
