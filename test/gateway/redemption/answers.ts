import { expect } from "chai";

import {
  liftRedemptionHalt,
  readAnswers,
  releaseRedemption,
  resolveRedemption,
} from "../../../src/gateway/redemption/index.js";
import { readRedemption } from "../../../src/chain/index.js";
import { onChain } from "../../../src/gateway/redemption/rows.js";
import { type Desk, NORDHAVEN, openRedemptions, PACIFIC } from "./support.js";

const PAID = { status: "ACSC", outcome: "paid" } as const;
const REJECTED = { status: "RJCT", outcome: "rejected", reason: "AC04" } as const;

describe("Answers of the bank", () => {
  let desk: Desk;
  before(async () => {
    desk = await openRedemptions();
  });
  after(async () => desk.close());
  const lift = async () => {
    await liftRedemptionHalt(desk.gateway, "ann", "USD");
    await liftRedemptionHalt(desk.gateway, "bob", "USD");
  };

  it("paid: the money is burned once, and leaves the control account once", async () => {
    const before = await desk.balance(PACIFIC);
    const { id, uetr } = await desk.filed(PACIFIC, 5_00n);
    const control = await desk.control();
    expect(await desk.balance(PACIFIC), "sealed, not burned").to.equal(before);
    await desk.answer({ uetr: uetr.toUpperCase(), status: "ACCP", outcome: "pending" });
    await desk.run();
    expect(await desk.state(id)).to.equal("filed");
    await desk.answer({ uetr, ...PAID });
    await desk.run();
    await desk.answer({ uetr, kind: "camt.054", outcome: "paid", amount: 5_00n, currency: "USD" });
    await desk.run();
    expect(await desk.state(id)).to.equal("settled");
    expect(await desk.balance(PACIFIC)).to.equal(before - 5_00n);
    expect(await desk.control()).to.equal(control - 5_00n);
    const handled = await desk.store.selectFrom("payment_message").select("handled").orderBy("id").execute();
    expect(handled.map((message) => message.handled)).to.deep.equal(["pending", "paid", "repeated"]);
  });

  it("are known by the end-to-end id where they have no UETR, and by no id where the UETR is another", async () => {
    const { id, end_to_end_id } = await desk.filed(PACIFIC, 5_00n);
    await desk.answer({ uetr: "97ed4827-7b6f-4491-a06f-b548d5a7512d", ...REJECTED });
    await desk.run();
    expect(await desk.state(id)).to.equal("filed");
    expect(await desk.cases()).to.deep.equal(["payment-unknown"]);
    await desk.answer({ end_to_end_id, ...PAID });
    await desk.run();
    expect(await desk.state(id)).to.equal("settled");
  });

  it("are about the redemption that the intake has found in a statement, by whatever reference", async () => {
    const { id } = await desk.filed(PACIFIC, 5_00n);
    const uetr = "97ed4827-7b6f-4491-a06f-b548d5a7512e";
    const { id: message } = await desk.answer({
      kind: "camt.053",
      redemption: id,
      uetr,
      status: "BOOK",
      outcome: "paid",
    });
    await desk.run();
    expect(await desk.state(id)).to.equal("settled");
    const { redemption } = await desk.store
      .selectFrom("payment_message")
      .select("redemption")
      .where("id", "=", message)
      .executeTakeFirstOrThrow();
    expect(redemption).to.equal(id);
  });

  it("about a whole file count for each payment of which the message says nothing more narrow", async () => {
    const first = await desk.request(PACIFIC, 1_00n);
    const second = await desk.request(NORDHAVEN, 2_00n);
    await desk.run();
    const { payout_file_id, uetr } = await desk.row(second.id);
    const { message_id } = await desk.store
      .selectFrom("payout_file")
      .select("message_id")
      .where("id", "=", payout_file_id!)
      .executeTakeFirstOrThrow();
    const { file } = await desk.answer({ original_message_id: message_id, ...PAID });
    await desk.answer({ original_message_id: message_id, uetr, file, ...REJECTED });
    await desk.run();
    expect([await desk.state(first.id), await desk.state(second.id)]).to.deep.equal(["settled", "rejected"]);
  });

  it("that say paid and rejected leave it to two people; the first proposes, another decides", async () => {
    const { id, uetr } = await desk.filed(PACIFIC, 5_00n);
    await desk.answer({ uetr, ...PAID });
    const keyless = desk.world.worker("keyless", { keys: {} });
    await desk.run(keyless);
    expect(await desk.state(id), "no key to burn with").to.equal("paid");
    await desk.answer({ uetr, ...REJECTED });
    await desk.run(keyless);
    await desk.run();
    expect([await desk.state(id), await desk.cases(id)]).to.deep.equal(["suspense", ["contradicting-status"]]);
    expect(await resolveRedemption(desk.gateway, "ann", id, "paid")).to.equal(false);
    expect(await resolveRedemption(desk.gateway, "ann", id, "paid"), "the same person").to.equal(false);
    expect(await resolveRedemption(desk.gateway, "bob", id, "refused"), "another word").to.equal(false);
    expect(await resolveRedemption(desk.gateway, "ann", id, "refused")).to.equal(true);
    await desk.run();
    expect(await desk.state(id), "decided by people: not approved by the policy").to.equal("refused");
  });

  it("that say paid of what was never filed halt redemption, and it is not paid again", async () => {
    const { id, uetr } = await desk.filed(PACIFIC, 5_00n);
    const next = await desk.request(PACIFIC, 4_00n);
    const { uetr: unpaid } = await desk.row(next.id);
    await desk.answer({ uetr: unpaid, ...PAID });
    await desk.answer({ uetr, ...PAID });
    await readAnswers(desk.gateway);
    expect(await desk.state(next.id)).to.equal("suspense");
    expect(await desk.cases(next.id)).to.deep.equal(["paid-without-seal"]);
    const third = await desk.request(NORDHAVEN, 3_00n);
    await desk.run();
    expect(await desk.state(third.id), "halted").to.equal("requested");
    expect(await desk.state(id), "what was filed is still burned").to.equal("settled");
    await lift();
    const error = await releaseRedemption(desk.gateway, "ann", next.id).catch((reason: unknown) => reason as Error);
    expect(error).to.have.property("name", "RedemptionInDoubt");
    await desk.run();
    expect([await desk.state(next.id), await desk.state(third.id)]).to.deep.equal(["suspense", "filed"]);
  });

  it("about a payment that looks like ours and that nobody wrote halt redemption too", async () => {
    await desk.answer({ end_to_end_id: `VR${"0".repeat(32)}`, currency: "USD", amount: 1n, ...PAID });
    await desk.answer({ kind: "camt.053", end_to_end_id: "BANK-FEE", outcome: "paid", currency: "USD", amount: 1n });
    await desk.run();
    const halts = await desk.store.selectFrom("redemption_halt").selectAll().where("lifted_at", "is", null).execute();
    expect(halts.map(({ currency, reason }) => [currency, reason])).to.deep.equal([["USD", "paid-without-seal"]]);
    await lift();
  });

  it("rejected by the bank itself: the policy's key approves, another key lets the money go", async () => {
    const { id, uetr } = await desk.filed(NORDHAVEN, 5_00n);
    const before = await desk.available(NORDHAVEN);
    const control = await desk.control();
    await desk.answer({ uetr, ...REJECTED });
    await desk.run();
    const row = await desk.row(id);
    expect(row.state).to.equal("rejected");
    expect((await readRedemption(desk.bank, onChain(desk.gateway, row))).status).to.equal("Rejected");
    expect(await desk.available(NORDHAVEN)).to.equal(before + 5_00n);
    expect(await desk.control()).to.equal(control);
    expect(await desk.cases(id)).to.deep.equal([]);
  });
});
