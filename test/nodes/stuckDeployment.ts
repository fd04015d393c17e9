import { readFileSync } from "node:fs";

import { expect } from "chai";

import { DeploymentFailedError } from "../../src/chain/deployErrors.js";
import { type ChainConnection, runModule } from "../../src/chain/ignition.js";
import { DEPLOYER, smallModule, smallRun, STEPS } from "./smallModule.js";
import {
  describeWithAnvil,
  folderOf,
  itAtLength,
  mineUntil,
  type RunningNode,
  startAnvil,
  startHardhatNode,
} from "./support.js";

const GWEI = 10n ** 9n;

/** The connection, telling of each transaction once the node has it. */
function watch(connection: ChainConnection, onSent: (count: number) => Promise<void>): ChainConnection {
  let count = 0;
  const provider = new Proxy(connection.provider, {
    get: (target, key) => {
      const value: unknown = Reflect.get(target, key, target);
      if (key !== "request") return typeof value === "function" ? (value as () => unknown).bind(target) : value;
      return async (call: Parameters<typeof target.request>[0]) => {
        const answer = await target.request(call);
        if (call.method === "eth_sendTransaction") await onSent(++count);
        return answer;
      };
    },
  });
  return { provider, ethers: connection.ethers, networkConfig: connection.networkConfig };
}

describe("a deployment's transaction that is stuck at a low fee, on the Hardhat node without automine", () => {
  const folder = folderOf();
  let node: RunningNode;
  let fresh: unknown;

  before(async () => {
    node = await startHardhatNode();
  });
  after(() => node.stop());
  beforeEach(async () => {
    fresh = await node.rpc("evm_snapshot");
    await node.rpc("evm_setAutomine", false);
  });
  afterEach(() => node.rpc("evm_revert", fresh));

  const setBaseFee = (fee: bigint) => node.rpc("hardhat_setNextBlockBaseFeePerGas", `0x${fee.toString(16)}`);
  /** Of one step, or of all: a slow machine may bump a step that was about to be mined. */
  const bumps = (name: string, step = ""): number =>
    readFileSync(`${folder}/${name}/journal.jsonl`, "utf8")
      .split("\n")
      .filter((line) => line.includes("ONCHAIN_INTERACTION_BUMP_FEES") && line.includes(step)).length;

  it("is sent again at a higher fee, with the same nonce", async () => {
    const connection = watch(node.connection, async (count) => {
      if (count === 2) await setBaseFee(100n * GWEI);
    });
    const run = smallRun(node, `${folder}/bump`, [], { connection, confirmations: 1, bumpFeesAfter: 0.5 });
    const { transactions } = await mineUntil(node, runModule(smallModule, run));
    expect(transactions).to.have.length(STEPS.length);
    expect(bumps("bump")).to.equal(1);
    expect(await node.provider.getTransactionCount(DEPLOYER)).to.equal(STEPS.length);
  });

  it("is given up after four times, and waited for again by the next run: nothing is sent twice", async () => {
    let fee = 0n;
    // Whatever is offered, the next blocks cost more.
    const connection = watch(node.connection, async (count) => {
      if (count === 2) fee = 10n * GWEI;
      else if (count > 2) fee *= 4n;
      if (fee > 0n) await setBaseFee(fee);
    });
    const run = smallRun(node, `${folder}/late`, [], { connection, confirmations: 1, bumpFeesAfter: 0.5 });
    const attempt = runModule(smallModule, run).catch((caught: unknown) => caught);
    let error: unknown;
    void attempt.then((caught) => (error = caught));
    while (error === undefined) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      if (fee > 0n) await setBaseFee(fee);
      await node.mine();
    }
    expect(error).to.be.instanceOf(DeploymentFailedError);
    // The second step, or the one after it where a block came between its sending and the rise of the fee.
    const [, stuck] =
      /^The deployment stopped: (Small#[\w.]+): not confirmed in time/.exec((error as Error).message) ?? [];
    expect(STEPS).to.include(stuck);
    expect(bumps("late", stuck)).to.equal(4);
    await setBaseFee(GWEI);
    await mineUntil(node, runModule(smallModule, smallRun(node, `${folder}/late`, [], { confirmations: 1 })));
    expect(await node.provider.getTransactionCount(DEPLOYER)).to.equal(STEPS.length);
  });

  it("of an earlier run is waited for: the next run does not stop at it", async () => {
    const [deployer] = await node.connection.ethers.getSigners();
    await deployer!.sendTransaction({ to: DEPLOYER });
    await node.mine();
    const { transactions } = await mineUntil(
      node,
      runModule(smallModule, smallRun(node, `${folder}/after`, [], { confirmations: 2 })),
    );
    expect(transactions).to.have.length(STEPS.length);
    expect(await node.provider.getTransactionCount(DEPLOYER)).to.equal(STEPS.length + 1);
  });
});

describeWithAnvil("a deployment's transaction that the node threw out of its pool, on anvil", () => {
  const folder = folderOf();

  itAtLength("is sent again", async () => {
    const node = await startAnvil(["--no-mining"]);
    try {
      const connection = watch(node.connection, async (count) => {
        if (count === 2) await node.rpc("anvil_setNextBlockBaseFeePerGas", `0x${(100n * GWEI).toString(16)}`);
      });
      const run = smallRun(node, `${folder}/evicted`, [], {
        connection,
        confirmations: 1,
      });
      const { transactions } = await mineUntil(node, runModule(smallModule, run));
      expect(transactions).to.have.length(STEPS.length);
      expect(await node.provider.getTransactionCount(DEPLOYER)).to.equal(STEPS.length);
    } finally {
      await node.stop();
    }
  });
});
