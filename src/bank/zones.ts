/*
 * Zones and corridors by name, as a bank file has them; `src/chain/corridors.ts` turns them into the token's words.
 * Zone 0 is the bank itself: its row is what the bank may mint to. Zone 15 does not exist: its bits would be the pauses.
 */

export const BANK_ZONE = 0;
export const MAX_ZONE = 14;

/** Names of zones, such as "US" or "CN-controlled", with their numbers 1 to 14. */
export type Zones = Readonly<Record<string, number>>;

/** A pair of zone names: money may go from the first to the second. */
export type ZonePair = readonly [from: string, to: string];

/** Corridors by zone name. `mint` names the zones whose customers the bank may mint to. */
export interface ZoneCorridors {
  readonly allow: readonly ZonePair[];
  readonly review: readonly ZonePair[];
  readonly mint: readonly string[];
}
