import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import hre from "hardhat";

import { chainAccounts } from "../../src/bank/testAccounts.js";
import { stateDigest, type StateDigest } from "../../src/upgrade/digest.js";
import { connect, deployedAt, differences, findBankFile } from "../../src/plan/run.js";
import { person, type Loose } from "../deploy/support.js";

/*
 * `npm run apply` as a process of its own against a node, killed with SIGKILL wherever it is, and started again. What it
 * leaves behind is read back by this process.
 */

/** Any moment of a run, by a generator that repeats: the seed is printed, so that a failure can be repeated. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

export function customerFile(count: number): string {
  const header = "customer,name,residency,control,wallet,valid_until,settlement_account,limited";
  const rows = Array.from({ length: count }, (_, i) => {
    const country = ["US", "DE", "HK", "SG"][i % 4]!;
    const limited = i % 10 === 0 ? "true" : "";
    return `C-${i},Customer ${i},${country},${country},${person(`customer ${i}`)},2030-12-31,DE89370400440532013000,${limited}`;
  });
  return `${[header, ...rows].join("\n")}\n`;
}

/** How one process ended. */
export interface Ended {
  readonly killed: boolean;
  readonly exitCode: number | null;
  /** the last line it said */
  readonly last: string;
  readonly output: string;
  readonly milliseconds: number;
}

/** A node, and a bank file with customers in a folder that is emptied for each trial. */
export async function openArena(file: Loose, customers: number) {
  const server = await hre.network.createServer(
    { network: "hardhat", override: { accounts: chainAccounts() } },
    "127.0.0.1",
    0,
  );
  const url = `http://127.0.0.1:${(await server.listen()).port}`;
  /** A connection for each use: one that is idle while a process runs is closed by the server, and breaks the next request. */
  async function connected<T>(
    use: (connection: Awaited<ReturnType<typeof hre.network.create>>) => Promise<T>,
  ): Promise<T> {
    const connection = await hre.network.create({ network: "rpc", override: { url } });
    try {
      return await use(connection as never);
    } finally {
      await connection.close();
    }
  }
  const request = (method: string, ...params: unknown[]) =>
    connected((connection) => connection.provider.request({ method, params }));
  let folder = "";
  let snapshot = await request("evm_snapshot");

  async function fresh(): Promise<void> {
    await request("evm_revert", snapshot);
    snapshot = await request("evm_snapshot");
    if (folder !== "") rmSync(folder, { recursive: true, force: true });
    folder = mkdtempSync(join(tmpdir(), "vostro-kill-"));
    writeFileSync(join(folder, "customers.csv"), customerFile(customers));
    writeFileSync(join(folder, "bank.json"), JSON.stringify({ ...file, customers: "customers.csv" }));
  }

  /** @param killAfter milliseconds after which the process is killed; undefined lets it end */
  function apply(killAfter?: number): Promise<Ended> {
    const started = Date.now();
    const args = ["--import", "tsx", "scripts/apply.ts", "--no-build", "--network", "rpc"];
    const own = ["--bank", join(folder, "bank.json"), "--deployments", folder];
    const child: ChildProcess = spawn(process.execPath, [...args, ...own], {
      env: { ...process.env, VOSTRO_RPC_URL: url },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    child.stdout!.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.stderr!.on("data", (chunk: Buffer) => (output += chunk.toString()));
    const timer = killAfter === undefined ? undefined : setTimeout(() => child.kill("SIGKILL"), killAfter);
    return new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (exitCode, signal) => {
        clearTimeout(timer);
        const last = output.trimEnd().split("\n").at(-1) ?? "";
        resolve({ killed: signal === "SIGKILL", exitCode, last, output, milliseconds: Date.now() - started });
      });
    });
  }

  /** The whole state, in which neither addresses nor the times of transactions count, and what an audit finds. */
  async function outcome(): Promise<{ digest: StateDigest; findings: string[] }> {
    const config = await findBankFile(join(folder, "bank.json"));
    return connected(async (connection) => {
      const { artifacts } = hre;
      const run = { connection, config, directory: folder, artifacts, variables: {}, onProgress: () => undefined };
      const addresses = await deployedAt(run);
      if (addresses === undefined) throw new Error("Nothing is deployed.");
      const block = await connection.ethers.provider.getBlockNumber();
      const digest = await stateDigest(connect(run, addresses), block, { named: true, ignoreTimes: true });
      const findings = await differences(run, addresses);
      return { digest, findings: findings.map(({ subject, problem }) => `${subject}: ${problem}`) };
    });
  }

  async function close(): Promise<void> {
    await server.close();
    if (folder !== "") rmSync(folder, { recursive: true, force: true });
  }

  return { fresh, apply, outcome, close };
}
