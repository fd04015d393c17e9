import { keccak256, toUtf8Bytes } from "ethers";

/** The packed words and enums of contracts/types, as plain objects. Amounts are bigints in minor units. */

export const Operation = { Transfer: 0, Place: 1, Execute: 2, Mint: 3 } as const;

/** The powers a contract may be given (bits of an account word). */
export const Power = { Notary: 1n << 232n, Issuer: 1n << 233n, Burner: 1n << 234n, Clearing: 1n << 235n } as const;

export const LOCAL_BLOCK = 1n << 236n;
export const MAX_AMOUNT = (1n << 64n) - 1n;

export const HOLD_STATUSES = ["None", "Open", "Sealed", "Closed", "Voided"] as const;

export const MOVEMENT_KINDS = [
  "Transfer",
  "HoldPlaced",
  "HoldAssigned",
  "HoldExecuted",
  "HoldReleased",
  "Mint",
] as const;

/** Frozen by this list: integrators rely on the numbers, so a code is only ever appended. */
export const REASONS = [
  "Ok",
  "Paused",
  "PayerNotAdmitted",
  "PayerBlocked",
  "PayerExpired",
  "PayeeNotAdmitted",
  "PayeeBlocked",
  "PayeeExpired",
  "SpenderNotAllowed",
  "CorridorDenied",
  "ClearanceMissing",
  "PayerLimit",
  "PayeeLimit",
  "InsufficientBalance",
  "InsufficientUnfrozen",
  "InsufficientAvailable",
  "InsufficientAllowance",
  "ZeroAmount",
  "ReferenceUsed",
  "AttestationStale",
  "BackingExceeded",
  "InvalidPayee",
  "LimitsUnavailable",
  "PayerRetired",
  "PayeeRetired",
  "LimitsMissing",
  "LimitsNotSet",
  "TravelRecordMissing",
] as const;

/** Why Limits is asked: the bits of a movement's `causes`. */
export const Cause = { PayerLimited: 1n, PayeeLimited: 2n, UnderReview: 4n } as const;

/** What a release tells Limits beside its causes: the hour in which the hold was placed at this second. */
export function placedHour(second: bigint): bigint {
  return (second / 3_600n) % 2n ** 15n;
}

export type ReasonName = (typeof REASONS)[number];

export function reason(name: ReasonName): bigint {
  return BigInt(REASONS.indexOf(name));
}

export function kind(name: (typeof MOVEMENT_KINDS)[number]): bigint {
  return BigInt(MOVEMENT_KINDS.indexOf(name));
}

/** A bytes32 that stands for `text` (a deposit reference, the terms of a hold). */
export function reference(text: string): string {
  return keccak256(toUtf8Bytes(text));
}

export function corridor(from: number, to: number): bigint {
  return 1n << BigInt(from * 15 + to);
}

export function corridors(...pairs: Array<readonly [from: number, to: number]>): bigint {
  return pairs.reduce((bits, [from, to]) => bits | corridor(from, to), 0n);
}

function field(word: bigint, offset: number, width: number): bigint {
  return (word >> BigInt(offset)) & ((1n << BigInt(width)) - 1n);
}

function flag(word: bigint, offset: number): boolean {
  return field(word, offset, 1) === 1n;
}

export interface Standing {
  validUntil: bigint;
  zone: number;
  admitted: boolean;
  blocked: boolean;
  limited: boolean;
  retired?: boolean;
}

export function packStanding({ validUntil, zone, admitted, blocked, limited, retired = false }: Standing): bigint {
  const flags = (admitted ? 1n << 36n : 0n) | (blocked ? 1n << 37n : 0n) | (limited ? 1n << 38n : 0n);
  return validUntil | (BigInt(zone) << 32n) | flags | (retired ? 1n << 39n : 0n);
}

export const PartyKind = { Client: 0, ClientOfClient: 1, Bank: 2, Escrow: 3, FxDesk: 4 } as const;

/** Countries are ISO 3166-1 numeric codes. */
export interface Profile {
  residency: number;
  control: number;
  kind: number;
  programme: boolean;
  homeBank: number;
}

export function packProfile({ residency, control, kind, programme, homeBank }: Profile): bigint {
  const places = BigInt(residency) | (BigInt(control) << 10n) | (BigInt(kind) << 20n);
  return places | (programme ? 1n << 23n : 0n) | (BigInt(homeBank) << 24n);
}

export function readAccount(word: bigint) {
  return {
    balance: field(word, 0, 64),
    frozen: field(word, 64, 64),
    held: field(word, 128, 64),
    standing: field(word, 192, 40),
    local: word & (Power.Notary | Power.Issuer | Power.Burner | Power.Clearing | LOCAL_BLOCK),
  };
}

export function readHold(word: bigint) {
  return {
    remaining: field(word, 0, 64),
    status: HOLD_STATUSES[Number(field(word, 64, 3))],
    extension: field(word, 67, 13),
    placed: field(word, 80, 15),
    cleared: flag(word, 95),
    assignee: field(word, 96, 160),
  };
}

export function readSupply(word: bigint) {
  return {
    totalSupply: field(word, 0, 64),
    backing: field(word, 64, 64),
    attestedAt: field(word, 128, 32),
    maxAge: field(word, 160, 32),
  };
}

export function readFlows(word: bigint) {
  return { burned: field(word, 0, 128), received: field(word, 128, 128) };
}

export function readPolicy(word: bigint) {
  return { corridors: field(word, 0, 225), paused: field(word, 225, 4) };
}

/** First use of a deposit reference. */
export function readReference(word: bigint) {
  return { payee: field(word, 96, 160), amount: field(word, 32, 64), blockNumber: field(word, 0, 32) };
}
