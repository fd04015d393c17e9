import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { FetchRequest, type JsonRpcProvider } from "ethers";
import hre from "hardhat";

import { TEST_ACCOUNTS, TEST_MNEMONIC } from "../../src/bank/testAccounts.js";
import type { CommandName } from "../../src/chain/commands/definitions.js";
import { type Ended, runCommand } from "../../src/chain/commands/run.js";
import { NodeProvider } from "../../src/chain/nodeProvider.js";
import { AT_LENGTH } from "../support/length.js";

/*
 * Real nodes: processes of their own that answer JSON-RPC over HTTP, with the accounts of the test mnemonic unlocked.
 */

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const inBin = (name: string): string => join(ROOT, "node_modules/.bin", name);

/** anvil comes as an optional package, for Linux alone. */
export const ANVIL_MISSING = existsSync(inBin("anvil")) ? undefined : `anvil is not installed on ${process.platform}`;

/** A suite that needs anvil; where there is none it is reported as skipped, with the reason. */
export const describeWithAnvil = (title: string, body: (this: Mocha.Suite) => void): void => {
  if (ANVIL_MISSING === undefined) describe(title, body);
  else describe.skip(`${title} [not run: ${ANVIL_MISSING}]`, body);
};

/** A test that takes long: `npm run test:long` has it, and no other run. */
export const itAtLength: (title: string, body: Mocha.AsyncFunc) => void = AT_LENGTH ? it : () => undefined;

export interface RunningNode {
  readonly url: string;
  readonly provider: JsonRpcProvider;
  /** Hardhat's connection to it, as `--network rpc` makes it. */
  readonly connection: Awaited<ReturnType<typeof connect>>;
  rpc(method: string, ...params: unknown[]): Promise<unknown>;
  /** Mines this many blocks. */
  mine(blocks?: number): Promise<void>;
  /** SIGTERM lets it write its state down; SIGKILL does not. */
  stop(signal?: "SIGTERM" | "SIGKILL"): Promise<void>;
}

/** An anvil of Cancun's rules or later. @param args further arguments, such as --no-mining or --state FILE */
export const startAnvil = (args: readonly string[] = [], port = 0): Promise<RunningNode> =>
  start(inBin("anvil"), [
    ...["--port", String(port), "--accounts", String(TEST_ACCOUNTS), "--mnemonic", TEST_MNEMONIC],
    ...args,
  ]);

/** `hardhat node`, in a process of its own. */
export const startHardhatNode = (): Promise<RunningNode> =>
  start(inBin("hardhat"), ["node", "--network", "hardhat", "--port", "0"]);

const running = new Set<ChildProcess>();
process.once("exit", () => running.forEach((child) => child.kill("SIGKILL")));

async function start(program: string, args: readonly string[]): Promise<RunningNode> {
  const child = spawn(program, args, { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] });
  running.add(child);
  const exited = once(child, "exit").finally(() => running.delete(child));
  const url = await addressOf(child, exited);
  const provider = quickProvider(url);
  const rpc = (method: string, ...params: unknown[]): Promise<unknown> => provider.send(method, params);
  return {
    url,
    provider,
    connection: await connect(url),
    rpc,
    mine: async (blocks = 1) => {
      for (let i = 0; i < blocks; i++) await rpc("evm_mine");
    },
    stop: async (signal = "SIGTERM") => {
      provider.destroy();
      child.kill(signal);
      await exited;
    },
  };
}

/** Waits for the line with the port; what else the node prints goes nowhere. */
function addressOf(child: ChildProcess, exited: Promise<unknown>): Promise<string> {
  let output = "";
  return new Promise((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      if (output === "found") return;
      output += chunk.toString();
      const port = /(?:Listening on|JSON-RPC server at) \S*:(\d+)/.exec(output)?.[1];
      if (port === undefined) return;
      output = "found";
      resolve(`http://127.0.0.1:${port}`);
    };
    child.stdout!.on("data", read);
    child.stderr!.on("data", read);
    void exited.then(() => reject(new Error(`The node ended:\n${output}`)));
  });
}

const connect = (url: string) => hre.network.create({ network: "rpc", override: { url } });

/** As scripts connect; asked often, so that tests do not wait for polls. */
export function quickProvider(url: string): JsonRpcProvider {
  const provider = new NodeProvider(new FetchRequest(url), 31337, {
    ...{ staticNetwork: true, batchMaxCount: 1, cacheTimeout: -1 },
  });
  provider.pollingInterval = 20;
  return provider;
}

/** Runs an act of the demo's bank on a node, as a script does. */
export const act = (
  node: RunningNode,
  deployments: string,
  command: string,
  values: Record<string, string | boolean> = {},
): Promise<Ended> => {
  const [name, step] = command.split(" ") as [CommandName, string | undefined];
  return runCommand(name, step, { deployments, ...values }, { provider: node.provider, variables: {} });
};

/** Mines a block every now and then until something has ended: what waits for a block gets one. */
export async function mineUntil<T>(node: RunningNode, act: Promise<T>): Promise<T> {
  let ended = false;
  const outcome = act.finally(() => (ended = true));
  outcome.catch(() => undefined);
  while (!ended) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    await node.mine();
  }
  return outcome;
}

/** A folder that is removed when the suite has ended. */
export function folderOf(): string {
  const folder = mkdtempSync(join(tmpdir(), "vostro-nodes-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
