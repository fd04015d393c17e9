import { type BookPayment } from "./limitsBook.js";
import type { Comparison } from "./comparison.js";

/** Limits, clearances, travel-rule records and thresholds against the views of the Limits contract. */
export async function compareLimits(comparison: Comparison): Promise<void> {
  const { at, books } = comparison;
  const { limits: contract } = comparison.bank;
  const { limits, enrolled, clearances, travelRecords, travelThresholds } = books.limits;
  await comparison.each(limits.values(), async ({ token, party, ...wanted }) => {
    const stored = await contract.limitsOf(token, party, at);
    for (const field of ["perPayment", "windowValue", "holdingCap", "windowCount", "windowHours"] as const) {
      comparison.differ(`${field} of party ${party} in ${token}`, wanted[field], stored[field]);
    }
  });
  await comparison.each(enrolled.values(), async ({ token, party, wallets }) => {
    const stored = await contract.enrolledWith(token, wallets[0]!, at);
    comparison.differ(`wallets of party ${party} that count together in ${token}`, wallets.join(), stored.join());
  });
  await comparison.each(travelThresholds, async ([token, threshold]) => {
    comparison.differ(`travel threshold of ${token}`, threshold, await contract.travelThresholdOf(token, at));
  });
  // Of each payment the one that is not ended, and none where all are.
  await comparison.each(lastOfEach(clearances), async ({ state, ...clearance }) => {
    const { token, payer, payee, amount, expiry, caseId } = clearance;
    const stored = await contract.clearanceOf(token, payer, payee, amount, at);
    const wanted = state === "live" ? `${expiry} ${caseId}` : `0 ${NONE}`;
    comparison.differ(`clearance of ${describe(clearance)}`, wanted, `${stored.expiry} ${stored.caseId}`);
  });
  await comparison.each(lastOfEach(travelRecords), async ({ state, ...filed }) => {
    const { token, payer, payee, amount, expiry, record } = filed;
    const stored = await contract.travelRecordOf(token, payer, payee, amount, at);
    const wanted = state === "live" ? `${record} ${expiry}` : `${NONE} 0`;
    comparison.differ(`travel record of ${describe(filed)}`, wanted, `${stored.record} ${stored.expiry}`);
  });
}

const NONE = `0x${"0".repeat(64)}`;

const describe = ({ token, payer, payee, amount }: BookPayment): string =>
  `${amount} minor units of ${token} from ${payer} to ${payee}`;

const lastOfEach = <T extends BookPayment>(items: readonly T[]): T[] => [
  ...new Map(items.map((item) => [describe(item), item])).values(),
];
