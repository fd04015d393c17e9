import type { Signer } from "ethers";

import { countryOf } from "../bank/countries.js";
import { MAX_ZONE } from "../bank/zones.js";
import { VostroError } from "../errors/index.js";
import type { Bank } from "./bank.js";
import { requireSome } from "./checks.js";
import { type CountryRow, DENIED } from "./countries.js";
import { leiBytes, leiText } from "./partiesBytes.js";
import { ask, type Call, callOf, send, type Sent } from "./send.js";

/*
 * The table that zones are derived from, which zones need a programme, and whose customers the bank serves. Loosening is the
 * policy admin's (with the role's delay), tightening compliance's. Parties admitted before keep their zone until `rezone`.
 */

/** "CN", or "country 999" for a number that ISO 3166-1 does not give. */
export const countryName = (code: number): string => countryOf(code) ?? `country ${code}`;

/** What a country leads to now. @throws VostroError CountryInvalid */
export async function readCountry(bank: Bank, code: number): Promise<CountryRow> {
  const [resident, controlled] = await ask(bank, bank.partyRegistry.countryOf(requireCountry(code)));
  return { code, resident: Number(resident), controlled: Number(controlled) };
}

function requireCountry(code: number): number {
  if (Number.isInteger(code) && code >= 1 && code <= 999) return code;
  throw invalid(code, `${code} is no country`, "Use an ISO 3166-1 numeric code (see countryCode).");
}

const invalid = (code: number, problem: string, fix: string): VostroError =>
  new VostroError({ name: "CountryInvalid", args: { code }, sentence: `${problem}.`, fix });

function requireRow({ code, resident, controlled }: CountryRow): CountryRow {
  const isZone = (zone: number, highest: number): boolean => Number.isInteger(zone) && zone >= 0 && zone <= highest;
  const name = countryName(requireCountry(code));
  if (!isZone(resident, MAX_ZONE)) {
    const fix = `Use 1 to ${MAX_ZONE}, or 0: its residents are not served.`;
    throw invalid(code, `The residents of ${name} cannot be in zone ${resident}`, fix);
  }
  if (!isZone(controlled, DENIED)) {
    const fix = `Use 1 to ${MAX_ZONE}, 0 (control does not matter) or ${DENIED} (nobody is served).`;
    throw invalid(code, `Parties controlled from ${name} cannot be in zone ${controlled}`, fix);
  }
  return { code, resident, controlled };
}

/** @throws VostroError EmptyList, CountryInvalid, CountryTwice */
export async function setCountriesCall(bank: Bank, rows: readonly CountryRow[]): Promise<Call> {
  const checked = requireSome(rows, "countries").map(requireRow);
  const twice = checked.find(({ code }, i) => checked.findIndex((row) => row.code === code) !== i);
  if (twice !== undefined) {
    throw new VostroError({
      name: "CountryTwice",
      args: { code: twice.code },
      sentence: `${countryName(twice.code)} is named twice.`,
      fix: "Name each country once.",
    });
  }
  const populated = bank.partyRegistry.setCountries.populateTransaction(checked.map((row) => ({ ...row })));
  return callOf("PartyRegistry.setCountries", populated, { role: "POLICY_ADMIN" });
}

/** Sets what countries lead to. Who may call: the policy admin. @throws VostroError CountryInvalid, CountryTwice */
export async function setCountries(bank: Bank, admin: Signer, rows: readonly CountryRow[]): Promise<Sent> {
  return send(bank, admin, await setCountriesCall(bank, rows));
}

/** @throws VostroError EmptyList, CountryInvalid */
export async function closeCountriesCall(bank: Bank, codes: readonly number[]): Promise<Call> {
  const checked = requireSome(codes, "countries to close").map(requireCountry);
  const populated = bank.partyRegistry.closeCountries.populateTransaction([...new Set(checked)]);
  return callOf("PartyRegistry.closeCountries", populated, { role: "COMPLIANCE" });
}

/** Serves no more new residents of these countries, nor parties controlled from them. Who may call: compliance. */
export async function closeCountries(bank: Bank, officer: Signer, codes: readonly number[]): Promise<Sent> {
  return send(bank, officer, await closeCountriesCall(bank, codes));
}

// --- programmes ---

function requireZone(zone: number): number {
  if (Number.isInteger(zone) && zone >= 1 && zone <= MAX_ZONE) return zone;
  throw new VostroError({
    name: "BadZone",
    args: { zone },
    sentence: `No customer is in zone ${zone}.`,
    fix: `Use a zone from 1 to ${MAX_ZONE}.`,
  });
}

/** Whether parties of the zone need a programme's approval id. @throws VostroError BadZone */
export async function isProgrammeRequired(bank: Bank, zone: number): Promise<boolean> {
  return ask(bank, bank.partyRegistry.isProgrammeRequired(requireZone(zone)));
}

/** @throws VostroError BadZone */
export async function requireProgrammeCall(bank: Bank, zone: number): Promise<Call> {
  const populated = bank.partyRegistry.requireProgramme.populateTransaction(requireZone(zone));
  return callOf("PartyRegistry.requireProgramme", populated, { role: "COMPLIANCE" });
}

/** New parties of the zone need a programme's approval id from now on. Who may call: compliance. */
export async function requireProgramme(bank: Bank, officer: Signer, zone: number): Promise<Sent> {
  return send(bank, officer, await requireProgrammeCall(bank, zone));
}

/** @throws VostroError BadZone */
export async function waiveProgrammeCall(bank: Bank, zone: number): Promise<Call> {
  const populated = bank.partyRegistry.waiveProgramme.populateTransaction(requireZone(zone));
  return callOf("PartyRegistry.waiveProgramme", populated, { role: "POLICY_ADMIN" });
}

/** New parties of the zone need none from now on. Who may call: the policy admin. */
export async function waiveProgramme(bank: Bank, admin: Signer, zone: number): Promise<Sent> {
  return send(bank, admin, await waiveProgrammeCall(bank, zone));
}

// --- institutions ---

function requireHomeBank(homeBank: number): number {
  if (Number.isInteger(homeBank) && homeBank >= 1 && homeBank <= 255) return homeBank;
  throw new VostroError({
    name: "InstitutionUnknown",
    args: { homeBank },
    sentence: `No institution can have the number ${homeBank}.`,
    fix: "Use its number of the bank file, 1 to 255; 0 is the bank itself.",
  });
}

/** The LEI of an institution; undefined where the number is nobody's. @throws VostroError InstitutionUnknown */
export async function readInstitution(bank: Bank, homeBank: number): Promise<string | undefined> {
  return leiText(await ask(bank, bank.partyRegistry.institutionOf(requireHomeBank(homeBank))));
}

/** @throws VostroError InstitutionUnknown, BadLei */
export async function setInstitutionCall(bank: Bank, homeBank: number, lei: string): Promise<Call> {
  const number = requireHomeBank(homeBank);
  const populated = bank.partyRegistry.setInstitution.populateTransaction(
    number,
    leiBytes(lei, `institution ${number}`),
  );
  return callOf("PartyRegistry.setInstitution", populated, { role: "POLICY_ADMIN" });
}

/** Names an institution whose customers the bank serves as clients of a client. Who may call: the policy admin. */
export async function setInstitution(bank: Bank, admin: Signer, homeBank: number, lei: string): Promise<Sent> {
  return send(bank, admin, await setInstitutionCall(bank, homeBank, lei));
}
