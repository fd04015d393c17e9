import { expect } from "chai";
import { JsonRpcProvider, Wallet } from "ethers";
import hre from "hardhat";

import { chainAccounts, testAccount } from "../../src/bank/testAccounts.js";
import type { Match } from "../../src/verify/match.js";
import { matchContract } from "../../src/verify/match.js";
import { type Explorer, submitSources } from "../../src/verify/submit.js";
import { Resolution__factory } from "../../typechain-types/index.js";
import { type Answer, playExplorer } from "./explorer.js";

const CHAIN = 777_001;
const AUTHORITY = testAccount(3).address;
const KEYS = ["ETHERSCAN_API_KEY", "BLOCKSCOUT_API_KEY"] as const;

describe("submitting sources to an explorer", () => {
  let node: { url: string; close: () => Promise<void> };
  let match: Match;
  const before_ = KEYS.map((name) => [name, process.env[name]] as const);

  before(async () => {
    const server = await hre.network.createServer(
      { network: "hardhat", override: { chainId: CHAIN, accounts: chainAccounts() } },
      "127.0.0.1",
      0,
    );
    const url = `http://127.0.0.1:${(await server.listen()).port}`;
    node = { url, close: () => server.close() };
    const provider = new JsonRpcProvider(url, CHAIN, { staticNetwork: true });
    const contract = await new Resolution__factory(new Wallet(testAccount(0).privateKey, provider)).deploy(AUTHORITY);
    const { hash, data } = contract.deploymentTransaction()!;
    await contract.waitForDeployment();
    const address = await contract.getAddress();
    const deployed = { name: "Resolution", address, contract: "Resolution", isDesk: false };
    const artifact = await hre.artifacts.readArtifact("Resolution");
    match = matchContract(deployed, await provider.getCode(address), { hash, data }, artifact);
    provider.destroy();
  });
  after(() => node.close());
  beforeEach(() => KEYS.forEach((name) => (process.env[name] = `${name}-of-the-test`)));
  afterEach(() => {
    for (const [name, value] of before_) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  });

  async function submit(explorer: Explorer, answers: Parameters<typeof playExplorer>[0]) {
    const played = await playExplorer(answers);
    const said: string[] = [];
    try {
      const options = { explorer, chainId: CHAIN, rpcUrl: node.url, apiUrl: played.url };
      const [submission] = await submitSources([match], { ...options, say: (line) => said.push(line) });
      return { ...played, said, submission: submission! };
    } finally {
      played.close();
    }
  }
  const no = (result: string): Answer => ({ status: "0", message: "NOTOK", result });

  it("is a problem of this contract when the explorer finds other code", async () => {
    const { submission } = await submit("etherscan", { checked: no("Fail - Unable to verify") });
    expect(submission.verified).to.equal(false);
    expect(submission.problem).to.contain("Unable to verify");
  });

  it("is a problem when the key is refused, or there is none", async () => {
    const refused = await submit("etherscan", { submitted: no("Invalid API Key") });
    expect(refused.submission.problem).to.contain("Invalid API Key");
    delete process.env["ETHERSCAN_API_KEY"];
    const { submission, asked } = await submit("etherscan", {});
    expect([submission.verified, asked]).to.deep.equal([false, []]);
    expect(submission.problem).to.contain("ETHERSCAN_API_KEY");
  });

  it("leaves what the explorer has already", async () => {
    const { submission, asked } = await submit("etherscan", { source: "contract Resolution {}" });
    expect(submission.verified).to.equal(true);
    expect(asked.map(({ query }) => query["action"])).to.deep.equal(["getsourcecode"]);
  });

  for (const [explorer, key] of [
    ["etherscan", "ETHERSCAN_API_KEY"],
    ["blockscout", "BLOCKSCOUT_API_KEY"],
  ] as const) {
    it(`gives ${explorer} the standard JSON, the compiler and the constructor arguments, with the key`, async () => {
      const { submission, asked, said } = await submit(explorer, {});
      expect(submission).to.deep.include({ verified: true, problem: undefined });
      expect(said.join("\n")).to.contain("verified successfully");
      expect(asked.map(({ query }) => query["action"])).to.deep.equal([
        "getsourcecode",
        "verifysourcecode",
        "checkverifystatus",
      ]);
      for (const { query } of asked) expect(query["apikey"]).to.equal(`${key}-of-the-test`);
      if (explorer === "etherscan") for (const { query } of asked) expect(query["chainid"]).to.equal(String(CHAIN));
      const { form } = asked[1]!;
      expect(form).to.deep.include({
        codeformat: "solidity-standard-json-input",
        contractname: "project/contracts/resolution/Resolution.sol:Resolution",
        compilerversion: "v0.8.37+commit.f401782d",
      });
      const given = Object.entries(form).find(([name]) => /^constructorArgu/.test(name))![1];
      expect(`0x${given}`).to.equal(match.encodedArguments);
      const { sources, settings } = JSON.parse(form["sourceCode"]!) as {
        sources: object;
        settings: { viaIR: boolean };
      };
      expect(sources).to.have.property("project/contracts/resolution/Resolution.sol");
      // The settings of our build; hardhat-verify by itself would have taken those of another profile.
      expect(settings).to.deep.include({
        viaIR: true,
        evmVersion: "cancun",
        optimizer: { enabled: true, runs: 10_000 },
      });
    });
  }
});
