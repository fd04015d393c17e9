import { expect } from "chai";
import { TypedDataEncoder, ZeroAddress } from "ethers";
import { ROLES } from "../../src/bank/roles.js";
import { TYPED_DATA } from "../../src/chain/typedData.js";
import { Manner } from "../issuance/support.js";
import { DAY } from "../support/token.js";
import { reference } from "../support/words.js";
import { CASE, useCompliance } from "./support.js";

const load = await useCompliance();

describe("grantClearance", () => {
  describe("is refused", () => {
    it("when its time has passed, or lies more than 30 days ahead", async () => {
      const { clearanceOf, grant, now, at, limited } = await load();
      const next = (await now()) + 10n;
      await at(next);
      await limited(grant(await clearanceOf({ expiry: next })), "ApprovalExpired", next);
      await limited(grant(await clearanceOf({ expiry: next + 30n * DAY + 1n })), "ClearanceInvalid");
      await at(next + 10n);
      await grant(await clearanceOf({ expiry: next + 10n + 30n * DAY }));
    });

    it("for no amount, or nobody", async () => {
      const { clearanceOf, grant, limited } = await load();
      await limited(grant(await clearanceOf({ amount: 0n })), "ClearanceInvalid");
      await limited(grant(await clearanceOf({ payee: ZeroAddress })), "ClearanceInvalid");
    });

    it("in a token that the register does not list", async () => {
      const { anotherToken, clearanceOf, grant, limited } = await load();
      const eur = await anotherToken("XEUR");
      await limited(grant(await clearanceOf({ token: eur.target as string })), "TokenNotListed", eur);
    });

    it("with the consent of nobody who may give it", async () => {
      const { manager, admin, releaser, approver, complianceApprover, stranger, clearanceOf, grant, limited } =
        await load();
      for (const signer of [stranger, approver, releaser]) {
        await limited(grant(await clearanceOf(), signer), "ApproverInvalid", signer);
      }
      // Not by oneself, not with a delay on the role, and not after losing it.
      await manager.connect(admin).grantRole(ROLES.COMPLIANCE_APPROVER, releaser, 0);
      await limited(grant(await clearanceOf(), releaser), "ApproverInvalid", releaser);
      await manager.connect(admin).grantRole(ROLES.COMPLIANCE_APPROVER, stranger, 60);
      await limited(grant(await clearanceOf(), stranger), "ApproverInvalid", stranger);
      await manager.connect(admin).revokeRole(ROLES.COMPLIANCE_APPROVER, complianceApprover);
      await limited(grant(await clearanceOf()), "ApproverInvalid", complianceApprover);
    });

    it("if any field is not what was signed", async () => {
      const { jpy, alice, bob, complianceApprover, clearanceOf, grant, limited } = await load();
      const signed = await clearanceOf();
      for (const change of [
        { token: jpy.target as string },
        { payer: bob.address },
        { payee: alice.address },
        { amount: signed.amount + 1n },
        { expiry: signed.expiry + 1n },
        { caseId: reference("case 2") },
      ]) {
        const call = grant({ ...signed, ...change }, complianceApprover, signed);
        await limited(call, "ApprovalInvalid", complianceApprover);
      }
    });

    it("by a signature given to another contract", async () => {
      const { orders, limits, releaser, complianceApprover, clearanceOf, limited } = await load();
      const clearance = await clearanceOf();
      const { name, version, chainId } = await limits.eip712Domain();
      expect([name, version]).to.deep.equal(["Vostro Limits", "1"]);
      const domain = { name, version, chainId, verifyingContract: orders.target as string };
      const approval = await complianceApprover.signTypedData(domain, TYPED_DATA.Clearance, clearance);
      const call = limits.connect(releaser).grantClearance(clearance, complianceApprover, approval);
      await limited(call, "ApprovalInvalid", complianceApprover);
    });

    it("while another for the very same payment is live", async () => {
      const { clearanceOf, grant, granted, limited, travelTo } = await load();
      const live = await granted();
      const second = await clearanceOf({ expiry: live.expiry + DAY, caseId: reference("case 2") });
      await limited(grant(second), "ClearanceLive", live.expiry, live.caseId);
      // Any other payment is another matter, and so is this one once the first has lapsed.
      await granted({ amount: live.amount + 1n });
      await travelTo(live.expiry);
      await grant(second);
    });

    it("a second time, used, revoked or not", async () => {
      const { usd, limits, compliance, alice, erin, pay, grant, clearanceOf, limited } = await load();
      const hash = (message: object) => TypedDataEncoder.hashStruct("Clearance", TYPED_DATA.Clearance, message);
      const first = await clearanceOf();
      await grant(first);
      await pay(alice, erin, first.amount);
      await limited(grant(first), "ClearanceAlreadyGranted", hash(first));
      const second = await clearanceOf({ caseId: reference("case 2") });
      await grant(second);
      await limits.connect(compliance).revokeClearance(usd, alice, erin, second.amount);
      await limited(grant(second), "ClearanceAlreadyGranted", hash(second));
    });
  });

  it("records who, whom, how much, until when, for which case and by whose consent", async () => {
    const { usd, limits, alice, erin, releaser, complianceApprover, clearanceOf, grant, emits } = await load();
    const clearance = await clearanceOf();
    await emits(grant(clearance), [
      "ClearanceGranted",
      usd,
      alice,
      erin,
      100_000n,
      clearance.expiry,
      CASE,
      releaser,
      complianceApprover,
    ]);
    expect(await limits.clearanceOf(usd, alice, erin, 100_000n)).to.deep.equal([clearance.expiry, CASE]);
    expect(await limits.clearanceOf(usd, alice, erin, 100_001n)).to.deep.equal([0n, `0x${"00".repeat(32)}`]);
  });

  it("takes the consent of a smart account", async () => {
    const { manager, admin, limits, releaser, stranger, deployWallet, signLimits, clearanceOf, alice, erin, pay } =
      await load();
    const safe = await deployWallet(stranger, Manner.Honest);
    await manager.connect(admin).grantRole(ROLES.COMPLIANCE_APPROVER, safe, 0);
    const clearance = await clearanceOf();
    const approval = await signLimits(stranger, "Clearance", clearance);
    await limits.connect(releaser).grantClearance(clearance, safe, approval);
    await pay(alice, erin, clearance.amount);
  });
});
