import { expect } from "chai";
import { Wallet } from "ethers";

import { testAccount } from "../../src/bank/testAccounts.js";
import { type Bank, callOf, connectBank, send, type Sent } from "../../src/chain/index.js";
import { Outbox } from "../../src/chain/outbox/outbox.js";
import { refusalOf } from "../chain/support.js";
import { labelRole, labelsOf, managerBank } from "./managerBank.js";
import { describeWithAnvil, folderOf, mineUntil, quickProvider, type RunningNode, startAnvil } from "./support.js";

/** No block comes but when a specification mines one: what happens before it is not left to the speed of a machine. */
describeWithAnvil("two admins at once, on a chain whose next block is not there yet", () => {
  const folder = folderOf();
  let node: RunningNode;
  let stage: Awaited<ReturnType<typeof managerBank>>;

  before(async () => {
    node = await startAnvil();
    stage = await managerBank(node, folder);
    await stage.bank.accessManager.connect(wallet(0)).grantRole(0, wallet(1).address, 0);
    await node.rpc("evm_setAutomine", false);
  });
  after(() => node.stop());

  const wallet = (index: number): Wallet => new Wallet(testAccount(index).privateKey, node.provider);

  /** Takes the other one's admin role away. */
  const depose = ({ accessManager }: Bank, account: string) =>
    callOf("AccessManager.revokeRole", accessManager.revokeRole.populateTransaction(0, account));

  it("acts of two keys that do not touch each other are both done", async () => {
    const [one, other] = [stage.newRun(20), stage.newRun(20)];
    const both = Promise.all([
      send(one.bank, wallet(0), await labelRole(one.bank, "ISSUER", "by the first")),
      send(other.bank, wallet(1), await labelRole(other.bank, "APPROVER", "by the second")),
    ]);
    await Promise.race([both, Promise.all([0, 1].map((index) => inPool(wallet(index).address)))]);
    const sent: Sent[] = await mineUntil(node, both);
    expect(sent[0]!.blockNumber).to.equal(sent[1]!.blockNumber);
    expect(await labelsOf(stage.bank)).to.have.members(["by the first", "by the second"]);
  });

  it("the same key at two machines: the second is refused while the first one's act is on its way", async () => {
    const first = stage.newRun(20);
    const going = send(first.bank, wallet(0), await labelRole(first.bank, "ISSUER", "here"));
    await Promise.race([going, inPool(stage.admin)]);
    const second = elsewhere();
    const error = await refusalOf(send(second, wallet(0), await labelRole(second, "ISSUER", "there")));
    expect(error.name).to.equal("TransactionsPending");
    expect(error.sentence).to.contain("not sent from here. Nothing was sent.");
    await mineUntil(node, going);
    expect(await labelsOf(stage.bank))
      .to.include("here")
      .and.not.include("there");
  });

  it("acts that contradict each other: the later one is refused with the reason, by the chain", async () => {
    const [one, other] = [stage.newRun(20), stage.newRun(20)];
    const calls = await Promise.all([depose(one.bank, wallet(1).address), depose(other.bank, wallet(0).address)]);
    const both = Promise.allSettled([send(one.bank, wallet(0), calls[0]), send(other.bank, wallet(1), calls[1])]);
    await Promise.all([0, 1].map((index) => inPool(wallet(index).address)));
    const ends = await mineUntil(node, both);
    const refused = ends.filter((end) => end.status === "rejected");
    expect(refused).to.have.length(1);
    const error = refused[0]!.reason as Error;
    expect(error.name).to.equal("AccessManagerUnauthorizedAccount");
    const admins = await Promise.all([0, 1].map((index) => stage.bank.accessManager.hasRole(0, wallet(index).address)));
    expect(admins.filter(([isMember]) => isMember)).to.have.length(1);
  });

  /** The same bank in another folder, as another machine has it. */
  function elsewhere(): Bank {
    const bank = connectBank(stage.bank.addresses, quickProvider(node.url));
    bank.outbox = new Outbox(`${folder}/elsewhere`, 5);
    return bank;
  }

  /** Waits until the node has a transaction of this key in its pool. */
  async function inPool(address: string): Promise<void> {
    const count = (tag: string) => node.provider.getTransactionCount(address, tag);
    while ((await count("pending")) === (await count("latest")))
      await new Promise((resolve) => setTimeout(resolve, 20));
  }
});
