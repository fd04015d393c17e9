import { expect } from "chai";
import { ZeroHash } from "ethers";
import { PARTIES, settlementAccount, useBank } from "../issuance/support.js";

const load = await useBank();
const ALICE = PARTIES.alice;

describe("setSettlementAccount", () => {
  it("is refused for a party that is unknown", async () => {
    const { registry, registrar, refuses } = await load();
    const set = registry.connect(registrar).setSettlementAccount;
    for (const id of [0n, 999n]) await refuses(set(id, settlementAccount("new")), registry, "PartyUnknown", id);
  });

  it("sets the account of all wallets of the party, and of no other", async () => {
    const { registry, registrar, alice, bob, carol, stranger, emits } = await load();
    await registry.connect(registrar).addWallets(ALICE, [carol]);
    const account = settlementAccount("new");
    await emits(registry.connect(registrar).setSettlementAccount(ALICE, account), [
      "SettlementAccountSet",
      ALICE,
      account,
    ]);
    for (const wallet of [alice, carol]) expect(await registry.settlementAccountOf(wallet)).to.equal(account);
    expect(await registry.settlementAccountOf(bob)).to.equal(settlementAccount("bob"));
    expect(await registry.settlementAccountOf(stranger)).to.equal(ZeroHash);
  });

  it("may take the account away", async () => {
    const { registry, registrar, alice } = await load();
    await registry.connect(registrar).setSettlementAccount(ALICE, ZeroHash);
    expect(await registry.settlementAccountOf(alice)).to.equal(ZeroHash);
  });
});
