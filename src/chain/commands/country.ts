import { countryCode, isCountry } from "../../bank/countries.js";
import { MAX_ZONE, type Zones } from "../../bank/zones.js";
import { table } from "../../demo/table.js";
import { type CountryRow, DENIED } from "../countries.js";
import {
  closeCountries,
  closeCountriesCall,
  countryName,
  isProgrammeRequired,
  readCountry,
  requireProgramme,
  requireProgrammeCall,
  setCountries,
  setCountriesCall,
  waiveProgramme,
  waiveProgrammeCall,
} from "../countryActs.js";
import { decodeLogs } from "../events.js";
import { readLogs } from "../logs.js";
import { ask, providerOf } from "../send.js";
import { zoneName, zoneNumber } from "../zoneNames.js";
import type { Context, Outcome } from "./context.js";
import { performDelayable } from "./delayed.js";
import { InputError } from "./exitCodes.js";
import { type Change, perform, receipt } from "./perform.js";
import { personOf } from "./signers.js";
import { zonesIn } from "./zonesOption.js";

/** The table that zones are derived from: set (policy admin), close (compliance, at once), programmes, show. */
export async function country(context: Context, step: string): Promise<Outcome> {
  const zones = await zonesIn(context);
  if (step === "set") return set(context, zones);
  if (step === "close") return close(context, zones);
  if (step === "show") return show(context, zones);
  return programme(context, zones, step === "require-programme");
}

const AFTERWARDS = "Parties admitted before keep their zone until `party rezone`.";

async function set(context: Context, zones: Zones): Promise<Outcome> {
  const { bank } = context;
  const [code] = countriesIn(context, 1);
  const before = await readCountry(bank, code!);
  const zoneOr = (option: string, words: Readonly<Record<string, number>>) =>
    context.readIf(option, (text) => words[text] ?? zoneNumber(text, zones));
  const resident = zoneOr("resident", { none: 0 });
  const controlled = zoneOr("controlled", { none: 0, denied: DENIED });
  if (resident === undefined && controlled === undefined) {
    throw new InputError("--resident", "or --controlled must be given", "Say what the country leads to.");
  }
  const after = { ...before, resident: resident ?? before.resident, controlled: controlled ?? before.controlled };
  const does = `Sets ${describe(after, zones)} (so far: ${describe(before, zones)}).`;
  const isNothing = after.resident === before.resident && after.controlled === before.controlled;
  if (isNothing && !context.flag("execute") && !context.flag("cancel")) {
    return { text: `${does} Nothing to send.`, data: { before, after, transaction: null } };
  }
  return performDelayable(context, {
    command: "country set",
    does,
    changes: changesOf(before, after, zones),
    sender: await personOf(context, "POLICY_ADMIN"),
    as: "POLICY_ADMIN",
    call: () => setCountriesCall(bank, [after]),
    send: (signer) => setCountries(bank, signer, [after]),
    done: (transaction) => ({
      text: `${does}\n${AFTERWARDS}\n${receipt(transaction)}`,
      data: { before, after, transaction },
    }),
  });
}

async function close(context: Context, zones: Zones): Promise<Outcome> {
  const { bank } = context;
  const codes = countriesIn(context);
  const before = await Promise.all(codes.map((code) => readCountry(bank, code)));
  const after = codes.map((code) => ({ code, resident: 0, controlled: DENIED }));
  const names = codes.map(countryName).join(", ");
  const does = `Serves nobody any more who resides in, or is controlled from, ${names}.`;
  return perform(context, {
    does,
    changes: before.flatMap((row, i) => changesOf(row, after[i]!, zones)),
    sender: await personOf(context, "COMPLIANCE"),
    as: "COMPLIANCE",
    calls: async () => [await closeCountriesCall(bank, codes)],
    send: (signer) => closeCountries(bank, signer, codes),
    done: (transaction) => ({
      text: `${does}\nIt stops new customers. Block those whom the bank has there; \`party rezone\` lists them.\n${receipt(transaction)}`,
      data: { before, after, transaction },
    }),
  });
}

async function programme(context: Context, zones: Zones, required: boolean): Promise<Outcome> {
  const { bank } = context;
  const zone = context.read("zone", (text) => zoneNumber(text, zones));
  const was = await isProgrammeRequired(bank, zone);
  const name = zoneName(zone, zones);
  const does = `New customers in ${name} need ${required ? "the" : "no"} approval id of a programme.`;
  if (was === required && !context.flag("execute") && !context.flag("cancel")) {
    return { text: `${does} It is so already. Nothing to send.`, data: { zone, required, transaction: null } };
  }
  const done = (transaction: Parameters<typeof receipt>[0]): Outcome => ({
    text: `${does}\n${receipt(transaction)}`,
    data: { zone, required, transaction },
  });
  if (!required) {
    return performDelayable(context, {
      ...{ command: "country waive-programme", does, done, as: "POLICY_ADMIN" },
      sender: await personOf(context, "POLICY_ADMIN"),
      call: () => waiveProgrammeCall(bank, zone),
      send: (signer) => waiveProgramme(bank, signer, zone),
    });
  }
  return perform(context, {
    ...{ does, done, as: "COMPLIANCE" },
    sender: await personOf(context, "COMPLIANCE"),
    calls: async () => [await requireProgrammeCall(bank, zone)],
    send: (signer) => requireProgramme(bank, signer, zone),
  });
}

/** Every country that was ever written down; every other is not served. */
async function show(context: Context, zones: Zones): Promise<Outcome> {
  const { bank } = context;
  const { interface: register } = bank.partyRegistry;
  const logs = await readLogs(bank, {
    addresses: [bank.addresses.partyRegistry],
    topics: [register.getEvent("CountrySet").topicHash],
    fromBlock: bank.addresses.fromBlock,
    toBlock: await ask(bank, providerOf(bank).getBlockNumber()),
  });
  const written = new Set(decodeLogs(bank, logs).map(({ args }) => Number(args["code"])));
  const named = context.text("country") === undefined ? [...written] : countriesIn(context);
  const rows = await Promise.all(named.sort((a, b) => a - b).map((code) => readCountry(bank, code)));
  const numbers = Array.from({ length: MAX_ZONE }, (_, i) => i + 1);
  const programmes = await Promise.all(numbers.map((zone) => isProgrammeRequired(bank, zone)));
  const needing = numbers.filter((_, i) => programmes[i]);
  const cells = rows.map((row) => [countryName(row.code), residents(row, zones), controlledFrom(row, zones)]);
  const text = [
    table(["country", "residents", "controlled from there, residing elsewhere"], cells),
    "",
    "A country that is not named is not served.",
    `Programme needed in: ${needing.map((zone) => zoneName(zone, zones)).join(", ") || "no zone"}.`,
  ];
  return { text: text.join("\n"), data: { countries: rows, programmeZones: needing } };
}

/** Countries by their two letters, several with a comma. */
function countriesIn(context: Context, most = Infinity): number[] {
  return context.read("country", (text) => {
    const names = text.split(",").map((name) => name.trim().toUpperCase());
    const wrong = names.find((name) => !isCountry(name));
    if (wrong !== undefined) {
      throw new InputError("--country", `${JSON.stringify(wrong)} is no country`, "Write two letters of ISO 3166-1.");
    }
    if (names.length > most) throw new InputError("--country", "names several countries", "Set one at a time.");
    return names.map(countryCode);
  });
}

const residents = ({ resident }: CountryRow, zones: Zones): string =>
  resident === 0 ? "not served" : zoneName(resident, zones);
const controlledFrom = ({ controlled }: CountryRow, zones: Zones): string =>
  controlled === 0 ? "as they reside" : controlled === DENIED ? "not served" : zoneName(controlled, zones);

const describe = (row: CountryRow, zones: Zones): string =>
  `${countryName(row.code)}: residents ${residents(row, zones)}, controlled from there ${controlledFrom(row, zones)}`;

function changesOf(before: CountryRow, after: CountryRow, zones: Zones): Change[] {
  const of = countryName(before.code);
  return [
    { of, what: "residents", before: residents(before, zones), after: residents(after, zones) },
    { of, what: "controlled from there", before: controlledFrom(before, zones), after: controlledFrom(after, zones) },
  ].filter((change) => change.before !== change.after);
}
