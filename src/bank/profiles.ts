import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/*
 * Profiles: zones, corridors and countries that many banks share, as data in deploy/profiles/*.json. A bank file names one
 * and states what differs. What the law asks changes, so it is data that a bank reads and keeps, never code.
 */

const FOLDER = fileURLToPath(new URL("../../deploy/profiles/", import.meta.url));

export type Json = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What a profile may say; a bank file may say each of these too. */
export const PROFILE_FIELDS = ["zones", "corridors", "countries", "programmeZones"] as const;

/** Names of the shipped profiles. */
export const profileNames = (): string[] =>
  readdirSync(FOLDER)
    .filter((file) => file.endsWith(".json"))
    .map((file) => file.slice(0, -".json".length))
    .sort();

const profileFile = (name: string): Json => JSON.parse(readFileSync(`${FOLDER}${name}.json`, "utf8")) as Json;

/** The sections of the profile of this name. @throws Error when there is none */
export function readProfile(name: string): Json {
  const { comment: _, needsApproval: __, ...profile } = profileFile(name);
  return profile;
}

/** Why a bank may use the profile only with an authority's approval; undefined where it may anyhow. */
export const profileNeedsApproval = (name: string): string | undefined =>
  profileFile(name)["needsApproval"] as string | undefined;

/**
 * The profile with what the bank file changes, as JSON Merge Patch does (RFC 7396): objects entry by entry, null removes
 * an entry, everything else (lists among it) replaces what was there.
 */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const merged: Record<string, unknown> = isObject(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else merged[key] = mergePatch(merged[key], value);
  }
  return merged;
}
