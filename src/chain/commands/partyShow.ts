import { isoDate, VostroError } from "../../errors/index.js";
import { countryName, readInstitution } from "../countryActs.js";
import { derivedZone, readProfileRecord } from "../partiesProfile.js";
import { holdingsOf, partyUnknown, readParty, type RegisteredParty } from "../partiesState.js";
import { zoneName } from "../zoneNames.js";
import { partyIn } from "./blocks.js";
import type { Context, Outcome } from "./context.js";
import { lines } from "./read.js";
import { zonesIn } from "./zonesOption.js";

/** A party as the register has it, and what the bank owes it. */
export async function show(context: Context): Promise<Outcome> {
  const { bank } = context;
  const zones = await zonesIn(context);
  const id = await partyIn(context);
  const party = await readParty(bank, id);
  if (party === undefined) throw partyUnknown(id);
  const { standing, profile, wallets } = party;
  const [record, holdings, derived] = await Promise.all([
    readProfileRecord(bank, id),
    holdingsOf(
      bank,
      wallets.map(({ wallet }) => wallet),
    ),
    whereItBelongs(context, party),
  ]);
  const service =
    profile.homeBank === 0
      ? "this bank"
      : `${profile.homeBank}, ${(await readInstitution(bank, profile.homeBank)) ?? "unknown"}`;
  const elsewhere =
    derived === standing.zone || party.closed
      ? ""
      : `; the table says ${typeof derived === "number" ? zoneName(derived, zones) : derived}: party rezone`;
  const text = lines([
    ["party", `${id}${party.closed ? ", closed: it is no customer any more" : ""}`],
    ["kind", `${profile.kind}, served by ${service}`],
    ["resides in", countryName(profile.residency)],
    ["controlled from", countryName(profile.control)],
    ["zone", `${zoneName(standing.zone, zones)} (${standing.zone})${elsewhere}`],
    ["KYC until", isoDate(standing.validUntil)],
    ["blocks", String(party.blocks)],
    ["limits", standing.limited ? "apply" : "none"],
    ["LEI", record.lei ?? "none"],
    ["programme", record.programme ?? "none"],
    ["pays out to", party.settlementAccount ?? "no account yet: it cannot redeem"],
    ...wallets.map(({ wallet, retired, successor }): [string, string] => [
      retired ? "lost wallet" : "wallet",
      `${wallet}${retired ? `, ${successor} stands for it` : ""}`,
    ]),
    ...holdings.map(({ wallet, currency, balance, held, frozen }): [string, string] => [
      "has",
      `${context.money(balance, currency)} in ${wallet} (held ${context.money(held, currency)}, liens ${context.money(frozen, currency)})`,
    ]),
  ]);
  return { text, data: { ...party, ...record, derivedZone: derived, holdings } };
}

/** The zone that the table leads to now, or why it leads to none. */
async function whereItBelongs(context: Context, party: RegisteredParty): Promise<number | string> {
  try {
    return await derivedZone(context.bank, party);
  } catch (error) {
    if (error instanceof VostroError && ["CountryNotServed", "ProgrammeRequired"].includes(error.name))
      return error.name;
    throw error;
  }
}
