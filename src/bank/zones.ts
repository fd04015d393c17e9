/*
 * Zones, corridors and countries by name, as a bank file has them; `src/chain/corridors.ts` turns corridors into the
 * token's words, `src/chain/countries.ts` countries into the register's table. Zone 0 is the bank itself: its row is what
 * the bank may mint to. Zone 15 does not exist: its bits would be the pauses.
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

/**
 * Which zone a party is in, by ISO 3166-1 alpha-2 code. A country that is nowhere in it is not served, but who controls a
 * party from there does not matter.
 */
export interface CountryZones {
  /** the zone of those who reside there */
  readonly resident: Readonly<Record<string, string>>;
  /** the zone of those who reside elsewhere and are controlled from there: rules look through to control */
  readonly controlled: Readonly<Record<string, string>>;
  /** neither residents nor parties controlled from there are served, whatever the corridors say */
  readonly sanctioned: readonly string[];
}
