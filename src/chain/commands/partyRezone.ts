import { countryCode, isCountry } from "../../bank/countries.js";
import { registerBook } from "../books/registerBook.js";
import { decodeLogs } from "../events.js";
import { readLogs } from "../logs.js";
import { planRezoning, rezonePartiesCall } from "../partiesProfile.js";
import { ask, providerOf } from "../send.js";
import { decodeProfile, decodeStanding } from "../words.js";
import { zoneName } from "../zoneNames.js";
import { partyIn } from "./blocks.js";
import type { Context, Outcome } from "./context.js";
import { InputError } from "./exitCodes.js";
import { runPages } from "./partyBulk.js";
import { receipt } from "./perform.js";
import { count, every } from "./progress.js";
import { zonesIn } from "./zonesOption.js";

/** Derives zones again, after the table of countries changed: of one party, or of all that have to do with a country. */
export async function rezone(context: Context): Promise<Outcome> {
  const { bank } = context;
  const zones = await zonesIn(context);
  const parties = context.text("country") === undefined ? [await partyIn(context)] : await ofCountry(context);
  const plan = await planRezoning(bank, parties, every(5_000, parties.length, "compared", context));
  // One party alone is refused in the register's own words.
  if (context.text("country") === undefined && plan.refused[0] !== undefined) throw plan.refused[0].error;
  const run = await runPages(context, plan.pages, "rezoned", (page) =>
    rezonePartiesCall(
      bank,
      page.map(({ party }) => party),
    ),
  );
  const refused = [...plan.refused, ...run.refused.map(({ item, error }) => ({ item: item.party, error }))];
  const { rehearsal, transactions, pushFailures } = run;
  const does = `Moves ${count(run.done.length)} parties to the zone that the table leads to; ${count(plan.unchanged.length)} stay.`;
  const text = [
    `${rehearsal === undefined ? "" : "Would do: "}${does}${run.done.length === 0 ? " Nothing to send." : ""}`,
    ...(rehearsal?.signatures ?? []).map(({ who, as, what }) => `Must sign: ${who} as ${as}, ${what}`),
    ...run.done.map(
      ({ party, before, after }) => `party ${party}: ${zoneName(before, zones)} -> ${zoneName(after, zones)}`,
    ),
    ...refused.map(
      ({ item, error }) => `NOT REZONED, party ${item}: ${error.sentence} Block it, or close it once it is empty.`,
    ),
    ...pushFailures.map(
      ({ currency, token, party, reason }) => `NOT in ${currency ?? token}, party ${party}: ${reason.message}`,
    ),
    ...transactions.map(receipt),
    ...(rehearsal === undefined ? [] : ["Nothing was sent."]),
  ];
  const data = {
    ...(rehearsal === undefined ? {} : { dryRun: true, does, ...rehearsal }),
    rezoned: run.done,
    unchanged: plan.unchanged,
    refused: refused.map(({ item, error }) => ({ party: item, error })),
    pushFailures,
    transactions,
  };
  return { text: text.join("\n"), data, failed: refused.length + pushFailures.length > 0 };
}

/** Open parties that reside in one of these countries or are controlled from there, from the register's events. */
async function ofCountry(context: Context): Promise<bigint[]> {
  const { bank } = context;
  for (const option of ["party", "wallet"]) {
    if (context.text(option) === undefined) continue;
    throw new InputError("--country", `stands beside --${option}`, "Name countries, or one party.");
  }
  const codes = context.read("country", (text) =>
    text.split(",").map((name) => {
      const country = name.trim().toUpperCase();
      if (isCountry(country)) return countryCode(country);
      const fix = "Write two letters of ISO 3166-1, several with a comma.";
      throw new InputError("--country", `${JSON.stringify(name)} is no country`, fix);
    }),
  );
  const logs = await readLogs(bank, {
    addresses: [bank.addresses.partyRegistry],
    fromBlock: bank.addresses.fromBlock,
    toBlock: await ask(bank, providerOf(bank).getBlockNumber()),
  });
  const { parties } = registerBook(decodeLogs(bank, logs));
  return [...parties.values()]
    .filter(({ standing, profile }) => {
      const { residency, control } = decodeProfile(profile);
      return decodeStanding(standing).admitted && (codes.includes(residency) || codes.includes(control));
    })
    .map(({ party }) => party);
}
