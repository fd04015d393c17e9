import { expect } from "chai";
import hre from "hardhat";
import type { Signer, TransactionRequest } from "ethers";

import { chainAccounts } from "../../src/bank/testAccounts.js";
import { callOf, connectBank, decodeLogs, payCall, providerOf, send } from "../../src/chain/index.js";
import type { Bank } from "../../src/chain/index.js";
import { DepositToken__factory } from "../../typechain-types/index.js";
import { anyAddress, refusalOf } from "./support.js";

/** A chain that mines what reverts, as real ones do, with a token that knows nobody. */
async function realChain(): Promise<{ bank: Bank; signer: Signer }> {
  const chain = await hre.network.create({
    override: { throwOnTransactionFailures: false, accounts: chainAccounts() },
  });
  const [signer] = await chain.ethers.getSigners();
  const code = await new DepositToken__factory(signer).deploy();
  const none = anyAddress();
  const addresses = {
    ...{ bank: "test", chainId: 31337, fromBlock: 0, accessManager: none, partyRegistry: none, issuanceDesk: none },
    ...{ limits: none, confirmedPayments: none, legalOrders: none, pauseControl: none, resolution: none },
    ...{ redemptionDesk: none, transferLens: none, tokens: { USD: await code.getAddress() } },
  };
  return { bank: connectBank(addresses, chain.ethers.provider), signer: signer! };
}

/** The signer with a gas limit of its own: the node is not asked first, so the refusal is mined. */
const unestimated = (signer: Signer, gasLimit: bigint): Signer =>
  new Proxy(signer, {
    get(target, key, receiver) {
      if (key !== "sendTransaction") return Reflect.get(target, key, receiver) as unknown;
      return (transaction: TransactionRequest) => target.sendTransaction({ ...transaction, gasLimit });
    },
  });

describe("send", () => {
  it("says why a transaction reverted that was mined, by asking the node again", async () => {
    const { bank, signer } = await realChain();
    const call = await payCall(bank, { currency: "USD", to: anyAddress(), amount: 1n });
    const before = await signer.getNonce();
    const error = await refusalOf(send(bank, unestimated(signer, 300_000n), call));
    expect([error.name, error.args["account"]]).to.deep.equal(["ERC7943CannotSend", await signer.getAddress()]);
    expect(await signer.getNonce()).to.equal(before + 1);
  });

  it("calls a transaction unconfirmed, not failed, when no answer comes", async () => {
    const { bank, signer } = await realChain();
    const hash = `0x${"12".repeat(32)}`;
    const silent = new Proxy(signer, {
      get(target, key, receiver) {
        if (key !== "sendTransaction") return Reflect.get(target, key, receiver) as unknown;
        return async () => ({
          hash,
          wait: () => Promise.reject(Object.assign(new Error("timeout"), { code: "TIMEOUT" })),
        });
      },
    });
    const error = await refusalOf(send(bank, silent, { act: "test", to: anyAddress(), data: "0x" }));
    expect([error.name, error.args]).to.deep.equal(["OutcomeUnconfirmed", { hash }]);
    expect(error.sentence).to.contain("unconfirmed, not failed");
  });

  it("needs a node", async () => {
    const { bank } = await realChain();
    const offline = { ...bank, partyRegistry: bank.partyRegistry.connect(null) };
    expect(() => providerOf(offline)).to.throw("connected to no node");
  });

  it("decodes no event of a contract that is not the bank's", async () => {
    const { bank, signer } = await realChain();
    const other = await new DepositToken__factory(signer).deploy();
    const receipt = await other.deploymentTransaction()!.wait();
    expect(receipt!.logs).to.have.length(1);
    expect(decodeLogs(bank, receipt!.logs)).to.deep.equal([]);
    const own = connectBank({ ...bank.addresses, tokens: { USD: await other.getAddress() } }, signer);
    expect(decodeLogs(own, receipt!.logs).map(({ name }) => name)).to.deep.equal(["Initialized"]);
  });
});

describe("callOf", () => {
  it("keeps act, role and currency beside the data", async () => {
    const { bank } = await realChain();
    const populated = bank.tokens["USD"]!.pause.populateTransaction(0n);
    const call = await callOf("DepositToken.pause", populated, { role: "GUARDIAN", currency: "USD" });
    expect(call).to.include({
      act: "DepositToken.pause",
      to: bank.addresses.tokens["USD"],
      role: "GUARDIAN",
      currency: "USD",
    });
    expect(call.data).to.match(/^0x[0-9a-f]{72}$/);
  });
});
