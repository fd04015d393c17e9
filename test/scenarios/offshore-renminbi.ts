import { readdir, readFile } from "node:fs/promises";

import { expect } from "chai";
import { type Wallet } from "ethers";

import { explain } from "../../src/chain/index.js";
import { expectRefusal } from "../support/expect.js";
import { openBank, openChain, type Chain, type ScenarioBank } from "./support.js";
import { tell } from "./story.js";

/*
 * Offshore renminbi, as a test only. Notice Yinfa [2026] No. 42 treats renminbi-pegged tokens abroad as needing consent, so no
 * shipped bank file issues one. Here no party of the mainland, by residence or by control, can touch it: not even under review.
 */
describe("Scenario: an offshore-renminbi profile that no mainland party can touch", () => {
  let chain: Chain;
  let bank: ScenarioBank;
  let importer: Wallet;
  let exporter: Wallet;

  before(async () => {
    chain = await openChain();
    bank = await openBank(chain, "offshore-renminbi", { approvalId: "TEST-2026-0001" });
    importer = await bank.admit({ name: "the importer in Singapore", residency: "SG" });
    exporter = await bank.admit({ name: "the exporter in Hong Kong", residency: "HK" });
    await bank.deposit("CNY", importer, 10_000_000n);
  });

  const MAINLAND = [
    { name: "a resident of the mainland", residency: "CN" },
    { name: "a Hong Kong company controlled from the mainland", residency: "HK", control: "CN", programme: "P-1" },
    { name: "a mainland company with a Singapore controller", residency: "CN", control: "SG" },
  ];

  it("Singapore pays Hong Kong", async () => {
    await bank
      .token("CNY")
      .connect(await chain.withGas(importer))
      ["transfer(address,uint256)"](exporter, 2_500_000n);
    expect(await bank.balance("CNY", exporter)).to.equal(2_500_000n);
    tell("CNY 25,000.00 from Singapore to Hong Kong.");
  });

  for (const customer of MAINLAND) {
    it(`${customer.name} is neither paid, nor minted to, nor cleared`, async () => {
      const wallet = await bank.admit(customer);
      const ask = { currency: "CNY", from: importer.address, to: wallet.address, amount: 100n };
      expect((await explain(bank.bank, ask)).reason).to.equal("CorridorDenied");
      const token = bank.token("CNY");
      const pay = async () => token.connect(await chain.withGas(importer))["transfer(address,uint256)"](wallet, 100n);
      await expectRefusal(pay(), token, "ERC7943CannotTransfer", importer, wallet, 100n);
      // A clearance opens what is under review, never what is closed.
      await bank.clear("CNY", importer, wallet, 100n);
      await expectRefusal(pay(), token, "ERC7943CannotTransfer", importer, wallet, 100n);
      const minted = await bank.deposit("CNY", wallet, 100n).catch((error: Error) => error.name);
      expect(minted).to.equal("ERC7943CannotTransfer");
      expect(await token.balanceOf(wallet)).to.equal(0n);
    });
  }

  it("It is off by default: without the approval of an authority the bank file is refused, and nothing is sent", async () => {
    const refusal = await openBank(chain, "offshore-renminbi").catch((error: Error) => error.message);
    expect(refusal).to.equal(
      "deploy/banks/offshore-renminbi.json: 1 problem(s)\n" +
        "  approvalId: is missing, and the profile offshore-renminbi is off without one: it issues offshore renminbi, " +
        "which its regulator must have approved; write the authority's approval id, or set VOSTRO_APPROVAL_ID",
    );
    const folder = new URL("../../deploy/banks/", import.meta.url);
    for (const file of await readdir(folder)) {
      const { tokens, profile, approvalId } = JSON.parse(await readFile(new URL(file, folder), "utf8")) as {
        tokens: { currency: string }[];
        profile: string;
        approvalId?: string;
      };
      if (!tokens.some(({ currency }) => currency === "CNY")) continue;
      expect([profile, approvalId], file).to.deep.equal(["offshore-renminbi", undefined]);
    }
  });
});
