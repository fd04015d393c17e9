import { expect } from "chai";
import { ZeroHash } from "ethers";
import { useCompliance } from "./support.js";

const load = await useCompliance();

describe("revokeClearance", () => {
  it("is refused where there is none, or it was used", async () => {
    const { usd, limits, compliance, alice, erin, pay, granted, limited } = await load();
    const revoke = () => limits.connect(compliance).revokeClearance(usd, alice, erin, 100_000n);
    await limited(revoke(), "ClearanceUnknown", usd, alice, erin, 100_000n);
    await granted();
    await pay(alice, erin, 100_000n);
    await limited(revoke(), "ClearanceUnknown", usd, alice, erin, 100_000n);
  });

  it("takes it back at once", async () => {
    const { usd, limits, compliance, alice, erin, pay, granted, emits, limited } = await load();
    const { caseId } = await granted();
    await emits(limits.connect(compliance).revokeClearance(usd, alice, erin, 100_000n), [
      "ClearanceRevoked",
      usd,
      alice,
      erin,
      100_000n,
      caseId,
    ]);
    expect(await limits.clearanceOf(usd, alice, erin, 100_000n)).to.deep.equal([0n, ZeroHash]);
    await limited(pay(alice, erin, 100_000n), "ClearanceMissing", usd, alice, erin, 100_000n);
  });
});
