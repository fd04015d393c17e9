import { expect } from "chai";

import type { Customer } from "../../../src/bank/customers.js";
import { blockParty, cancelRedemption, partyId } from "../../../src/chain/index.js";
import {
  haltRedemption,
  liftRedemptionHalt,
  releaseRedemption,
  submitRedemptions,
} from "../../../src/gateway/redemption/index.js";
import type { VostroError } from "../../../src/errors/index.js";
import { toJson } from "../../../src/store/index.js";
import { randomBytes32, SALT } from "../support/world.js";
import { type Desk, MERLION, NORDHAVEN, openRedemptions, PACIFIC } from "./support.js";

const refusal = async (promise: Promise<unknown>): Promise<string> => {
  try {
    await promise;
  } catch (error) {
    return (error as VostroError).name;
  }
  throw new Error("nothing was refused");
};

describe("Submitting redemptions", () => {
  let desk: Desk;
  before(async () => {
    desk = await openRedemptions({ redemption: { policyUpTo: { USD: 500_00n } } });
  });
  after(async () => desk.close());

  /** The customer as the books have it. */
  const inBooks = async (customer: string, changes: Partial<Customer>): Promise<void> => {
    const found = desk.world.customers.find((one) => one.customer === customer)!;
    const data = toJson({ ...found, ...changes });
    await desk.store.updateTable("customer").set({ data }).where("customer", "=", customer).execute();
  };

  const WRONG: readonly (readonly [string, Partial<Customer>, string])[] = [
    ["of a wallet of no customer", { wallets: [] as unknown as Customer["wallets"] }, "customer-unknown"],
    [
      "whose account in the books is not the registered one",
      { settlementAccount: "999" },
      "settlement-account-differs",
    ],
    ["without a name to pay to", { names: [] }, "name-missing"],
    ["whose name no payment message can carry", { names: ["A\u0007B"] }, "payment-cannot-be-written"],
  ];
  for (const [what, changes, reason] of WRONG) {
    it(`stop before the chain at one ${what}, and go on when it is put right`, async () => {
      await inBooks(NORDHAVEN, changes);
      const { id } = await desk.request(NORDHAVEN, 10_00n);
      await desk.run();
      expect(await desk.state(id)).to.equal("suspense");
      expect(await desk.cases(id)).to.deep.equal([reason]);
      // A release overrules nothing: it is looked at again.
      await releaseRedemption(desk.gateway, "ann", id);
      await desk.run();
      expect(await desk.cases(id)).to.deep.equal([reason]);
      await inBooks(NORDHAVEN, {});
      await releaseRedemption(desk.gateway, "ann", id);
      await desk.run();
      expect(await desk.state(id)).to.equal("filed");
      expect(await desk.cases(id)).to.deep.equal([]);
    });
  }

  it("leave to a person what is above the limit of the policy", async () => {
    const { id } = await desk.request(PACIFIC, 500_01n);
    await desk.run();
    expect([await desk.state(id), await desk.cases(id)]).to.deep.equal(["suspense", ["above-policy"]]);
    expect(await desk.available(PACIFIC)).to.equal(10_000_00n - 500_01n);
    await releaseRedemption(desk.gateway, "ann", id);
    await desk.run();
    const row = await desk.row(id);
    expect([row.state, row.released_by]).to.deep.equal(["filed", "ann"]);
    expect(await refusal(releaseRedemption(desk.gateway, "bob", id))).to.equal("RedemptionNotInSuspense");
  });

  it("ask the bank's screening each time", async () => {
    const { id } = await desk.request(PACIFIC, 1_00n);
    const screening = submitRedemptions((_gateway, _row, { name }) => Promise.resolve(`${name.length} letters: a hit`));
    await screening(desk.gateway);
    expect(await desk.cases(id)).to.deep.equal(["screening"]);
    expect(await desk.store.selectFrom("chain_tx").select("id").where("subject", "like", `%${id}`).execute()).to.be
      .empty;
  });

  it("wait for a worker that has an operator's key", async () => {
    const { id } = await desk.request(PACIFIC, 1_00n);
    expect(await submitRedemptions()(desk.world.worker("keyless", { keys: {} }))).to.equal(0);
    expect(await desk.state(id)).to.equal("requested");
    await desk.run();
    expect(await desk.state(id)).to.equal("filed");
  });

  it("stop while redemption is halted, until two people lift it", async () => {
    const { gateway, store } = desk;
    await store.transaction().execute((trx) => haltRedemption(gateway, trx, { currency: "USD", reason: "a test" }));
    const { id } = await desk.request(PACIFIC, 1_00n);
    await desk.run();
    expect(await desk.state(id)).to.equal("requested");
    expect(await liftRedemptionHalt(gateway, "ann", "USD")).to.equal(false);
    expect(await liftRedemptionHalt(gateway, "ann", "USD"), "the same person").to.equal(false);
    expect(await liftRedemptionHalt(gateway, "bob", "USD")).to.equal(true);
    expect(await refusal(liftRedemptionHalt(gateway, "bob", "USD"))).to.equal("NoRedemptionHalt");
    await desk.run();
    expect(await desk.state(id)).to.equal("filed");
  });

  it("end where the customer has cancelled and the gateway has not seen it yet", async () => {
    const { id, redemption } = await desk.request(PACIFIC, 1_00n);
    await cancelRedemption(desk.bank, desk.world.wallet(PACIFIC), redemption);
    await desk.run();
    expect(await desk.state(id)).to.equal("cancelled");
  });

  it("end with a hold that has lapsed", async () => {
    const { world, bank } = desk;
    const { time } = world.chain.networkHelpers;
    const soon = BigInt(await time.latest()) + 60n;
    const { id, events } = await desk.announce(PACIFIC, 1_00n, { expiry: soon });
    await desk.see(events);
    await time.increaseTo(soon);
    await desk.run();
    expect(await desk.state(id)).to.equal("lapsed");
    expect(await bank.tokens["USD"]!.heldOf(world.wallet(PACIFIC).address)).to.be.greaterThan(0n);
  });

  it("leave a blocked customer's money where it is, with an owner", async () => {
    const { id } = await desk.request(MERLION, 1_00n);
    await blockParty(desk.bank, desk.world.person("COMPLIANCE"), partyId(SALT, MERLION), randomBytes32());
    await desk.run();
    expect([await desk.state(id), await desk.cases(id)]).to.deep.equal(["suspense", ["blocked"]]);
    expect(await desk.balance(MERLION)).to.equal(10_000_00n);
  });
});
