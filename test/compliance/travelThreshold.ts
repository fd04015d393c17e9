import { expect } from "chai";
import { useCompliance } from "./support.js";

const load = await useCompliance();

describe("the travel-rule threshold", () => {
  it("is zero in a new token: every payment between institutions needs a record", async () => {
    const { usd, limits } = await load();
    expect(await limits.travelThresholdOf(usd)).to.equal(0n);
  });

  it("is raised by the limits officer, and only raised", async () => {
    const { usd, jpy, limits, limitsOfficer, anotherToken, emits, limited } = await load();
    const raise = (threshold: bigint, token = usd) =>
      limits.connect(limitsOfficer).raiseTravelThreshold(token, threshold);
    await limited(raise(0n), "TravelThresholdUnchanged", 0n, 0n);
    await emits(raise(100_000n), ["TravelThresholdSet", usd, 100_000n]);
    await limited(raise(100_000n), "TravelThresholdUnchanged", 100_000n, 100_000n);
    await limited(raise(99_999n), "TravelThresholdUnchanged", 100_000n, 99_999n);
    expect(await limits.travelThresholdOf(jpy)).to.equal(0n);
    const eur = await anotherToken("XEUR");
    await limited(raise(1n, eur), "TokenNotListed", eur);
  });

  it("is lowered by compliance, and only lowered", async () => {
    const { usd, limits, limitsOfficer, compliance, emits, limited } = await load();
    const lower = (threshold: bigint) => limits.connect(compliance).lowerTravelThreshold(usd, threshold);
    await limited(lower(0n), "TravelThresholdUnchanged", 0n, 0n);
    await limits.connect(limitsOfficer).raiseTravelThreshold(usd, 100_000n);
    await limited(lower(100_000n), "TravelThresholdUnchanged", 100_000n, 100_000n);
    await emits(lower(99_999n), ["TravelThresholdSet", usd, 99_999n]);
    expect(await limits.travelThresholdOf(usd)).to.equal(99_999n);
  });
});
