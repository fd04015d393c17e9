import { expect } from "chai";
import { BOB_USD } from "../issuance/support.js";
import { ALICE, BOB, useCompliance } from "./support.js";

const load = await useCompliance();
const NOBODY = 999n;

describe("enrol", () => {
  it("is refused for a party without limits in this token, known to the register or not", async () => {
    const { usd, jpy, limits, stranger, limited } = await load();
    const enrol = (party: bigint, token = usd) => limits.connect(stranger).enrol(token, [party]);
    await limited(enrol(BOB), "PartyLimitsNotSet", usd, BOB);
    await limited(enrol(ALICE, jpy), "PartyLimitsNotSet", jpy, ALICE);
    await limited(enrol(NOBODY), "PartyLimitsNotSet", usd, NOBODY);
  });

  it("is refused for a party that has no wallet left", async () => {
    const { usd, limits, registry, registrar, raise, alice, bob, pay, limited } = await load();
    await raise(BOB, {});
    await pay(bob, alice, BOB_USD);
    await registry.connect(registrar).removeWallet(bob);
    await limited(limits.enrol(usd, [BOB]), "PartyNotRegistered", BOB);
  });

  it("copies what the register says, whoever asks, and changes nothing that was used", async () => {
    const { usd, limits, registry, registrar, alice, bob, dave, stranger, operator, pay, used, emits } = await load();
    await pay(alice, bob, 70n);
    await registry.connect(registrar).addWallets(ALICE, [operator]);
    await emits(limits.connect(stranger).enrol(usd, [ALICE]), ["PartyEnrolled", usd, ALICE, [operator, dave, alice]]);
    for (const wallet of [alice, dave, operator]) {
      const wallets = await limits.enrolledWith(usd, wallet);
      expect(wallets[0]).to.equal(wallet.address);
      expect([...wallets].sort()).to.deep.equal([alice, dave, operator].map(({ address }) => address).sort());
    }
    expect(await used(ALICE)).to.deep.equal({ value: 70n, count: 1n });
  });

  it("drops a wallet that the register has removed", async () => {
    const { usd, limits, registry, registrar, alice, dave } = await load();
    await registry.connect(registrar).removeWallet(dave);
    expect(await limits.enrolledWith(usd, dave)).to.deep.equal([dave.address, alice.address]);
    await limits.enrol(usd, [ALICE]);
    expect(await limits.enrolledWith(usd, alice)).to.deep.equal([alice.address]);
    expect(await limits.enrolledWith(usd, dave)).to.deep.equal([]);
  });

  it("drops it, too, when the register's list begins with a wallet that is new", async () => {
    const { usd, limits, registry, registrar, alice, dave, operator } = await load();
    await registry.connect(registrar).addWallets(ALICE, [operator]);
    await registry.connect(registrar).removeWallet(dave);
    await limits.enrol(usd, [ALICE]);
    expect(await limits.enrolledWith(usd, alice)).to.deep.equal([alice.address, operator.address]);
    expect(await limits.enrolledWith(usd, operator)).to.deep.equal([operator.address, alice.address]);
    expect(await limits.enrolledWith(usd, dave)).to.deep.equal([]);
  });

  it("counts what a wallet got by a forced transfer before it was ever used", async () => {
    const { usd, limits, registry, registrar, legalOrders, raise, reclassify, alice, bob, operator, pay, limited } =
      await load();
    await raise(BOB, { holdingCap: BOB_USD + 100n });
    await reclassify(BOB, { zone: 2, limited: true });
    await registry.connect(registrar).addWallets(BOB, [operator]);
    await usd.connect(legalOrders).forcedTransfer(alice, operator, 60n);
    await limits.enrol(usd, [BOB]);
    await limited(pay(alice, bob, 41n), "HoldingCapExceeded", BOB, BOB_USD + 101n, BOB_USD + 100n);
    await pay(alice, bob, 40n);
  });

  it("is done by the first payment of a wallet that is new, and for all wallets at once", async () => {
    const { usd, registry, registrar, alice, bob, dave, operator, give, reclassify, pay, used, emits } = await load();
    await registry.connect(registrar).addWallets(ALICE, [operator]);
    // While the party has no limits nothing is asked of it, so the new wallet is not known yet.
    await reclassify(ALICE, { zone: 1 });
    await give(operator, 10n);
    await reclassify(ALICE, { zone: 1, limited: true });
    await emits(
      pay(operator, bob, 4n),
      ["Transfer", operator, bob, 4n],
      ["PartyEnrolled", usd, ALICE, [operator, dave, alice]],
    );
    await emits(pay(operator, bob, 4n), ["Transfer", operator, bob, 4n]);
    expect(await used(ALICE)).to.deep.equal({ value: 8n, count: 2n });
  });
});
