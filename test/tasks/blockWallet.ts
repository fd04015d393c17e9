import { expect } from "chai";

import { ALICE, BOB, indexOf, useSharedStage } from "./support.js";

const load = await useSharedStage();
const WALLET = { currency: "USD", wallet: BOB };

describe("block-wallet", () => {
  it("ends with 2 for no wallet, with 1 for who is not of compliance", async () => {
    const { run } = await load();
    expect((await run("block-wallet", { currency: "USD" })).complaint).to.match(/^--wallet: is missing/);
    const other = await run("block-wallet", { ...WALLET, as: indexOf("GUARDIAN") });
    expect([other.exitCode, other.complaint.split(":")[0]]).to.deep.equal([1, "AccessManagedUnauthorized"]);
  });

  it("blocks one wallet in one token, and not its party", async () => {
    const { run, bank } = await load();
    const dry = await run("block-wallet", { ...WALLET, dryRun: true });
    expect(dry.output).to.contain(`Changes: ${BOB} in USD free -> blocked`);
    expect((await run("block-wallet", WALLET)).exitCode).to.equal(0);
    expect(await bank.tokens["USD"]!.canTransfer(ALICE, BOB, 1n)).to.equal(false);
    expect(await bank.partyRegistry.blocksOf(await bank.partyRegistry.partyOf(BOB))).to.equal(0n);
  });
});
