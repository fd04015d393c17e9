import { expect } from "chai";

import { liftPause, newTerms, OPERATIONS, pause, pay, readToken, signPauseLift } from "../../src/chain/index.js";
import { bytes32, refusalOf, useBank } from "./support.js";

const load = await useBank();
const TRANSFERS = { currency: "USD", operation: "transfer" } as const;
const LIFT = { ...TRANSFERS, reason: bytes32(12) };

describe("pause and liftPause", () => {
  it("a pause is refused from any key but the guardian's, and in a currency without a token", async () => {
    const { bank, COMPLIANCE, GUARDIAN } = await load();
    expect((await refusalOf(pause(bank, COMPLIANCE, TRANSFERS))).name).to.equal("AccessManagedUnauthorized");
    expect((await refusalOf(pause(bank, GUARDIAN, { ...TRANSFERS, currency: "CHF" }))).name).to.equal("UnknownToken");
  });

  it("stops the operation and no other", async () => {
    const { bank, alice, bob, GUARDIAN } = await load();
    for (const operation of OPERATIONS) {
      await pause(bank, GUARDIAN, { currency: "JPY", operation });
      const { policy } = await readToken(bank, "JPY");
      expect(policy.paused).to.deep.equal(OPERATIONS.slice(0, OPERATIONS.indexOf(operation) + 1));
    }
    await pause(bank, GUARDIAN, { currency: "USD", operation: "mint" });
    await pay(bank, alice, { currency: "USD", to: bob.address, amount: 1n });
  });

  it("a lift is refused to the guardian, without a second person, of another operation, and a second time", async () => {
    const { bank, GUARDIAN, COMPLIANCE_APPROVER: approver, COMPLIANCE_RELEASER: releaser } = await load();
    await pause(bank, GUARDIAN, TRANSFERS);
    const approval = await signPauseLift(bank, approver, LIFT, await newTerms(bank));
    const refused = async (by = releaser, lift: typeof LIFT = LIFT, signed = approval): Promise<string> =>
      (await refusalOf(liftPause(bank, by, lift, signed))).name;
    expect(await refused(GUARDIAN)).to.equal("AccessManagedUnauthorized");
    const alone = await signPauseLift(bank, releaser, LIFT, await newTerms(bank));
    expect(await refused(releaser, LIFT, alone)).to.equal("ApproverInvalid");
    expect(await refused(releaser, { ...LIFT, reason: bytes32(13) })).to.equal("ApprovalInvalid");
    await liftPause(bank, releaser, LIFT, approval);
    expect(await refused()).to.equal("ActDone");
    const idle = await signPauseLift(bank, approver, LIFT, await newTerms(bank));
    expect(await refused(releaser, LIFT, idle)).to.equal("NotPaused");
  });

  it("a lift lets payments go on", async () => {
    const { bank, alice, bob, GUARDIAN, COMPLIANCE_APPROVER, COMPLIANCE_RELEASER } = await load();
    const payment = { currency: "USD", to: bob.address, amount: 1n };
    await pause(bank, GUARDIAN, TRANSFERS);
    expect((await refusalOf(pay(bank, alice, payment))).name).to.equal("OperationPaused");
    const approval = await signPauseLift(bank, COMPLIANCE_APPROVER, LIFT, await newTerms(bank));
    await liftPause(bank, COMPLIANCE_RELEASER, LIFT, approval);
    await pay(bank, alice, payment);
  });
});
