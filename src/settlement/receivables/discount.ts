import { AbiCoder, keccak256, ZeroHash } from "ethers";

import { VostroError } from "../../errors/index.js";
import type { DiscountPoint } from "./types.js";

const WHOLE = 10_000n;
export const MAX_POINTS = 8;

/**
 * What an invoice carries as `curve`; zero for no points.
 * @throws VostroError BadCurve: not 1 to 8 points that rise, or 100% and more
 */
export function curveHash(points: readonly DiscountPoint[]): string {
  if (points.length === 0) return ZeroHash;
  requireCurve(points);
  const rows = points.map(({ secondsBefore, basisPoints }) => [secondsBefore, basisPoints]);
  return keccak256(AbiCoder.defaultAbiCoder().encode(["tuple(uint256,uint256)[]"], [rows]));
}

/** @throws VostroError BadCurve */
export function requireCurve(points: readonly DiscountPoint[]): void {
  const rises = points.every((point, i) => {
    const before = points[i - 1];
    if (before === undefined) return point.secondsBefore >= 0n && point.basisPoints >= 0n;
    return point.secondsBefore > before.secondsBefore && point.basisPoints >= before.basisPoints;
  });
  const last = points.at(-1);
  const fits = last !== undefined && last.basisPoints < WHOLE && last.secondsBefore < 1n << 64n;
  if (rises && fits && points.length <= MAX_POINTS) return;
  throw new VostroError({
    name: "BadCurve",
    sentence: "The discount points are no curve that the desk takes.",
    fix: "Name 1 to 8 points, from the due date backwards: seconds rise, basis points never fall and stay below 10,000.",
  });
}

/**
 * The largest discount on `amount` minor units, this many seconds before the due date: straight lines between points, flat
 * beyond the earliest, nothing below the first; rounded down once, in the creditor's favour. As the desk reckons it.
 */
export function discountOn(amount: bigint, points: readonly DiscountPoint[], secondsBefore: bigint): bigint {
  if (points.length === 0 || secondsBefore <= 0n) return 0n;
  requireCurve(points);
  const next = points.findIndex((point) => point.secondsBefore > secondsBefore);
  const from = points.at(next === -1 ? -1 : next - 1)!;
  if (next === 0) return 0n;
  if (next === -1) return (amount * from.basisPoints) / WHOLE;
  const to = points[next]!;
  const span = to.secondsBefore - from.secondsBefore;
  const rise = (to.basisPoints - from.basisPoints) * (secondsBefore - from.secondsBefore);
  return (amount * (from.basisPoints * span + rise)) / (WHOLE * span);
}
