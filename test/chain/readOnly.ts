import { expect } from "chai";
import { Wallet } from "ethers";

import { testAccount } from "../../src/bank/testAccounts.js";
import { connectBank, pay } from "../../src/chain/index.js";
import { readOnly } from "../../src/chain/readOnly.js";
import { refusalOf, useBank } from "./support.js";

const load = await useBank();

describe("a provider for dry runs", () => {
  it("sends nothing: neither by a contract of the bank nor by a bare wallet", async () => {
    const { bank, bob, chain } = await load();
    const { provider } = chain.ethers;
    const guarded = readOnly(provider);
    const wallet = new Wallet(testAccount(1).privateKey, guarded);
    const height = await provider.getBlockNumber();
    const act = pay(connectBank(bank.addresses, guarded), wallet, { currency: "USD", to: bob.address, amount: 1n });
    expect((await refusalOf(act)).name).to.equal("DryRunSends");
    expect((await refusalOf(wallet.sendTransaction({ to: bob.address, value: 1n }))).name).to.equal("DryRunSends");
    expect(await provider.getBlockNumber()).to.equal(height);
  });

  it("reads and tries calls as ever", async () => {
    const { bank, alice, bob, chain } = await load();
    const usd = connectBank(bank.addresses, readOnly(chain.ethers.provider)).tokens["USD"]!;
    expect(await usd.balanceOf(alice)).to.equal(await bank.tokens["USD"]!.balanceOf(alice));
    expect(await usd.getFunction("transfer(address,uint256)").estimateGas(bob, 1n, { from: alice })).to.be.greaterThan(
      20_000n,
    );
  });
});
