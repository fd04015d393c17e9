import { expect } from "chai";
import type { FunctionFragment } from "ethers";
import hre from "hardhat";

import { chainAccounts } from "../../src/bank/testAccounts.js";
import { SETTLEMENT_DESKS } from "../../src/bank/bankFileSettlementSchema.js";
import { DEPLOYER, deployDesks, DESK_NAMES, deskAddress, DESKS, readDesks } from "../../src/settlement/desks.js";

/** A chain on which nobody has deployed anything. */
const freshChain = async () => (await hre.network.create({ override: { accounts: chainAccounts() } })).ethers;

describe("the desks of settlement", () => {
  it("stand at the same address on every chain, whoever deploys them", async () => {
    const [one, two] = [await freshChain(), await freshChain()];
    const [first] = await one.getSigners();
    const [, , , other] = await two.getSigners();
    await two.provider.send("evm_mine", []);
    expect(await deployDesks(first!)).to.deep.equal(await deployDesks(other!));
    for (const name of DESK_NAMES) {
      const address = deskAddress(name);
      const code = await one.provider.getCode(address);
      expect(code.length, name).to.be.greaterThan(2_000);
      expect(await two.provider.getCode(address), name).to.equal(code);
    }
  });

  it("are those that a bank file may name", () => {
    expect([...SETTLEMENT_DESKS]).to.deep.equal([...DESK_NAMES]);
  });

  it("are deployed one after the other: what is there is left as it is, what is missing comes", async () => {
    const { provider, getSigners } = await freshChain();
    const [deployer] = await getSigners();
    expect((await readDesks(provider)).map(({ deployed }) => deployed)).to.deep.equal(DESK_NAMES.map(() => false));
    const told: string[] = [];
    await deployDesks(deployer!, ["FxDesk"], (name) => void told.push(name));
    const block = await provider.getBlockNumber();
    await deployDesks(deployer!, DESK_NAMES, (name) => void told.push(name));
    expect(told).to.deep.equal(["FxDesk", ...DESK_NAMES.filter((name) => name !== "FxDesk")]);
    expect(await provider.getBlockNumber()).to.equal(block + DESK_NAMES.length - 1);
    await deployDesks(deployer!);
    expect(await provider.getBlockNumber()).to.equal(block + DESK_NAMES.length - 1);
    expect((await readDesks(provider)).every(({ deployed }) => deployed)).to.equal(true);
    expect(await provider.getCode(DEPLOYER)).to.not.equal("0x");
  });

  it("have no owner, no upgrade and no way to take money: every ABI is free of such functions", () => {
    const forbidden = /owner|authority|upgrade|initialize|sweep|rescue|admin|approve|transfer/i;
    for (const name of DESK_NAMES) {
      const { fragments } = DESKS[name].factory.createInterface();
      const functions = fragments.filter((one): one is FunctionFragment => one.type === "function");
      const names = functions.map((one) => one.name);
      expect(names, name).to.not.have.length(0);
      expect(
        names.filter((one) => forbidden.test(one)),
        name,
      ).to.deep.equal([]);
    }
  });
});
