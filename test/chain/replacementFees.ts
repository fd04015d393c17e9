import { expect } from "chai";
import { FeeData } from "ethers";

import { replacementFees } from "../../src/chain/outbox/fees.js";

const GWEI = 10n ** 9n;
const now = (maxFee: bigint, tip: bigint): FeeData => new FeeData(null, maxFee, tip);

describe("the fees of a replacement", () => {
  it("are refused below an eighth more than the highest before", () => {
    const before = [
      { maxFeePerGas: 8n * GWEI, maxPriorityFeePerGas: GWEI },
      { maxFeePerGas: 16n * GWEI, maxPriorityFeePerGas: GWEI },
    ];
    expect(replacementFees(before, now(GWEI, GWEI), 18n * GWEI - 1n)).to.equal(undefined);
    expect(replacementFees(before, now(GWEI, GWEI), 18n * GWEI)!.maxFeePerGas).to.equal(18n * GWEI);
  });

  it("are an eighth more than before, rounded up, where the network asks less", () => {
    const before = [{ maxFeePerGas: 1_001n, maxPriorityFeePerGas: 7n }];
    expect(replacementFees(before, now(10n, 1n))).to.deep.equal({ maxFeePerGas: 1_127n, maxPriorityFeePerGas: 8n });
  });

  it("are what the network asks where that is more, and never less than the tip", () => {
    const before = [{ maxFeePerGas: 3n * GWEI, maxPriorityFeePerGas: GWEI }];
    expect(replacementFees(before, now(200n * GWEI, 2n * GWEI))).to.deep.equal({
      maxFeePerGas: 200n * GWEI,
      maxPriorityFeePerGas: 2n * GWEI,
    });
    expect(replacementFees([], now(GWEI, 5n * GWEI))!.maxFeePerGas).to.equal(5n * GWEI);
  });
});
