import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";
import hre from "hardhat";

import { chainAccounts, testAccount } from "../../src/bank/testAccounts.js";
import { runDeployment } from "../../src/chain/deploy.js";
import { DeploymentFailedError } from "../../src/chain/deployErrors.js";
import { deploymentFolder } from "../../src/chain/deployments.js";
import type { ChainConnection } from "../../src/chain/ignition.js";
import { demoBank, temporaryFolder } from "./support.js";

type Provider = ChainConnection["provider"];
type Request = Parameters<Provider["request"]>[0];
type Forward = () => Promise<unknown>;

/** The same connection, whose transactions pass through `onSend` with their number, 1 for the first. */
function intercept<T extends ChainConnection>(
  connection: T,
  onSend: (forward: Forward, count: number) => Promise<unknown>,
) {
  let count = 0;
  const request = (call: Request): Promise<unknown> => {
    const forward = () => connection.provider.request(call);
    return call.method === "eth_sendTransaction" ? onSend(forward, ++count) : forward();
  };
  const provider = new Proxy(connection.provider, {
    get: (target, key) => {
      const value: unknown = key === "request" ? request : Reflect.get(target, key, target);
      return typeof value === "function" ? (value as (...args: unknown[]) => unknown).bind(target) : value;
    },
  });
  return { provider, ethers: connection.ethers, networkConfig: connection.networkConfig };
}

describe("resuming a deployment", () => {
  const bank = demoBank();
  const deployer = testAccount(0).address;
  const connect = () => hre.network.create({ network: "hardhat", override: { accounts: chainAccounts() } });
  /** Contracts, settings, roles, handover: what an undisturbed run sends. */
  const TRANSACTIONS = 40;

  async function stops(connection: ChainConnection, directory: string): Promise<DeploymentFailedError> {
    try {
      await runDeployment(connection, bank, { directory });
    } catch (error) {
      expect(error).to.be.instanceOf(DeploymentFailedError);
      return error as DeploymentFailedError;
    }
    throw new Error("It did not stop.");
  }

  /** Goes on to the end; nothing was sent twice. */
  async function completes(connection: ChainConnection, directory: string): Promise<void> {
    await runDeployment(connection, bank, { directory });
    expect(await connection.ethers.provider.getTransactionCount(deployer)).to.equal(TRANSACTIONS);
  }

  const NEVER_SENT: [number, string][] = [
    [1, "the first contract"],
    [26, "a setting of a token"],
    [35, "the custody party"],
    [39, "the roles"],
    [40, "the handover"],
  ];
  for (const [point, what] of NEVER_SENT) {
    it(`goes on when the transaction of ${what} never reached the chain`, async () => {
      const [connection, directory] = [await connect(), temporaryFolder()];
      const failing = intercept(connection, (forward, count) => {
        if (count >= point) throw new Error("the line is down");
        return forward();
      });
      const error = await stops(failing, directory);
      expect(error.message).to.match(/the line is down.*it goes on where it stopped/);
      await completes(connection, directory);
    });
  }

  const ANSWER_LOST: [number, string][] = [
    [9, "a proxy"],
    [39, "the roles"],
    [40, "the handover"],
  ];
  for (const [point, what] of ANSWER_LOST) {
    it(`goes on when the transaction of ${what} was mined but the answer was lost`, async () => {
      const [connection, directory] = [await connect(), temporaryFolder()];
      const failing = intercept(connection, async (forward, count) => {
        const answer = await forward();
        if (count >= point) throw new Error("the line is down");
        return answer;
      });
      await stops(failing, directory);
      await completes(connection, directory);
    });
  }

  it("goes on when it was killed with a step begun and nothing of it asked for, in the middle of a line", async () => {
    const [connection, directory] = [await connect(), temporaryFolder()];
    const failing = intercept(connection, (forward, count) => {
      if (count >= 26) throw new Error("the line is down");
      return forward();
    });
    await stops(failing, directory);
    const path = join(deploymentFolder(directory, bank.name, 31337), "journal.jsonl");
    const lines = readFileSync(path, "utf8")
      .split("\n")
      .filter((line) => line !== "");
    const sent = new Set(lines.flatMap((line) => stepOf(line, "TRANSACTION_SEND")));
    const unsent = new Set(
      lines.flatMap((line) => stepOf(line, "NETWORK_INTERACTION_REQUEST")).filter((step) => !sent.has(step)),
    );
    expect(unsent.size).to.be.greaterThan(0);
    const kept = lines.filter(
      (line) => ![...unsent].some((step) => line.includes(`"${step}"`)) || line.includes("_STATE_INITIALIZE"),
    );
    writeFileSync(path, kept.map((line) => `\n${line}`).join("") + '\n{"futureId":"Bank#USD');
    await completes(connection, directory);
  });

  const stepOf = (line: string, type: string): string[] => {
    const record = JSON.parse(line) as { type: string; futureId?: string };
    return record.type === type && record.futureId !== undefined ? [record.futureId] : [];
  };

  it("goes on after a step that the chain refused", async () => {
    const [connection, directory] = [await connect(), temporaryFolder()];
    const { provider } = connection.ethers;
    let manager = "";
    let code = "";
    // The AccessManager breaks after everything but the roles is done, and is repaired afterwards.
    const failing = intercept(connection, async (forward, count) => {
      const hash = await forward();
      if (count === 1) manager = (await provider.getTransactionReceipt(String(hash)))!.contractAddress!;
      if (count === TRANSACTIONS - 2) {
        code = await provider.getCode(manager);
        await connection.networkHelpers.setCode(manager, "0xfe");
      }
      return hash;
    });
    const error = await stops(failing, directory);
    expect(error.message).to.match(/Bank#Roles/);
    await connection.networkHelpers.setCode(manager, code);
    await completes(connection, directory);
  });

  it("goes on once the deployer has money for gas again", async () => {
    const [connection, directory] = [await connect(), temporaryFolder()];
    const failing = intercept(connection, async (forward, count) => {
      const hash = await forward();
      if (count === 11) await connection.networkHelpers.setBalance(deployer, 1n);
      return hash;
    });
    await stops(failing, directory);
    await connection.networkHelpers.setBalance(deployer, 10n ** 20n);
    await completes(connection, directory);
  });

  it("says that nothing was kept when there is no journal", async () => {
    const connection = await connect();
    const failing = intercept(connection, () => {
      throw new Error("the line is down");
    });
    const error = await runDeployment(failing, bank).catch((caught: unknown) => caught);
    expect((error as Error).message).to.match(/nothing was kept, so it starts afresh/);
  });
});
