import { expect } from "chai";

import { attest } from "../../../src/chain/index.js";
import { approveRejection, releaseRedemption } from "../../../src/gateway/redemption/index.js";
import { approveReturn, resolveReturn } from "../../../src/gateway/returns/index.js";
import { type Desk, NORDHAVEN, openRedemptions, PACIFIC } from "../redemption/support.js";

describe("Returns of payments", () => {
  let desk: Desk;
  before(async () => {
    desk = await openRedemptions({ redemption: { policyUpTo: { USD: 50_00n } } });
  });
  after(async () => desk.close());

  /** The return that intake found in a statement. */
  const booked = async (redemption: string, amount: bigint) => {
    const deposit = await desk.deposit({ amount, return_of: redemption });
    const { id } = await desk.store
      .insertInto("return_case")
      .values({ redemption, deposit_id: deposit.id, amount, state: "open" })
      .returning("id")
      .executeTakeFirstOrThrow();
    return { id, depositId: deposit.id, reference: deposit.reference };
  };
  const caseState = async (id: number) => {
    const { state } = await desk.store
      .selectFrom("return_case")
      .select("state")
      .where("id", "=", id)
      .executeTakeFirstOrThrow();
    return state;
  };
  const depositState = async (id: number) => {
    const { state } = await desk.store
      .selectFrom("deposit")
      .select("state")
      .where("id", "=", id)
      .executeTakeFirstOrThrow();
    return state;
  };

  it("mint nothing when they are only announced", async () => {
    const { uetr, id } = await desk.settled(PACIFIC, 5_00n);
    const before = await desk.balance(PACIFIC);
    await desk.answer({ kind: "pacs.004", uetr, amount: 5_00n, currency: "USD", data: { returnId: "RTN-1" } });
    await desk.run();
    expect(await desk.balance(PACIFIC)).to.equal(before);
    expect([await desk.state(id), (await desk.row(id)).returned]).to.deep.equal(["settled", 0n]);
    // The credit comes, and only the announcement tells whose it is.
    const { id: deposit } = await desk.deposit({ amount: 5_00n, end_to_end_id: "RTN-1" });
    await desk.run();
    expect(await depositState(deposit)).to.equal("final");
    expect(await desk.balance(PACIFIC)).to.equal(before + 5_00n);
  });

  it("are minted again after the burn, once, less what was kept on the way, with their credit in the control account first", async () => {
    const { id } = await desk.settled(PACIFIC, 9_00n);
    const [before, control] = [await desk.balance(PACIFIC), await desk.control()];
    const { id: returnId, depositId, reference } = await booked(id, 8_50n);
    await desk.run();
    expect(await caseState(returnId)).to.equal("final");
    expect(await depositState(depositId)).to.equal("final");
    expect(await desk.balance(PACIFIC)).to.equal(before + 8_50n);
    expect(await desk.control()).to.equal(control + 8_50n);
    expect((await desk.row(id)).returned).to.equal(8_50n);
    expect(await desk.bank.tokens["USD"]!.depositReference(reference)).to.not.equal(0n);
    const again = await booked(id, 50n);
    await desk.run();
    expect([await caseState(again.id), await desk.cases(id)]).to.deep.equal(["suspense", ["returned-twice"]]);
    expect(await desk.balance(PACIFIC)).to.equal(before + 8_50n);
  });

  it("are never more than was redeemed", async () => {
    const { id } = await desk.settled(PACIFIC, 1_00n);
    const { id: returnId } = await booked(id, 1_01n);
    await desk.run();
    expect([await caseState(returnId), await desk.cases(id)]).to.deep.equal(["suspense", ["return-exceeds"]]);
  });

  it("in suspense are decided by two people: looked at again, an ordinary deposit, or never minted", async () => {
    const { id } = await desk.settled(PACIFIC, 1_00n);
    const made = [await booked(id, 1_01n), await booked(id, 1_02n), await booked(id, 1_03n)];
    await desk.run();
    const control = await desk.control();
    for (const [i, resolution] of (["again", "ordinary", "dismissed"] as const).entries()) {
      const { id: returnId } = made[i]!;
      expect(await resolveReturn(desk.gateway, "ann", returnId, resolution)).to.equal(false);
      expect(await resolveReturn(desk.gateway, "ann", returnId, resolution), "the same person").to.equal(false);
      expect(await resolveReturn(desk.gateway, "bob", returnId, resolution)).to.equal(true);
      const error = await resolveReturn(desk.gateway, "bob", returnId, resolution).catch(
        (reason: unknown) => reason as Error,
      );
      expect(error).to.have.property("name", "ReturnNotInSuspense");
    }
    expect(await Promise.all(made.map(({ id: one }) => caseState(one)))).to.deep.equal(["open", "closed", "closed"]);
    const states = await Promise.all(made.map(({ depositId }) => depositState(depositId)));
    expect(states).to.deep.equal(["suspense", "suspense", "dismissed"]);
    expect(await desk.cases()).to.include("no-return");
    expect(await desk.control()).to.equal(control);
  });

  it("that people dismissed in their statement are not minted", async () => {
    const { id } = await desk.settled(PACIFIC, 1_00n);
    const { id: returnId, depositId } = await booked(id, 1_00n);
    await desk.store.updateTable("deposit").set({ state: "dismissed" }).where("id", "=", depositId).execute();
    const error = await approveReturn(desk.gateway, desk.world.person("REDEMPTION_APPROVER"), returnId).catch(
      (reason: unknown) => reason as Error,
    );
    expect(error).to.have.property("name", "ReturnNotOpen");
    await desk.run();
    expect([await caseState(returnId), (await desk.row(id)).returned]).to.deep.equal(["closed", 0n]);
  });

  it("wait for a person above the limit of the policy", async () => {
    const { id: requested } = await desk.request(NORDHAVEN, 60_00n);
    await desk.run();
    await releaseRedemption(desk.gateway, "ann", requested);
    await desk.run();
    const { uetr } = await desk.row(requested);
    await desk.answer({ uetr, status: "ACSC", outcome: "paid" });
    await desk.run();
    const { id, depositId } = await booked(requested, 60_00n);
    await desk.run();
    expect([await caseState(id), await depositState(depositId)]).to.deep.equal(["open", "suspense"]);
    expect(await desk.cases(requested)).to.deep.equal(["return"]);
    const control = await desk.control();
    await approveReturn(desk.gateway, desk.world.person("REDEMPTION_APPROVER"), id);
    expect(await desk.control(), "before it is minted").to.equal(control + 60_00n);
    const error = await approveReturn(desk.gateway, desk.world.person("REDEMPTION_APPROVER"), id).catch(
      (reason: unknown) => reason as Error,
    );
    expect(error).to.have.property("name", "ReturnNotOpen");
    await desk.run();
    expect([await caseState(id), await depositState(depositId)]).to.deep.equal(["final", "final"]);
  });

  it("let the money go instead where nothing is burned yet", async () => {
    const { id } = await desk.filed(PACIFIC, 7_00n);
    const [available, control] = [await desk.available(PACIFIC), await desk.control()];
    const { id: returnId, depositId } = await booked(id, 7_00n);
    await desk.run();
    expect([await desk.state(id), await desk.cases(id)]).to.deep.equal(["refused", ["refused"]]);
    expect([await caseState(returnId), await depositState(depositId)]).to.deep.equal(["closed", "dismissed"]);
    await approveRejection(desk.gateway, desk.world.person("REDEMPTION_APPROVER"), id);
    await desk.run();
    expect(await desk.state(id)).to.equal("rejected");
    expect(await desk.available(PACIFIC)).to.equal(available + 7_00n);
    expect(await desk.control()).to.equal(control);
  });

  it("that are short and come before the bank says paid: burned whole, and the rest is minted", async () => {
    const { id } = await desk.filed(PACIFIC, 7_00n);
    const before = await desk.balance(PACIFIC);
    const { id: returnId } = await booked(id, 6_80n);
    await desk.run();
    expect([await desk.state(id), await caseState(returnId)]).to.deep.equal(["settled", "final"]);
    expect(await desk.balance(PACIFIC)).to.equal(before - 20n);
  });

  it("of what was never paid are for a person", async () => {
    const { id } = await desk.request(PACIFIC, 60_00n);
    await desk.run();
    const { id: suspended } = await booked(id, 60_00n);
    expect(await caseState(suspended), "people have the redemption in hand").to.equal("open");
    await desk.answer({ kind: "pacs.004", uetr: "97ed4827-7b6f-4491-a06f-b548d5a7512d", amount: 1n, currency: "USD" });
    await desk.run();
    expect(await desk.cases()).to.include("return-unknown");
  });

  it("wait for an attestation that covers them", async () => {
    const { id } = await desk.settled(PACIFIC, 3_00n);
    const before = await desk.balance(PACIFIC);
    const supply = await desk.bank.tokens["USD"]!.totalSupply();
    await attest(desk.bank, desk.world.person("ATTESTOR"), { currency: "USD", figure: supply });
    const { id: returnId } = await booked(id, 3_00n);
    await desk.run();
    expect(await caseState(returnId)).to.equal("approved");
    expect(await desk.balance(PACIFIC)).to.equal(before);
    await desk.world.chain.networkHelpers.time.increase(1);
    await attest(desk.bank, desk.world.person("ATTESTOR"), { currency: "USD", figure: supply + 3_00n });
    await desk.store
      .updateTable("return_case")
      .set({ not_before: new Date(0) })
      .execute();
    await desk.run();
    expect(await caseState(returnId)).to.equal("final");
    expect(await desk.balance(PACIFIC)).to.equal(before + 3_00n);
  });
});
