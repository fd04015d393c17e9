import { getAddress, toBeHex, zeroPadValue } from "ethers";

import { PARTY_KINDS, type PartyKind } from "../bank/kinds.js";
import { POWERS } from "../bank/roles.js";
import { VostroError } from "../errors/index.js";

/*
 * The packed words of contracts/types, as objects. Layouts are drawn above each type in Solidity; amounts are minor
 * units, times unix seconds.
 */

const field = (word: bigint, offset: number, width: number): bigint =>
  (word >> BigInt(offset)) & ((1n << BigInt(width)) - 1n);
const bit = (word: bigint, offset: number): boolean => field(word, offset, 1) === 1n;
const addressAt = (word: bigint, offset: number): string =>
  getAddress(zeroPadValue(toBeHex(field(word, offset, 160)), 20));

/** Zones 0 (the bank and every stranger) to 14. */
export const ZONES = 15;

/** What the register says of a wallet's owner. */
export interface Standing {
  /** last second of the KYC */
  readonly validUntil: bigint;
  readonly zone: number;
  readonly admitted: boolean;
  readonly blocked: boolean;
  readonly limited: boolean;
  /** a lost wallet: it signs, sends and receives nothing, and what is due to it goes to its successor */
  readonly retired: boolean;
}

/**
 * A standing as a token takes it from the register.
 * @throws VostroError BadStanding: a zone other than 1 to 14 (0 if not admitted), or a time beyond 32 bits
 */
export function encodeStanding({ validUntil, zone, admitted, blocked, limited, retired }: Standing): bigint {
  const lowest = admitted ? 1 : 0;
  if (!Number.isInteger(zone) || zone < lowest || zone >= ZONES || validUntil < 0n || validUntil >= 1n << 32n) {
    throw new VostroError({
      name: "BadStanding",
      args: { zone, validUntil },
      sentence: `Zone ${zone} until ${validUntil} is no standing.`,
      fix: `Use a zone from ${lowest} to 14 and a last second before 7 February 2106.`,
    });
  }
  const flags = [admitted, blocked, limited, retired].reduce(
    (bits, on, i) => (on ? bits | (1n << BigInt(36 + i)) : bits),
    0n,
  );
  return validUntil | (BigInt(zone) << 32n) | flags;
}

export function decodeStanding(standing: bigint): Standing {
  return {
    validUntil: field(standing, 0, 32),
    zone: Number(field(standing, 32, 4)),
    admitted: bit(standing, 36),
    blocked: bit(standing, 37),
    limited: bit(standing, 38),
    retired: bit(standing, 39),
  };
}

/** What the bank knows of a party that its zone is derived from, and who serves it. */
export interface PartyProfile {
  readonly kind: PartyKind;
  /** ISO 3166-1 numeric; see `countryCode` */
  readonly residency: number;
  /** ISO 3166-1 numeric: from where the party is controlled, which is what rules look through to */
  readonly control: number;
  /** 0 for the issuing bank, else the number of an institution of the register */
  readonly homeBank: number;
  /** a programme's approval id is on record; the register sets it, whatever a caller says */
  readonly programme: boolean;
}

/**
 * A profile as the register takes it.
 * @throws VostroError BadProfile: a field out of its range, or a home bank for any kind but the client of a client
 */
export function encodeProfile(profile: PartyProfile): bigint {
  const { kind, residency, control, homeBank, programme } = profile;
  const within = (value: number, lowest: number, highest: number): boolean =>
    Number.isInteger(value) && value >= lowest && value <= highest;
  const countries = within(residency, 1, 999) && within(control, 1, 999);
  if (!countries || !within(homeBank, 0, 255) || (kind === "client-of-client") !== (homeBank !== 0)) {
    throw new VostroError({
      name: "BadProfile",
      args: { ...profile },
      sentence: `A ${kind} of home bank ${homeBank}, resident in ${residency}, controlled from ${control}, is no party.`,
      fix: "Use ISO 3166-1 numeric codes, and a home bank from 1 to 255 exactly for a client-of-client.",
    });
  }
  return (
    BigInt(residency) |
    (BigInt(control) << 10n) |
    (BigInt(PARTY_KINDS.indexOf(kind)) << 20n) |
    (programme ? 1n << 23n : 0n) |
    (BigInt(homeBank) << 24n)
  );
}

export function decodeProfile(profile: bigint): PartyProfile {
  return {
    kind: PARTY_KINDS[Number(field(profile, 20, 3))] ?? "client",
    residency: Number(field(profile, 0, 10)),
    control: Number(field(profile, 10, 10)),
    homeBank: Number(field(profile, 24, 8)),
    programme: bit(profile, 23),
  };
}

export type Power = keyof typeof POWERS;

export interface AccountWord {
  /** what the bank owes, held and frozen included */
  readonly balance: bigint;
  /** liens; may exceed the balance */
  readonly frozen: bigint;
  readonly held: bigint;
  /** max(0, balance - held - frozen) */
  readonly available: bigint;
  readonly standing: Standing;
  /** of a contract of the suite */
  readonly powers: readonly Power[];
  readonly localBlock: boolean;
}

export function decodeAccountWord(word: bigint): AccountWord {
  const balance = field(word, 0, 64);
  const frozen = field(word, 64, 64);
  const held = field(word, 128, 64);
  const free = balance - frozen - held;
  return {
    balance,
    frozen,
    held,
    available: free > 0n ? free : 0n,
    standing: decodeStanding(field(word, 192, 40)),
    powers: (Object.keys(POWERS) as Power[]).filter((power) => (word & POWERS[power]) !== 0n),
    localBlock: bit(word, 236),
  };
}

/** `contracts/types/PolicyWord.sol`, in its order. */
export const OPERATIONS = ["transfer", "place", "execute", "mint"] as const;
export type Operation = (typeof OPERATIONS)[number];

export interface Corridor {
  readonly from: number;
  readonly to: number;
}

export interface Policy {
  /** corridors that are open */
  readonly allowed: readonly Corridor[];
  /** corridors that need a clearance: neither list means denied */
  readonly review: readonly Corridor[];
  readonly paused: readonly Operation[];
}

/** The two words of `policyWords()`. A pair that is both allowed and under review is allowed: only the first word counts. */
export function decodePolicy(policy: bigint, review: bigint): Policy {
  const allowed = corridorsOf(policy);
  return {
    allowed,
    review: corridorsOf(review & ~policy),
    paused: OPERATIONS.filter((_, i) => bit(policy, 225 + i)),
  };
}

function corridorsOf(word: bigint): Corridor[] {
  const all = Array.from({ length: ZONES * ZONES }, (_, i) => i).filter((i) => bit(word, i));
  return all.map((i) => ({ from: Math.floor(i / ZONES), to: i % ZONES }));
}

/** The bits of these corridors, for `openCorridors` and `closeCorridors`. */
export function encodeCorridors(corridors: readonly Corridor[]): bigint {
  return corridors.reduce((bits, { from, to }) => {
    for (const zone of [from, to]) {
      if (!Number.isInteger(zone) || zone < 0 || zone >= ZONES) {
        const fix = "Use zones 0 (the bank) to 14.";
        throw new VostroError({ name: "BadZone", args: { zone }, sentence: `There is no zone ${zone}.`, fix });
      }
    }
    return bits | (1n << BigInt(from * ZONES + to));
  }, 0n);
}

export interface SupplyWord {
  readonly totalSupply: bigint;
  /** deposits that back the supply now */
  readonly backing: bigint;
  /** the moment the last attestation speaks of; 0 for never */
  readonly attestedAt: bigint;
  /** seconds for which an attestation allows minting */
  readonly maxAge: bigint;
}

export function decodeSupplyWord(word: bigint): SupplyWord {
  return {
    totalSupply: field(word, 0, 64),
    backing: field(word, 64, 64),
    attestedAt: field(word, 128, 32),
    maxAge: field(word, 160, 32),
  };
}

/** Running totals since the token began. */
export interface Flows {
  readonly burned: bigint;
  readonly received: bigint;
}

export function decodeFlowWord(word: bigint): Flows {
  return { burned: field(word, 0, 128), received: field(word, 128, 128) };
}

/** `contracts/types/HoldWord.sol`, in its order. */
export const HOLD_STATUSES = ["None", "Open", "Sealed", "Closed", "Voided"] as const;
export type HoldStatus = (typeof HOLD_STATUSES)[number];

export interface HoldWord {
  readonly status: HoldStatus;
  readonly remaining: bigint;
  /** whole hours past the struct's expiry, at most 8,191 */
  readonly extensionHours: bigint;
  /** hour since 1970 in which it was placed, modulo 2^15 (3.7 years) */
  readonly placedHour: bigint;
  /** a clearance was used for the present pair */
  readonly cleared: boolean;
  /** who is paid instead of the struct's payee, if it was assigned */
  readonly assignee: string | undefined;
}

export function decodeHoldWord(word: bigint): HoldWord {
  return {
    remaining: field(word, 0, 64),
    status: HOLD_STATUSES[Number(field(word, 64, 3))] ?? "None",
    extensionHours: field(word, 67, 13),
    placedHour: field(word, 80, 15),
    cleared: bit(word, 95),
    assignee: field(word, 96, 160) === 0n ? undefined : addressAt(word, 96),
  };
}

/** Where a deposit reference or UETR was first used. */
export interface FirstUse {
  readonly payee: string;
  readonly amount: bigint;
  /** low 32 bits of the block's number */
  readonly blockNumber: number;
}

/** @returns undefined for a reference that was never used */
export function decodeFirstUse(word: bigint): FirstUse | undefined {
  if (word === 0n) return undefined;
  return { payee: addressAt(word, 96), amount: field(word, 32, 64), blockNumber: Number(field(word, 0, 32)) };
}

export interface QuotaWord {
  readonly limit: bigint;
  /** minor units x 86,400, as of `since` */
  readonly used: bigint;
  readonly since: bigint;
}

const DAY = 86_400n;

/** The raw word of storage; a live quota is read with `quotaOf`. */
export function decodeQuotaWord(word: bigint): QuotaWord {
  return { limit: field(word, 0, 64), used: field(word, 64, 96), since: field(word, 160, 40) };
}

/** What a quota leaves at `time`, minor units: it refills evenly over a day. */
export function quotaAvailable({ limit, used, since }: QuotaWord, time: bigint): bigint {
  const refilled = limit * (time - since);
  const usedNow = used > refilled ? used - refilled : 0n;
  return usedNow < limit * DAY ? (limit * DAY - usedNow) / DAY : 0n;
}
