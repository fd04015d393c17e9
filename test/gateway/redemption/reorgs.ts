import { expect } from "chai";

import { cancelRedemption } from "../../../src/chain/index.js";
import type { Gateway } from "../../../src/gateway/gateway.js";
import { SETTINGS } from "../support/world.js";
import { type Desk, openRedemptions, PACIFIC } from "./support.js";

describe("Redemption on a chain that takes blocks back", () => {
  let desk: Desk;
  let gateway: Gateway;
  before(async () => {
    desk = await openRedemptions();
    // Small amounts count at once, and can be taken back for 20 blocks more.
    const finality = { ...SETTINGS.finality, large: 20 };
    gateway = { ...desk.gateway, settings: { ...desk.gateway.settings, finality } };
  });
  after(async () => desk.close());

  const rpc = async (method: string, ...params: unknown[]): Promise<unknown> =>
    desk.world.chain.provider.request({ method, params });
  /** Looks at every transaction again at once. */
  const run = async () => {
    for (let i = 0; i < 4; i++) {
      await desk.store
        .updateTable("chain_tx")
        .set({ leased_until: null, since: new Date(0) })
        .where("deep", "=", false)
        .execute();
      await desk.run(gateway);
    }
  };
  const pay = async (id: string) => {
    const { uetr } = await desk.row(id);
    await desk.answer({ uetr, status: "ACSC", outcome: "paid" });
  };

  it("seals again with the same UETR what lost its seal, and writes no second payment", async () => {
    const { id } = await desk.request(PACIFIC, 5_00n);
    const before = await rpc("evm_snapshot");
    await run();
    const { uetr, sealed_block, payout_file_id } = await desk.row(id);
    expect(sealed_block).to.not.equal(null);
    await rpc("evm_revert", before);
    await desk.world.mine(3);
    await run();
    const row = await desk.row(id);
    expect(row).to.include({ state: "filed", uetr, payout_file_id });
    expect(row.sealed_block).to.be.greaterThan(sealed_block!);
    await pay(id);
    await run();
    expect(await desk.state(id)).to.equal("settled");
    expect((await desk.store.selectFrom("payout_file").select("id").execute()).length).to.equal(1);
  });

  it("burns again what lost its burn, and books the payment once", async () => {
    const { id } = await desk.request(PACIFIC, 6_00n);
    await run();
    const [balance, control] = [await desk.balance(PACIFIC), await desk.control()];
    await pay(id);
    const before = await rpc("evm_snapshot");
    await run();
    expect(await desk.state(id)).to.equal("settled");
    await rpc("evm_revert", before);
    expect(await desk.balance(PACIFIC)).to.equal(balance);
    await run();
    expect(await desk.state(id)).to.equal("settled");
    expect(await desk.balance(PACIFIC)).to.equal(balance - 6_00n);
    expect(await desk.control()).to.equal(control - 6_00n);
  });

  it("stops everything when a payment is out and its seal is gone for good", async () => {
    const { id, redemption } = await desk.request(PACIFIC, 7_00n);
    const before = await rpc("evm_snapshot");
    await run();
    expect(await desk.state(id)).to.equal("filed");
    await rpc("evm_revert", before);
    // On the other branch the customer was faster.
    await cancelRedemption(desk.bank, desk.world.wallet(PACIFIC), redemption);
    await run();
    await desk.world.mine(25);
    await run();
    expect(await desk.cases(id)).to.deep.equal(["paid-without-seal"]);
    const halts = await desk.store.selectFrom("redemption_halt").select("currency").execute();
    expect(halts).to.deep.equal([{ currency: "USD" }]);
  });
});
