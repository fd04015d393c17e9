import { expect } from "chai";

import {
  addWallets,
  buildRedemption,
  closeParties,
  pay,
  readAccount,
  readParty,
  removeWallet,
  requireLiveWallet,
  setSettlementAccount,
} from "../../src/chain/index.js";
import { anyAddress, bytes32, partyOf, refusalOf, useBank } from "./support.js";

const load = await useBank();

/** alice with a second wallet. */
async function withSecond() {
  const fixture = await load();
  const second = anyAddress();
  await addWallets(fixture.bank, fixture.REGISTRAR, partyOf("alice"), [second]);
  return { ...fixture, second };
}

describe("removeWallet", () => {
  it("is refused before anything is sent: no address, a stranger's, a lost one, one that was given up", async () => {
    const { bank, chain, alice, second, REGISTRAR, LEGAL_ORDERS } = await withSecond();
    const lost = anyAddress();
    await addWallets(bank, REGISTRAR, partyOf("alice"), [lost]);
    await bank.partyRegistry.connect(LEGAL_ORDERS).retireWallet(lost, alice.address);
    await removeWallet(bank, REGISTRAR, second);
    const before = await chain.ethers.provider.getBlockNumber();
    const refused = (wallet: string) => refusalOf(removeWallet(bank, REGISTRAR, wallet));
    expect((await refused("0x12")).name).to.equal("BadAddress");
    const stranger = anyAddress();
    expect((await refused(stranger)).message).to.equal(`${stranger} belongs to no party. Correct the address.`);
    expect((await refused(lost)).message).to.equal(
      `${lost} of party 100 was lost and is retired. It stays on record; what is due to it goes to ${alice.address}.`,
    );
    expect((await refused(second)).sentence).to.equal(`${second} was given up by party 100.`);
    for (const wallet of [stranger, lost, second]) expect((await refused(wallet)).name).to.equal("WalletNotLive");
    expect(await chain.ethers.provider.getBlockNumber()).to.equal(before);
  });

  it("is refused while there is money, naming all of it, and while money due to a lost wallet goes to it", async () => {
    const { bank, alice, second, REGISTRAR, LEGAL_ORDERS } = await withSecond();
    await pay(bank, alice, { currency: "USD", to: second, amount: 1_250n });
    const full = await refusalOf(removeWallet(bank, REGISTRAR, second));
    expect([full.name, full.sentence]).to.deep.equal(["AccountNotEmpty", `${second} still has USD 12.50.`]);
    const [lost, heir] = [anyAddress(), anyAddress()];
    await addWallets(bank, REGISTRAR, partyOf("alice"), [lost, heir]);
    await bank.partyRegistry.connect(LEGAL_ORDERS).retireWallet(lost, heir);
    expect((await refusalOf(removeWallet(bank, REGISTRAR, heir))).name).to.equal("WalletIsSuccessor");
  });

  it("takes the wallet from its party and out of every token, for good", async () => {
    const { bank, second, alice, REGISTRAR, COMPLIANCE } = await withSecond();
    expect(await requireLiveWallet(bank, second)).to.deep.equal({ wallet: second, party: partyOf("alice") });
    expect((await refusalOf(removeWallet(bank, COMPLIANCE, second))).name).to.equal("AccessManagedUnauthorized");
    expect((await removeWallet(bank, REGISTRAR, second)).pushFailures).to.deep.equal([]);
    const party = await readParty(bank, partyOf("alice"));
    expect(party!.wallets).to.deep.equal([{ wallet: alice.address, retired: false, successor: alice.address }]);
    for (const currency of ["USD", "JPY"]) {
      expect((await readAccount(bank, currency, second)).standing.admitted).to.equal(false);
    }
    const taken = await refusalOf(addWallets(bank, REGISTRAR, partyOf("bob"), [second]));
    expect(taken.name).to.equal("WalletTaken");
  });
});

describe("setSettlementAccount", () => {
  it("is refused before anything is sent: a stranger, who was closed, what is no hash", async () => {
    const { bank, REGISTRAR } = await load();
    await closeParties(bank, REGISTRAR, [partyOf("dave")]);
    const refused = async (party: bigint, account = bytes32(1)) =>
      (await refusalOf(setSettlementAccount(bank, REGISTRAR, party, account))).name;
    expect(await refused(7n)).to.equal("PartyUnknown");
    expect(await refused(partyOf("dave"))).to.equal("PartyIsClosed");
    expect(await refused(partyOf("alice"), "DE46700000000123456789")).to.equal("BadBytes");
  });

  it("is what redemptions are asked for from now on", async () => {
    const { bank, alice, REGISTRAR } = await load();
    await setSettlementAccount(bank, REGISTRAR, partyOf("alice"), bytes32(0xbee));
    const { terms } = await buildRedemption(bank, { currency: "USD", payer: alice.address, amount: 1n });
    expect(terms.settlementAccount).to.equal(bytes32(0xbee));
  });
});
