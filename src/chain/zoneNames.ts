import { BANK_ZONE, MAX_ZONE, type Zones } from "../bank/zones.js";
import { VostroError } from "../errors/index.js";
import type { Corridor } from "./words.js";

/*
 * Zones are numbers on chain and names in the bank file ("US", "CN-controlled"). Wherever a person writes or reads a zone,
 * both will do.
 */

/** What the row of the bank itself is called: what it may mint to. */
export const BANK_NAME = "bank";

/** No names are known: zones are their numbers. */
export const NO_NAMES: Zones = {};

/**
 * A zone by its name of the bank file, or by its number.
 * @throws VostroError UnknownZone
 */
export function zoneNumber(text: string, zones: Zones): number {
  const named = text === BANK_NAME ? BANK_ZONE : zones[text];
  if (named !== undefined) return named;
  if (/^[0-9]{1,2}$/.test(text) && Number(text) <= MAX_ZONE) return Number(text);
  const known = Object.entries(zones).map(([name, zone]) => `${name} (${zone})`);
  throw new VostroError({
    name: "UnknownZone",
    args: { zone: text },
    sentence: `There is no zone ${JSON.stringify(text)}.`,
    fix:
      known.length === 0
        ? `Use a number from 0 (the bank) to ${MAX_ZONE}.`
        : `Use one of bank (0), ${known.join(", ")}.`,
  });
}

/** The zone's name, or "zone 7" where it has none. */
export function zoneName(zone: number, zones: Zones): string {
  if (zone === BANK_ZONE) return BANK_NAME;
  return Object.entries(zones).find(([, number]) => number === zone)?.[0] ?? `zone ${zone}`;
}

/** "US to CN-controlled" */
export const corridorName = ({ from, to }: Corridor, zones: Zones): string =>
  `${zoneName(from, zones)} to ${zoneName(to, zones)}`;

/**
 * Corridors as a person writes them: pairs with a colon, several with a comma ("US:EU,EU:US", "1:2").
 * @throws VostroError BadCorridor, UnknownZone
 */
export function readCorridors(text: string, zones: Zones): Corridor[] {
  return text.split(",").map((pair) => {
    const ends = pair.split(":").map((end) => end.trim());
    const [from, to] = ends;
    if (ends.length === 2 && from !== "" && to !== "")
      return corridor(zoneNumber(from!, zones), zoneNumber(to!, zones));
    throw new VostroError({
      name: "BadCorridor",
      args: { pair },
      sentence: `${JSON.stringify(pair.trim())} is no corridor.`,
      fix: "Write payer's zone, colon, payee's zone, several with a comma: US:EU,EU:US.",
    });
  });
}

/** Nobody is paid in the bank's own zone: nothing that lets money go there can be meant. */
function corridor(from: number, to: number): Corridor {
  if (to !== BANK_ZONE) return { from, to };
  throw new VostroError({
    name: "BadCorridor",
    args: { from, to },
    sentence: "No corridor leads to the bank's own zone (0): no customer is in it.",
    fix: "Name a payee's zone; a redemption needs no corridor.",
  });
}
