import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { DepositToken__factory } from "../../typechain-types/index.js";
import { goodStanding } from "../support/token.js";
import { packStanding } from "../support/words.js";
import { PARTIES, useBank } from "../issuance/support.js";

const load = await useBank();

async function loadWithAct() {
  const bank = await load();
  return { ...bank, listToken: bank.registry.connect(bank.policyAdmin).listToken };
}

describe("listToken", () => {
  describe("is refused", () => {
    it("for a token that is listed", async () => {
      const { registry, usd, listToken, refuses } = await loadWithAct();
      await refuses(listToken(usd), registry, "TokenInvalid", usd);
    });

    it("for what is no contract", async () => {
      const { registry, stranger, listToken, refuses } = await loadWithAct();
      for (const account of [stranger.address, ZeroAddress]) {
        await refuses(listToken(account), registry, "TokenInvalid", account);
      }
    });

    it("for a token of another register", async () => {
      const { registry, stranger, admin, anotherToken, listToken, refuses } = await loadWithAct();
      const foreign = await anotherToken("XEUR", stranger);
      await refuses(listToken(foreign), registry, "TokenInvalid", foreign);
      // The implementation behind the proxies has no register at all.
      const bare = await new DepositToken__factory(admin).deploy();
      await refuses(listToken(bare), registry, "TokenInvalid", bare);
    });

    it("for a contract that is no token, whatever it answers", async () => {
      const { issuance, listToken, ethers } = await loadWithAct();
      await expect(listToken(issuance)).to.be.revertedWithoutReason(ethers);
    });

    it("for a tenth token", async () => {
      const { registry, anotherToken, listToken, refuses } = await loadWithAct();
      const max = Number(await registry.MAX_TOKENS());
      expect(max).to.equal(9);
      for (let i = 2; i < max; ++i) await listToken(await anotherToken(`X${i}`));
      expect(await registry.tokens()).to.have.length(max);
      const tenth = await anotherToken("X10");
      await refuses(listToken(tenth), registry, "TokenInvalid", tenth);
    });
  });

  it("adds the token to the list; its wallets start with nothing", async () => {
    const { registry, usd, jpy, alice, anotherToken, listToken, standingOf, emits } = await loadWithAct();
    const eur = await anotherToken("XEUR");
    expect(await registry.isToken(eur)).to.equal(false);
    await emits(listToken(eur), ["TokenListed", eur]);
    expect(await registry.isToken(eur)).to.equal(true);
    expect(await registry.tokens()).to.deep.equal([usd.target, jpy.target, eur.target]);
    expect(await standingOf(eur, alice)).to.equal(0n);
  });

  it("lets every later push reach the new token", async () => {
    const { anotherToken, listToken, standingOf, alice, block } = await loadWithAct();
    const eur = await anotherToken("XEUR");
    await listToken(eur);
    await block(PARTIES.alice);
    expect(await standingOf(eur, alice)).to.equal(packStanding({ ...goodStanding(1), blocked: true }));
  });
});
