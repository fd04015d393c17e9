import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { expect } from "chai";
import hre from "hardhat";
import type { CompilerInput, CompilerOutput } from "hardhat/types/solidity";
import solc from "solc";

import { deployDesks } from "../../src/settlement/desks.js";
import { UpgradedToken__factory } from "../../typechain-types/index.js";
import { jsonOf, useStage } from "./support.js";

const load = await useStage();

interface Row {
  deployed: { name: string; address: string };
  problems: string[];
  immutables: { value: string; is?: string }[];
  arguments: { name: string; value: string }[];
  encodedArguments: string;
  creation?: string;
}

/** A stage, what the command says of each contract of its bank, and what of those that differ. */
async function verified(values: Record<string, string | boolean> = {}) {
  const stage = await load();
  const look = async () => {
    const ended = await stage.run("verify-code", { json: true, ...values });
    const rows = jsonOf(ended)["contracts"] as Row[];
    const wrong = rows.flatMap(({ deployed, problems }) => problems.map((problem) => `${deployed.name}: ${problem}`));
    return { ended, rows: new Map(rows.map((row) => [row.deployed.name, row])), wrong };
  };
  return { ...stage, look };
}

describe("verify-code", () => {
  describe("ends with 2 and names the flag", () => {
    for (const [values, words] of [
      [{ submit: "mainnet" }, /^--submit: "mainnet" is no explorer\. Write one of etherscan, blockscout, sourcify\.$/],
      [{ apiUrl: "explorer.example" }, /^--api-url: "explorer\.example" is not an address/],
      [{ out: "/nowhere/at/all" }, /^--out \/nowhere\/at\/all: cannot be made \(ENOENT\)/],
    ] as const) {
      it(JSON.stringify(values), async () => {
        const { exitCode, complaint } = await (await load()).run("verify-code", values);
        expect(exitCode).to.equal(2);
        expect(complaint).to.match(words);
      });
    }
  });

  describe("ends with 1 and names the contract", () => {
    it("whose code was changed by one byte", async () => {
      const { look, bank, chain } = await verified();
      const { transferLens } = bank.addresses;
      const code = await chain.ethers.provider.getCode(transferLens);
      await chain.networkHelpers.setCode(
        transferLens,
        `${code.slice(0, 200)}${code[200] === "0" ? "1" : "0"}${code.slice(201)}`,
      );
      const { ended, wrong } = await look();
      expect(ended.exitCode).to.equal(1);
      expect(wrong).to.deep.equal([`TransferLens: the code at ${transferLens} is not TransferLens of this build`]);
    });

    it("whose immutable is another address than its constructor was given", async () => {
      const { look, bank, chain } = await verified();
      const { pauseControl, resolution } = bank.addresses;
      const code = await chain.ethers.provider.getCode(pauseControl);
      const [own, other] = [resolution, bank.addresses.limits].map((address) => address.slice(2).toLowerCase());
      await chain.networkHelpers.setCode(pauseControl, code.replaceAll(own!, other!));
      const { wrong } = await look();
      expect(wrong).to.have.length(1);
      expect(wrong[0]).to.match(/^PauseControl: the immutable at byte \d+ is 0x0{24}\w{40}, no constructor argument/);
      expect(wrong[0]).to.contain(other);
    });

    it("whose proxy leads to another implementation", async () => {
      const { look, bank, UPGRADER } = await verified();
      const next = await (await new UpgradedToken__factory(UPGRADER).deploy()).getAddress();
      await bank.tokens["JPY"]!.connect(UPGRADER).upgradeToAndCall(next, "0x");
      const { wrong } = await look();
      expect(wrong).to.deep.equal([
        `JPY token's implementation: the code at ${next} is not DepositToken of this build`,
      ]);
    });

    it("where there is no code", async () => {
      const { look, bank, chain } = await verified();
      await chain.networkHelpers.setCode(bank.addresses.limits, "0x");
      const { wrong } = await look();
      expect(wrong).to.deep.equal([`Limits: there is no code at ${bank.addresses.limits}`]);
    });
  });

  it("ends with 0 where all is as built, with the creation, the arguments and the immutables of each", async () => {
    const { look, bank, admin } = await verified();
    await deployDesks(admin, ["OrderEscrow"]);
    const { ended, rows, wrong } = await look();
    expect([ended.exitCode, wrong]).to.deep.equal([0, []]);
    const proxied = ["PartyRegistry", "IssuanceDesk", "RedemptionDesk", "LegalOrders"];
    const single = ["AccessManager", "TransferLens", "Limits", "ConfirmedPayments", "PauseControl", "Resolution"];
    const behind = proxied.flatMap((name) => [`${name}'s proxy`, `${name}'s implementation`]);
    const tokens = ["USD token's proxy", "USD token's implementation", "JPY token's proxy"];
    expect([...rows.keys()]).to.have.members([...single, ...behind, ...tokens, "OrderEscrow"]);

    const { accessManager, partyRegistry, tokens: at } = bank.addresses;
    const limits = rows.get("Limits")!;
    expect(limits.arguments.map(({ value }) => value)).to.deep.equal([accessManager, partyRegistry]);
    expect(limits.immutables).to.have.length(1);
    expect(limits.immutables[0]!.is).to.match(/^constructor argument /);
    expect(rows.get("USD token's implementation")!.immutables[0]!.is).to.equal("this contract's own address");
    const proxy = rows.get("USD token's proxy")!;
    expect(proxy.deployed.address).to.equal(at["USD"]);
    expect(proxy.arguments[0]!.value).to.equal(rows.get("USD token's implementation")!.deployed.address);
    const text = Buffer.from(proxy.arguments[1]!.value.slice(2), "hex").toString("latin1");
    expect(text).to.contain("Test Bank US Dollar");
    // Only what has no constructor argument and says nothing when it is made stays without its creation.
    const unseen = [...rows.values()].filter(({ creation }) => creation === undefined);
    expect(unseen.map(({ deployed }) => deployed.name)).to.have.members(["TransferLens", "OrderEscrow"]);
  });

  it("writes standard JSON from which the project's compiler makes the very code that is deployed", async () => {
    const { run, folder, bank, chain } = await load();
    const out = join(folder, "verification");
    expect((await run("verify-code", { out })).exitCode).to.equal(0);
    const { chainId, contracts } = JSON.parse(readFileSync(join(out, "contracts.json"), "utf8")) as {
      chainId: number;
      contracts: Record<string, string>[];
    };
    expect(chainId).to.equal(31337);
    for (const { standardJson } of contracts) expect(existsSync(join(out, standardJson!)), standardJson).to.equal(true);
    const entry = contracts.find(({ name }) => name === "PauseControl")!;
    const [source, contract] = entry["contractName"]!.split(":") as [string, string];
    const input = JSON.parse(readFileSync(join(out, entry["standardJson"]!), "utf8")) as CompilerInput;
    // Nothing else has to be made of it.
    const wanted = { [source]: { [contract]: ["evm.bytecode.object", "evm.deployedBytecode"] } };
    const job = { ...input, settings: { ...input.settings, outputSelection: wanted } };
    const output = JSON.parse(solc.compile(JSON.stringify(job))) as CompilerOutput;
    expect(entry["compilerVersion"]).to.equal(`v${solc.version().replace(".Emscripten.clang", "")}`);
    const { bytecode } = output.contracts![source]![contract]!.evm!;
    const { hash } = (await chain.ethers.provider.getTransaction(await creationOf(bank.addresses.pauseControl)))!;
    const { data } = (await chain.ethers.provider.getTransaction(hash))!;
    expect(data).to.equal(`0x${bytecode!.object}${entry["constructorArguments"]}`);
    expect((await hre.artifacts.readArtifact("PauseControl")).bytecode).to.equal(`0x${bytecode!.object}`);

    async function creationOf(address: string): Promise<string> {
      const rows = jsonOf(await run("verify-code", { json: true }))["contracts"] as Row[];
      return rows.find(({ deployed }) => deployed.address === address)!.creation!;
    }
  });
});
