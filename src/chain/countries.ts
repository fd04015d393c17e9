import type { BankConfig } from "../bank/bankFile.js";
import { countryCode } from "../bank/countries.js";

/** A row of the register's table of countries; see `Country` in contracts/interfaces/IPartyRegistry.sol. */
export interface CountryRow {
  /** ISO 3166-1 numeric */
  readonly code: number;
  /** the zone of residents; 0: not served */
  readonly resident: number;
  /** the zone of parties elsewhere that are controlled from here; 0: that does not matter; 15: not served */
  readonly controlled: number;
}

/** Instead of a zone: nobody who is controlled from this country is served. */
export const DENIED = 15;

/** What `setCountries` takes for this bank, in the order of the codes. */
export function countryTable({ zones, countries }: Pick<BankConfig, "zones" | "countries">): CountryRow[] {
  const { resident, controlled, sanctioned } = countries;
  const rows = new Map<string, { resident: number; controlled: number }>();
  const rowOf = (country: string) => {
    const row = rows.get(country) ?? { resident: 0, controlled: 0 };
    rows.set(country, row);
    return row;
  };
  // A zone that a validated file does not name cannot be here; the contract refuses NaN all the same.
  for (const [country, zone] of Object.entries(resident)) rowOf(country).resident = zones[zone] ?? NaN;
  for (const [country, zone] of Object.entries(controlled)) rowOf(country).controlled = zones[zone] ?? NaN;
  for (const country of sanctioned) rowOf(country).controlled = DENIED;
  return [...rows].map(([country, row]) => ({ code: countryCode(country), ...row })).sort((a, b) => a.code - b.code);
}
