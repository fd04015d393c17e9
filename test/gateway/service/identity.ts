import { expect } from "chai";
import { pino } from "pino";

import { openGateway } from "../../../src/gateway/service/open.js";
import { refusalOf } from "../../chain/support.js";
import { openWorld, SALT, type World } from "../support/world.js";
import { requireOwnStore } from "../../../src/gateway/service/identity.js";

describe("Opening a gateway", () => {
  let world: World;
  before(async () => {
    world = await openWorld();
  });
  after(async () => world.close());

  it("refuses a bank whose file has no section for it", async () => {
    const { gateway: _, ...config } = world.config;
    const log = pino({ level: "silent" });
    const parts = { bank: world.bank, salt: SALT, keys: {}, log };
    const error = await refusalOf(openGateway({ ...parts, config: { ...config, gateway: undefined } }));
    expect(error.name).to.equal("NoGateway");
  });

  it("refuses a store of another bank, chain, deployment or salt", async () => {
    await requireOwnStore(world.gateway);
    await requireOwnStore(world.gateway);
    const { addresses } = world.bank;
    const others = [
      { bank: { ...addresses, bank: "other" }, says: "another bank: demo, not other" },
      { bank: { ...addresses, chainId: 1 }, says: "another chain: 31337, not 1" },
      { bank: { ...addresses, accessManager: addresses.partyRegistry }, says: "another deployment" },
    ];
    for (const { bank, says } of others) {
      const error = await refusalOf(requireOwnStore({ ...world.gateway, bank: { ...world.bank, addresses: bank } }));
      expect(error.name).to.equal("OtherStore");
      expect(error.sentence).to.include(says);
    }
    const salted = await refusalOf(requireOwnStore({ ...world.gateway, salt: `0x${"11".repeat(32)}` }));
    expect(salted.sentence).to.include("another salt");
    expect(salted.sentence).to.not.include("5a5a");
  });
});
