import type { BankConfig } from "../bank/bankFile.js";
import { BANK_ZONE } from "../bank/zones.js";
import { type Corridor, encodeCorridors } from "./words.js";

/** The two words that `openCorridors` takes for this bank; its mint row is in the first. */
export function corridorWords({ zones, corridors }: Pick<BankConfig, "zones" | "corridors">): {
  allowed: bigint;
  review: bigint;
} {
  // A zone that a validated file does not name cannot be here; NaN is refused as a zone all the same.
  const pair = ([from, to]: readonly [string, string]): Corridor => ({
    from: zones[from] ?? NaN,
    to: zones[to] ?? NaN,
  });
  const mints = corridors.mint.map((to) => ({ from: BANK_ZONE, to: zones[to] ?? NaN }));
  return {
    allowed: encodeCorridors([...corridors.allow.map(pair), ...mints]),
    review: encodeCorridors(corridors.review.map(pair)),
  };
}

/** Corridors in words, for messages: "bank to US, US to EU". */
export function describeCorridors(zones: BankConfig["zones"], corridors: readonly Corridor[]): string {
  const names = new Map(Object.entries(zones).map(([name, zone]) => [zone, name]));
  const nameOf = (zone: number): string => (zone === BANK_ZONE ? "bank" : (names.get(zone) ?? `zone ${zone}`));
  return corridors.map(({ from, to }) => `${nameOf(from)} to ${nameOf(to)}`).join(", ");
}
