import { expect } from "chai";

import { cancelRedemption, releaseHold } from "../../../src/chain/index.js";
import { chainTime } from "../../../src/chain/send.js";
import type { Gateway } from "../../../src/gateway/gateway.js";
import { onRedemptionEvents } from "../../../src/gateway/redemption/index.js";
import { watchChain } from "../../../src/gateway/watch/index.js";
import { drain } from "../support/world.js";
import { type Desk, openRedemptions, PACIFIC } from "./support.js";

describe("Redemption requests", () => {
  let desk: Desk;
  before(async () => {
    desk = await openRedemptions();
  });
  after(async () => desk.close());
  const count = async () => (await desk.store.selectFrom("redemption").select("id").execute()).length;

  it("ask a person when the hold they announce was never read", async () => {
    const { id, events } = await desk.announce(PACIFIC, 1_00n);
    const before = await count();
    await desk.see(events.filter(({ name }) => name !== "HoldPlaced"));
    expect(await count()).to.equal(before);
    expect(await desk.cases(id)).to.deep.equal(["hold-unknown"]);
  });

  it("are not made of a hold whose fields do not give its id", async () => {
    const { id, events } = await desk.announce(PACIFIC, 1_00n);
    const forged = events.map((event) =>
      event.name === "HoldPlaced" ? { ...event, args: { ...event.args, amount: 5_00n } } : event,
    );
    await desk.see(forged);
    expect(await desk.cases(id)).to.deep.equal(["hold-unknown"]);
  });

  it("are one redemption with one UETR, however often they are seen", async () => {
    const { id, events, redemption } = await desk.announce(PACIFIC, 7_00n);
    await desk.see(events);
    const { uetr, end_to_end_id } = await desk.row(id);
    await desk.see(events);
    await Promise.all([desk.see(events), desk.see(events)]);
    const row = await desk.row(id);
    expect([row.uetr, row.end_to_end_id]).to.deep.equal([uetr, end_to_end_id]);
    expect(row).to.include({ state: "requested", amount: 7_00n, payer: redemption.hold.payer, currency: "USD" });
    expect(uetr).to.match(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it("are known by holds that were placed long before they were announced", async () => {
    const { id, events } = await desk.announce(PACIFIC, 2_00n);
    for (const event of events) await desk.see([event]);
    expect(await desk.state(id)).to.equal("requested");
  });

  it("are read from final blocks by the watcher", async () => {
    const { id } = await desk.announce(PACIFIC, 2_50n);
    const watch = (gateway: Gateway) => watchChain(gateway, [onRedemptionEvents]);
    await drain(desk.gateway, [watch]);
    expect(await desk.row(id)).to.include({ state: "requested", amount: 2_50n });
  });

  it("are cancelled by their customer", async () => {
    const { id, redemption } = await desk.request(PACIFIC, 3_00n);
    const { events } = await cancelRedemption(desk.bank, desk.world.wallet(PACIFIC), redemption);
    await desk.see(events);
    expect(await desk.state(id)).to.equal("cancelled");
  });

  it("lapse with their hold, never with the hold of the same id in another token", async () => {
    const { bank, world } = desk;
    const soon = (await chainTime(bank)) + 60n;
    const { id, redemption, events } = await desk.announce(PACIFIC, 4_00n, { expiry: soon });
    await desk.see(events);
    await world.chain.networkHelpers.time.increaseTo(soon);
    const released = (await releaseHold(bank, world.person("ISSUER"), "USD", redemption.hold)).events;
    const other = String(bank.tokens["EUR"]!.target);
    await desk.see(released.map((event) => ({ ...event, address: other })));
    expect(await desk.state(id)).to.equal("requested");
    await desk.see(released);
    expect(await desk.state(id)).to.equal("lapsed");
  });
});
