import {
  buildClearance,
  cutLimits,
  fileTravelRecord,
  grantClearance,
  lowerTravelThreshold,
  raiseLimits,
  raiseTravelThreshold,
  revokeClearance,
  signClearance,
} from "../../src/chain/index.js";
import { bytes32 } from "../chain/support.js";
import { type Acts, ERIN, type Life } from "./life.js";

/** Limits, clearances of two people, and travel-rule records; and the payments that use them up. */
export function limitActs(life: Life): Acts {
  const { world, bank, pick } = life;
  const { alice, carol } = world;
  const currency = "USD";
  const window = { windowHours: 24, windowCount: 1_000 };
  return {
    raiseLimits: () => {
      const limits = { ...window, perPayment: 900_000n + BigInt(pick(100_000)), windowValue: 30_000_000n };
      return raiseLimits(bank, world.LIMITS_OFFICER, [{ currency, parties: [life.party()], limits }]);
    },
    cutLimits: () => {
      const limits = {
        ...window,
        windowCount: 800,
        perPayment: 800_000n,
        windowValue: 10_000_000n,
        holdingCap: 50_000_000n,
      };
      return cutLimits(bank, world.COMPLIANCE, [{ currency, parties: [life.party()], limits }]);
    },
    enrol: () => bank.limits.connect(world.stranger).enrol(life.usd, [life.party(), ERIN]),
    clear: async () => {
      const payment = { currency, payer: alice.address, payee: carol.address, amount: life.amount() };
      const clearance = await buildClearance(bank, { ...payment, caseId: bytes32(life.next()) });
      const approval = await signClearance(bank, world.COMPLIANCE_APPROVER, clearance);
      await grantClearance(bank, world.COMPLIANCE_RELEASER, clearance, approval);
      life.clearances.push(clearance);
    },
    payCleared: () => {
      const { payee, amount } = life.one(life.clearances);
      return life.token(alice)["transfer(address,uint256)"](payee, amount);
    },
    revokeClearance: () => {
      const { payer, payee, amount } = life.one(life.clearances);
      return revokeClearance(bank, world.COMPLIANCE, { currency, payer, payee, amount });
    },
    fileTravel: async () => {
      const amount = life.amount();
      const payment = { currency, payer: alice.address, payee: life.erin.address, amount };
      const expiry = BigInt(await world.time.latest()) + 86_400n;
      await fileTravelRecord(bank, world.TRAVEL_RULE, { ...payment, record: bytes32(life.next()), expiry });
      life.travels.push(amount);
    },
    payTravelled: () => life.token(alice)["transfer(address,uint256)"](life.erin, life.one(life.travels)),
    raiseThreshold: () => raiseTravelThreshold(bank, world.LIMITS_OFFICER, currency, BigInt(1 + pick(40_000))),
    lowerThreshold: () => lowerTravelThreshold(bank, world.COMPLIANCE, currency, BigInt(pick(100))),
  };
}
