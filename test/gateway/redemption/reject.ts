import { expect } from "chai";

import { approveRejection, resolveRedemption } from "../../../src/gateway/redemption/index.js";
import { type Desk, openRedemptions, PACIFIC } from "./support.js";

const CANCELLED = { status: "CANC", outcome: "rejected", reason: "the bank's own words" } as const;

describe("Rejecting redemptions", () => {
  let desk: Desk;
  before(async () => {
    desk = await openRedemptions();
  });
  after(async () => desk.close());
  const approver = () => desk.world.person("REDEMPTION_APPROVER");

  it("is refused of what the bank has not refused", async () => {
    const { id } = await desk.filed(PACIFIC, 1_00n);
    const error = await approveRejection(desk.gateway, approver(), id).catch((reason: unknown) => reason as Error);
    expect(error).to.have.property("name", "RedemptionNotRefused");
  });

  it("waits for a person where the bank did not say RJCT", async () => {
    const { id, uetr } = await desk.filed(PACIFIC, 2_00n);
    await desk.answer({ uetr, ...CANCELLED });
    await desk.run();
    expect([await desk.state(id), await desk.cases(id)]).to.deep.equal(["refused", ["refused"]]);
    await approveRejection(desk.gateway, approver(), id);
    await desk.run();
    expect([await desk.state(id), await desk.cases(id)]).to.deep.equal(["rejected", []]);
  });

  it("is sent by no key that approved it", async () => {
    const { id, uetr } = await desk.filed(PACIFIC, 3_00n);
    await desk.answer({ uetr, ...CANCELLED });
    await desk.run();
    await approveRejection(desk.gateway, desk.world.person("REDEMPTION_OPERATOR"), id);
    await desk.run();
    expect(await desk.state(id)).to.equal("refused");
  });

  it("asks a person when the approval is no approver's, and for another one when it has expired", async () => {
    const { id, uetr } = await desk.filed(PACIFIC, 4_00n);
    await desk.answer({ uetr, ...CANCELLED });
    await desk.run();
    await approveRejection(desk.gateway, desk.world.person("COMPLIANCE"), id);
    await desk.run();
    expect([await desk.state(id), await desk.cases(id)]).to.deep.equal(["suspense", ["approval-invalid"]]);
    for (const person of ["ann", "bob"]) await resolveRedemption(desk.gateway, person, id, "refused");
    await approveRejection(desk.gateway, approver(), id);
    await desk.world.chain.networkHelpers.time.increase(86_401);
    await desk.run();
    expect((await desk.row(id)).approval).to.equal(null);
    expect(await desk.state(id)).to.equal("refused");
    await approveRejection(desk.gateway, approver(), id);
    await desk.run();
    expect(await desk.state(id)).to.equal("rejected");
  });
});
