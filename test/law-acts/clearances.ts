import { expect } from "chai";

import {
  buildClearance,
  caseHash,
  type ClearanceRequest,
  grantClearance,
  pay,
  readClearance,
  revokeClearance,
  signClearance,
} from "../../src/chain/index.js";
import { bytes32, DAY, refusalOf } from "../chain/support.js";
import { useLaw } from "./support.js";

const load = await useLaw();
const CASE = caseHash(bytes32(1), "K-2026-8");

/** A payment of alice's to carol, whose corridor is under review. */
async function reviewed() {
  const law = await load();
  const { bank, alice, carol, COMPLIANCE_APPROVER, COMPLIANCE_RELEASER } = law;
  const payment = { currency: "USD", payer: alice.address, payee: carol.address, amount: 500n };
  const build = (change: Partial<ClearanceRequest> = {}) =>
    buildClearance(bank, { ...payment, caseId: CASE, ...change });
  async function grant(change: Partial<ClearanceRequest> = {}) {
    const clearance = await build(change);
    const approval = await signClearance(bank, COMPLIANCE_APPROVER, clearance);
    await grantClearance(bank, COMPLIANCE_RELEASER, clearance, approval);
    return { clearance, approval };
  }
  const send = (amount = 500n) => pay(bank, alice, { currency: "USD", to: carol.address, amount });
  return { ...law, payment, build, grant, send };
}

describe("buildClearance", () => {
  it("refuses no case, no amount, no payee, and an end in the past or beyond 30 days", async () => {
    const { build, now } = await reviewed();
    const time = await now();
    const cases: [Partial<ClearanceRequest>, string][] = [
      [{ amount: 0n }, "BadAmount"],
      [{ payee: "0x" }, "BadAddress"],
      [{ currency: "CHF" }, "UnknownToken"],
      [{ caseId: bytes32(0) }, "BadClearance"],
      [{ caseId: "K-1" }, "BadBytes"],
      [{ expiry: time }, "BadClearance"],
      [{ expiry: time + 30n * DAY + 60n }, "BadClearance"],
    ];
    for (const [change, name] of cases) expect((await refusalOf(build(change))).name).to.equal(name);
    expect((await build({ payer: undefined })).payer).to.equal(`0x${"0".repeat(40)}`);
  });
});

describe("grantClearance", () => {
  it("is refused with the sender's own approval, another content, a lapsed or used approval, and beside a live one", async () => {
    const { bank, build, grant, now, time, COMPLIANCE_RELEASER, COMPLIANCE_APPROVER } = await reviewed();
    const clearance = await build();
    const refused = async (...[content, approval]: [typeof clearance, Awaited<ReturnType<typeof signClearance>>]) =>
      (await refusalOf(grantClearance(bank, COMPLIANCE_RELEASER, content, approval))).name;
    const own = await signClearance(bank, COMPLIANCE_RELEASER, clearance);
    expect(await refused(clearance, own)).to.equal("ApproverInvalid");
    const approval = await signClearance(bank, COMPLIANCE_APPROVER, clearance);
    expect(await refused({ ...clearance, amount: 501n }, approval)).to.equal("ApprovalInvalid");
    expect(await refused({ ...clearance, caseId: bytes32(2) }, approval)).to.equal("ApprovalInvalid");
    const granted = await grant();
    expect(await refused(granted.clearance, granted.approval)).to.equal("ClearanceAlreadyGranted");
    // Overlapping: the same payment under another case.
    const second = await build({ caseId: bytes32(3) });
    expect(await refused(second, await signClearance(bank, COMPLIANCE_APPROVER, second))).to.equal("ClearanceLive");
    await time.increaseTo(clearance.expiry);
    expect(await refused(clearance, approval)).to.equal("ApprovalExpired");
    expect(clearance.expiry).to.equal(await now());
  });

  it("lets exactly that payment pass, once", async () => {
    const { bank, grant, send, payment, alice, carol } = await reviewed();
    expect((await refusalOf(send())).name).to.equal("ClearanceMissing");
    const { clearance } = await grant();
    expect(await readClearance(bank, payment)).to.deep.equal({ expiry: clearance.expiry, caseId: CASE, live: true });
    expect((await refusalOf(send(499n))).name).to.equal("ClearanceMissing");
    await send();
    expect(await bank.tokens["USD"]!.balanceOf(carol)).to.equal(500n);
    expect(await readClearance(bank, payment)).to.equal(undefined);
    const again = await refusalOf(send());
    expect(again.sentence).to.contain("USD 5.00").and.to.contain(alice.address);
  });
});

describe("revokeClearance", () => {
  it("takes an unused one back, and is refused when there is none", async () => {
    const { bank, grant, send, payment, COMPLIANCE } = await reviewed();
    expect((await refusalOf(revokeClearance(bank, COMPLIANCE, payment))).name).to.equal("ClearanceUnknown");
    await grant();
    await revokeClearance(bank, COMPLIANCE, payment);
    expect((await refusalOf(send())).name).to.equal("ClearanceMissing");
  });
});
