import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

import { expect } from "chai";
import { JsonRpcProvider } from "ethers";

import { testAccount } from "../../src/bank/testAccounts.js";
import { connectBank } from "../../src/chain/bank.js";
import { loadAddresses } from "../../src/chain/deploy.js";
import { temporaryFolder } from "./support.js";

const SCRIPT = fileURLToPath(new URL("../../scripts/node.ts", import.meta.url));

describe("npm run node", () => {
  const folder = temporaryFolder();
  let child: ChildProcess | undefined;
  let output = "";

  /** Starts it on a free port and waits for its address. */
  async function start(): Promise<string> {
    const args = ["--import", "tsx", SCRIPT, "--no-build", "--port", "0", "--deployments", folder];
    child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
    const finished = once(child, "exit");
    return new Promise((resolve, reject) => {
      const read = (chunk: Buffer): void => {
        output += chunk.toString();
        const url = /JSON-RPC at (http:\S+)\./.exec(output)?.[1];
        if (url !== undefined) resolve(url);
      };
      child!.stdout!.on("data", read);
      child!.stderr!.on("data", read);
      void finished.then(() => reject(new Error(`It ended:\n${output}`)));
    });
  }

  after(() => child?.kill("SIGKILL"));

  it("serves the demo's bank over HTTP, with funded customers, and stops when asked", async () => {
    const provider = new JsonRpcProvider(await start(), 31337, { staticNetwork: true });
    try {
      const bank = connectBank(await loadAddresses("demo", 31337, folder), provider);
      // Pacific Crest Imports, account 10; 100,000.00 of each.
      expect(await bank.tokens["USD"]!.balanceOf(testAccount(10).address)).to.equal(10_000_000n);
      expect(await bank.tokens["EUR"]!.balanceOf(testAccount(10).address)).to.equal(10_000_000n);
      expect(await bank.partyRegistry.partyOf(testAccount(16).address)).to.not.equal(0n);
    } finally {
      provider.destroy();
    }
    expect(output).to.match(/ISSUER +0x70997970C51812dc3A010C7d01b50e0d17dc79C8/);
    expect(output).to.match(/C-1001 Pacific Crest Imports LLC/);
    child!.kill("SIGTERM");
    const [code] = (await once(child!, "exit")) as [number];
    expect(code).to.equal(0);
  });
});
