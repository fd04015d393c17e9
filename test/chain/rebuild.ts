import { expect } from "chai";

import type { ChainEvent } from "../../src/chain/index.js";
import { rebuild } from "../../src/chain/rebuild.js";
import { bytes32 } from "./support.js";

const ALICE = "0x71bE63f3384f5fb98995898A86B02Fb2426c5788";

describe("rebuild", () => {
  const event = (name: string, args: object, contract = "DepositToken"): ChainEvent => ({
    ...{ contract, address: ALICE, name, args: args as Record<string, unknown>, blockNumber: 1, logIndex: 0 },
  });
  const ZERO = `0x${"0".repeat(40)}`;
  const contradictions = (...events: ChainEvent[]) => rebuild(events, "0xtoken").contradictions;

  it("reports events that contradict each other", () => {
    const id = bytes32(1);
    const placed = event("HoldPlaced", { id, payer: ALICE, payee: ZERO, notary: ALICE, amount: 5n, expiry: 9n });
    expect(contradictions(event("Transfer", { from: ALICE, to: ZERO, value: 1n }))[0]).to.contain(
      "paid more than it had",
    );
    expect(contradictions(placed, placed)[0]).to.contain("placed twice");
    expect(contradictions(placed, event("HoldExecuted", { id, amount: 6n }))[0]).to.contain("gave more than it had");
    expect(contradictions(event("HoldSealed", { id }))[0]).to.contain("never placed");
    expect(contradictions(placed, event("HoldExecuted", { id, amount: 5n }))).to.deep.equal([]);
  });

  it("ignores what the desk says of another token", () => {
    const other = event("RedemptionSubmitted", { token: ALICE, id: bytes32(1), uetr: "0x00" }, "RedemptionDesk");
    expect(contradictions(other)).to.deep.equal([]);
  });

  it("floors the backing at zero and saturates it at 64 bits, as the token does", () => {
    const max = (1n << 64n) - 1n;
    const mint = event("Transfer", { from: ZERO, to: ALICE, value: 10n });
    const burn = event("Transfer", { from: ALICE, to: ZERO, value: 10n });
    const attested = (backing: bigint) => event("Attested", { figure: backing, asOf: 1n, backing });
    expect(rebuild([mint, attested(3n), burn], "0xtoken").backing).to.equal(0n);
    expect(rebuild([attested(max), event("InterbankReceived", { amount: 5n })], "0xtoken").backing).to.equal(max);
  });
});
