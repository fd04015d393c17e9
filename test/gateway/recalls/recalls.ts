import { expect } from "chai";

import { legalOrderId, liensOn } from "../../../src/chain/index.js";
import { closeRecall, confirmLien, proposeLien } from "../../../src/gateway/recalls/index.js";
import { randomBytes32, SALT } from "../support/world.js";
import { type Desk, openRedemptions, PACIFIC } from "../redemption/support.js";

const uuid = (n: number): string => `97ed4827-7b6f-4491-a06f-${n.toString(16).padStart(12, "0")}`;

describe("Recalls of deposits", () => {
  let desk: Desk;
  before(async () => {
    desk = await openRedemptions();
  });
  after(async () => desk.close());

  const recall = (message: { uetr?: string; end_to_end_id?: string; amount?: bigint; caseId: string }) => {
    const { caseId, ...rest } = message;
    return desk.answer({ kind: "camt.056", currency: "USD", reason: "FRAD", data: { caseId }, ...rest });
  };
  const recalls = async (caseId: string) => {
    const rows = await desk.store
      .selectFrom("recall_case")
      .select(["id", "state", "deposit_id", "owner"])
      .where("case_id", "=", caseId)
      .orderBy("id")
      .execute();
    return rows;
  };
  const states = async (caseId: string) => (await recalls(caseId)).map(({ state }) => state);
  const deposit = (id: number) =>
    desk.store.selectFrom("deposit").select(["state"]).where("id", "=", id).executeTakeFirstOrThrow();
  const order = () => ({
    id: legalOrderId(SALT, randomBytes32()),
    authority: "CAMT056",
    documentHash: randomBytes32(),
    issuedAt: 1_793_491_200n,
  });

  it("keep back what is not minted, and take it out of the control account if it was in it", async () => {
    const { id: ready } = await desk.deposit({ amount: 5_00n, state: "ready", uetr: uuid(1) });
    const { id: waiting } = await desk.deposit({ amount: 6_00n, uetr: uuid(2) });
    const control = await desk.control();
    await recall({ uetr: uuid(1).toUpperCase(), caseId: "R1" });
    await recall({ uetr: uuid(2), caseId: "R2" });
    await desk.run();
    expect([await deposit(ready), await deposit(waiting)]).to.deep.equal([
      { state: "suspense" },
      { state: "suspense" },
    ]);
    expect([await states("R1"), await states("R2")]).to.deep.equal([["kept-back"], ["kept-back"]]);
    expect(await desk.control()).to.equal(control - 5_00n);
    expect((await desk.cases()).filter((reason) => reason === "recalled")).to.have.length(2);
    await recall({ uetr: uuid(1), caseId: "R1" });
    await desk.run();
    expect(await states("R1"), "the same recall again").to.deep.equal(["kept-back"]);
    expect(await desk.control()).to.equal(control - 5_00n);
  });

  it("without a UETR mean the payment of that end-to-end id and amount; several are for a person", async () => {
    const { id } = await desk.deposit({ amount: 7_00n, state: "ready", end_to_end_id: "INV-7" });
    await desk.deposit({ amount: 8_00n, state: "ready", end_to_end_id: "INV-7" });
    await recall({ end_to_end_id: "INV-7", amount: 7_00n, caseId: "R3" });
    await recall({ end_to_end_id: "INV-7", caseId: "R4" });
    await desk.run();
    expect((await recalls("R3")).map(({ deposit_id, state }) => [deposit_id, state])).to.deep.equal([
      [id, "kept-back"],
    ]);
    expect((await recalls("R4")).map(({ deposit_id, state }) => [deposit_id, state])).to.deep.equal([[null, "open"]]);
    expect(await desk.cases()).to.include("recall-unmatched");
  });

  it("with a UETR mean a payment whose statement had none by its end-to-end id, never one with another UETR", async () => {
    await desk.deposit({ amount: 7_00n, state: "ready", end_to_end_id: "INV-9", uetr: uuid(31) });
    const { id } = await desk.deposit({ amount: 7_00n, state: "ready", end_to_end_id: "INV-9" });
    await recall({ uetr: uuid(32), end_to_end_id: "INV-9", amount: 7_00n, caseId: "R10" });
    await desk.run();
    expect((await recalls("R10")).map(({ deposit_id, state }) => [deposit_id, state])).to.deep.equal([
      [id, "kept-back"],
    ]);
    const [found] = await recalls("R10");
    await closeRecall(desk.gateway, "ann", found!.id, "sent back");
    expect(await states("R10")).to.deep.equal(["closed"]);
    const error = await closeRecall(desk.gateway, "ann", found!.id, "again").catch(
      (reason: unknown) => reason as Error,
    );
    expect(error).to.have.property("name", "RecallClosed");
    expect(await deposit(id)).to.deep.equal({ state: "suspense" });
  });

  it("that are faster than the payment keep it back when it comes", async () => {
    await recall({ uetr: uuid(5), caseId: "R5" });
    await desk.run();
    expect(await states("R5")).to.deep.equal(["open"]);
    const { id } = await desk.deposit({ amount: 5_00n, state: "ready", uetr: uuid(5) });
    await desk.run();
    expect(await deposit(id)).to.deep.equal({ state: "suspense" });
    expect(await states("R5")).to.deep.equal(["closed", "kept-back"]);
  });

  it("of a deposit in a batch keep it back when it leaves the batch", async () => {
    const { id } = await desk.deposit({ amount: 5_00n, state: "minted", uetr: uuid(6) });
    await recall({ uetr: uuid(6), caseId: "R6" });
    await desk.run();
    expect(await states("R6")).to.deep.equal(["open"]);
    await desk.store.updateTable("deposit").set({ state: "ready" }).where("id", "=", id).execute();
    await desk.run();
    expect([await deposit(id), await states("R6")]).to.deep.equal([{ state: "suspense" }, ["kept-back"]]);
  });

  it("of minted money become a lien of two people, and no burn", async () => {
    const { bank, gateway, world } = desk;
    const payee = world.wallet(PACIFIC).address;
    await desk.deposit({ amount: 9_00n, state: "final", uetr: uuid(7), payee });
    await recall({ uetr: uuid(7), amount: 8_00n, caseId: "R7" });
    await desk.run();
    const [found] = await recalls("R7");
    expect(found).to.include({ state: "open", owner: "payment-operations" });
    const before = await desk.balance(PACIFIC);
    const officer = world.person("COMPLIANCE");
    const nothing = await confirmLien(gateway, officer, found!.id).catch((reason: unknown) => reason as Error);
    expect(nothing).to.have.property("name", "LienNotProposed");
    await proposeLien(gateway, world.person("COMPLIANCE_APPROVER"), found!.id, order());
    const twice = await proposeLien(gateway, officer, found!.id, order()).catch((reason: unknown) => reason as Error);
    expect(twice).to.have.property("name", "RecallNotOpen");
    const same = await confirmLien(gateway, world.person("COMPLIANCE_APPROVER"), found!.id).catch(
      (reason: unknown) => reason as Error,
    );
    expect(same).to.have.property("name", "SamePerson");
    expect(await liensOn(bank, "USD", payee), "one person alone").to.equal(0n);
    await confirmLien(gateway, officer, found!.id);
    await desk.run();
    expect(await states("R7")).to.deep.equal(["lien"]);
    expect(await liensOn(bank, "USD", payee)).to.equal(8_00n);
    expect(await desk.balance(PACIFIC), "nothing was burned").to.equal(before);
  });

  it("whose lien the chain refuses are open again, with an owner", async () => {
    const { gateway, world } = desk;
    await desk.deposit({ amount: 9_00n, state: "final", uetr: uuid(8), payee: world.wallet(PACIFIC).address });
    await recall({ uetr: uuid(8), caseId: "R8" });
    await desk.run();
    const [found] = await recalls("R8");
    // No compliance approver.
    await proposeLien(gateway, world.person("ISSUER"), found!.id, order());
    await confirmLien(gateway, world.person("COMPLIANCE"), found!.id);
    await desk.run();
    expect(await states("R8")).to.deep.equal(["open"]);
    expect(await desk.cases()).to.include("lien-failed");
  });

  it("of the bank's own payments are answered, and the answer is noted", async () => {
    await desk.answer({ kind: "camt.029", uetr: uuid(9), status: "RJCR", outcome: "refused" });
    await desk.run();
    const message = await desk.store
      .selectFrom("payment_message")
      .select("handled")
      .where("kind", "=", "camt.029")
      .executeTakeFirstOrThrow();
    expect(message.handled).to.equal("recorded");
  });
});
