import { hexlify, toUtf8Bytes } from "ethers";

import { VostroError } from "../../errors/index.js";

export { CLEARING_FUNCTIONS } from "../../bank/roles.js";

const ZONES = 14;

/** The sender's zone to the receiving bank's own zone, each 1 to 14. A zone left out is denied. */
export type ZoneMap = Readonly<Record<number, number>>;

/**
 * A zone map as the desk keeps it: four bits for each of the sender's zones.
 * @throws VostroError BadZoneMap
 */
export function packZones(map: ZoneMap): bigint {
  return Object.entries(map).reduce((word, [from, to]) => {
    requireZone(Number(from));
    return word | (BigInt(requireZone(to)) << BigInt(4 * (Number(from) - 1)));
  }, 0n);
}

export function readZones(word: bigint): ZoneMap {
  const zones = Array.from({ length: ZONES }, (_, i) => [i + 1, Number((word >> BigInt(4 * i)) & 0xfn)] as const);
  return Object.fromEntries(zones.filter(([, to]) => to !== 0));
}

/** Zones as `unmapZones` takes them: bit z for zone z. */
export const zoneSet = (zones: readonly number[]): bigint =>
  zones.reduce((word, zone) => word | (1n << BigInt(requireZone(zone))), 0n);

function requireZone(zone: number): number {
  if (Number.isInteger(zone) && zone >= 1 && zone <= ZONES) return zone;
  throw new VostroError({
    name: "BadZoneMap",
    args: { zone },
    sentence: `${zone} is not a customer's zone.`,
    fix: "Customers have the zones 1 to 14.",
  });
}

/**
 * An ISO 4217 code as banks declare it at the desk.
 * @throws VostroError BadCurrency
 */
export function currencyCode(code: string): string {
  if (/^[A-Z]{3}$/.test(code)) return hexlify(toUtf8Bytes(code));
  throw new VostroError({
    name: "BadCurrency",
    args: { code },
    sentence: `${JSON.stringify(code)} is not an ISO 4217 code.`,
    fix: "Write three capital letters, such as USD.",
  });
}
