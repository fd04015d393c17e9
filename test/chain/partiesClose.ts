import { expect } from "chai";

import { addWallets, closeParties, pay, planClosing, renewParties } from "../../src/chain/index.js";
import { ALICE_BALANCE, anyAddress, DAY, partyOf, refusalOf, useBank, VALID_UNTIL } from "./support.js";

const load = await useBank();

describe("closeParties", () => {
  it("is refused before anything is sent: nobody, no number, a stranger", async () => {
    const { bank, chain, REGISTRAR } = await load();
    const before = await chain.ethers.provider.getBlockNumber();
    const close = async (...ids: bigint[]) => (await refusalOf(closeParties(bank, REGISTRAR, ids))).name;
    expect(await close()).to.equal("EmptyList");
    expect(await close(0n)).to.equal("BadParty");
    expect(await close(partyOf("dave"), 7n)).to.equal("PartyUnknown");
    expect(await chain.ethers.provider.getBlockNumber()).to.equal(before);
  });

  it("is refused from anybody but the registrar", async () => {
    const { bank, COMPLIANCE } = await load();
    const refused = await refusalOf(closeParties(bank, COMPLIANCE, [partyOf("dave")]));
    expect(refused.name).to.equal("AccessManagedUnauthorized");
  });

  it("closes who is empty and lists who has money, in whatever wallet, with what it has", async () => {
    const { bank, alice, REGISTRAR } = await load();
    const wallet = anyAddress();
    await addWallets(bank, REGISTRAR, partyOf("bob"), [wallet]);
    await pay(bank, alice, { currency: "USD", to: wallet, amount: 250n });
    const ids = [partyOf("alice"), partyOf("bob"), partyOf("carol"), partyOf("dave"), partyOf("dave")];
    const { closed, owed, pushFailures } = await closeParties(bank, REGISTRAR, ids);
    expect([closed, pushFailures]).to.deep.equal([[partyOf("carol"), partyOf("dave")], []]);
    const money = (holder: string, balance: bigint) => [
      { wallet: holder, currency: "USD", balance, held: 0n, frozen: 0n },
    ];
    expect(owed).to.deep.equal([
      { item: partyOf("alice"), holdings: money(alice.address, ALICE_BALANCE - 250n) },
      { item: partyOf("bob"), holdings: money(wallet, 250n) },
    ]);
    const [usd] = Object.values(bank.tokens);
    expect([await usd!.canReceive(wallet), await usd!.canReceive(bank.addresses.issuanceDesk)]).to.deep.equal([
      true,
      false,
    ]);
  });

  it("leaves alone who was closed before, and nobody comes back", async () => {
    const { bank, REGISTRAR } = await load();
    const dave = partyOf("dave");
    await closeParties(bank, REGISTRAR, [dave]);
    const again = await closeParties(bank, REGISTRAR, [dave]);
    expect([again.closed, again.transactions]).to.deep.equal([[], []]);
    const plan = await planClosing(bank, [{ party: dave }, { party: partyOf("carol") }]);
    expect(plan.unchanged).to.deep.equal([{ party: dave }]);
    const renewed = await refusalOf(renewParties(bank, REGISTRAR, [dave], VALID_UNTIL + DAY));
    expect(renewed.name).to.equal("PartyIsClosed");
  });
});
