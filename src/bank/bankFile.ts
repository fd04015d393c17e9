import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";

import type { Draft } from "./bankFileDraft.js";
import { BankFileError, Problems } from "./bankFileErrors.js";
import type { GatewaySettings } from "./bankFileGateway.js";
import { gateway } from "./bankFileGatewaySchema.js";
import type { BankLimits } from "./bankFileLimits.js";
import type { BankNetwork, BankSafe } from "./bankFilePlaces.js";
import * as places from "./bankFilePlacesSchema.js";
import { Reader } from "./bankFileReader.js";
import { judgeDraft } from "./bankFileRules.js";
import * as schema from "./bankFileSchema.js";
import type { BankNotary, Counterparty, SettlementAsset } from "./bankFileSettlement.js";
import * as settlement from "./bankFileSettlementSchema.js";
import type { SettlementDesk } from "./bankFileSettlementSchema.js";
import {
  isObject,
  type Json,
  mergePatch,
  PROFILE_FIELDS,
  profileNames,
  profileNeedsApproval,
  readProfile,
} from "./profiles.js";
import { forEachRole, ROLE_NAMES } from "./roleRules.js";
import type { RoleName } from "./roles.js";
import type { CountryZones, ZoneCorridors, Zones } from "./zones.js";

/*
 * The bank file (JSON): who the bank is and how its suite is set up on a chain. One file is one bank; the same file may be
 * deployed to several chains. It holds no secret: signers are addresses. docs/operations describes every section.
 *
 * name             of the bank in file names and folders        legalName, lei, bic   who it is
 * local            true for test chains only: then signers may be { "testAccount": n } and delays zero
 * profile          a file of deploy/profiles with the next four sections; what this file says is merged into it
 * zones            name to number 1..14
 * corridors        allow and review: pairs of zone names; mint: the zones whose customers the bank may mint to
 * countries        resident and controlled: country to zone name; sanctioned: countries that are not served at all
 * programmeZones   zones whose parties need the approval id of a programme
 * institutions     { homeBank 1..255, lei, name }: whose customers the bank serves as clients of a client
 * tokens           currency, name, symbol, attestationMaxAge (seconds), accounts: the bank's own deposit accounts at its core
 * limits           by currency: what limited parties may do unless told otherwise, and when a travel-rule record is needed
 * roles            role to its members { signer, delay in seconds }; every role of roles.ts but those of contracts
 * admins           members of AccessManager's admin role: they hand out roles, with their delay, and hold none
 * quotas           issuer, currency and the amount it may mint a day, as a decimal text
 * custodyAccounts  accounts of the bank that money seized under an order goes to
 * desks            desks of settlement that the bank admits in each of its tokens
 * notaries         further contracts { name, contract, currencies, powers } that may execute holds
 * settlementAssets { id, currency, issuer, token }: money in which banks pay each other; without a token it is off chain
 * counterparties   { name, lei, bic, lines }: other banks, and on which lines customers of both pay each other
 * gateway          how payment files become tokens and redemptions payments; without it the bank runs no gateway
 * safes            { name, address, threshold, owners }: multisigs among the signers; the audit compares them with the chain
 * networks         name to { chainId, confirmations }: the chains on which the file may be deployed; any if left out
 * customers        path of a customer file (CSV), from the bank file: who is admitted when the bank is set up
 * approvalId       the number under which an authority approved what the profile does, where it needs an approval
 */

export type { Member } from "./bankFileSchema.js";

/** An account at the core system on which deposits of one currency arrive. */
export interface CoreAccount {
  readonly id: string;
  readonly servicerBic?: string | undefined;
}

export interface BankToken {
  /** ISO 4217; decimals are its minor units */
  readonly currency: string;
  readonly name: string;
  readonly symbol: string;
  /** seconds for which an attestation allows minting */
  readonly attestationMaxAge: number;
  readonly accounts: readonly CoreAccount[];
}

export interface BankQuota {
  readonly issuer: string;
  readonly currency: string;
  /** minor units a day */
  readonly limit: bigint;
}

/** Another institution, in whose name the bank serves clients of a client. */
export interface BankInstitution {
  /** 1 to 255, its number in the register */
  readonly homeBank: number;
  readonly lei: string;
  readonly name: string;
}

/** A bank file without problems; signers are checksummed addresses, amounts minor units. */
export interface BankConfig {
  readonly name: string;
  readonly legalName: string;
  readonly lei: string;
  readonly bic: string;
  readonly local: boolean;
  readonly zones: Zones;
  readonly corridors: ZoneCorridors;
  readonly countries: CountryZones;
  readonly programmeZones: readonly string[];
  readonly institutions: readonly BankInstitution[];
  readonly tokens: readonly BankToken[];
  readonly roles: Readonly<Record<RoleName, readonly schema.Member[]>>;
  readonly admins: readonly schema.Member[];
  readonly quotas: readonly BankQuota[];
  /** one for each token */
  readonly limits: readonly BankLimits[];
  readonly custodyAccounts: readonly string[];
  readonly desks: readonly SettlementDesk[];
  readonly notaries: readonly BankNotary[];
  readonly settlementAssets: readonly SettlementAsset[];
  readonly counterparties: readonly Counterparty[];
  readonly safes: readonly BankSafe[];
  readonly networks: readonly BankNetwork[];
  /** path of the customer file, as written */
  readonly customers: string | undefined;
  /** how payment files become tokens and redemptions become payments; without it the bank runs no gateway */
  readonly gateway: GatewaySettings | undefined;
}

/** What a bank file may be told from outside. */
export interface BankFileOptions {
  /** stands in for the file's own `approvalId` */
  readonly approvalId?: string | undefined;
}

/**
 * Reads and checks a bank file.
 * @throws BankFileError with every problem, or because the file cannot be opened
 */
export async function loadBankFile(path: string, options: BankFileOptions = {}): Promise<BankConfig> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT";
    const problem = isMissing ? "there is no such file" : `the file cannot be opened (${(error as Error).message})`;
    throw new BankFileError(path, [{ path: "", problem, fix: "check the path" }]);
  }
  const bank = parseBankFile(text, path, options);
  return bank.customers === undefined ? bank : { ...bank, customers: resolve(dirname(path), bank.customers) };
}

/**
 * Checks the text of a bank file.
 * @param file name for messages
 * @throws BankFileError with every problem
 */
export function parseBankFile(text: string, file: string, options: BankFileOptions = {}): BankConfig {
  const problems = new Problems();
  const raw = withApproval(readJson(text, problems), options);
  const draft = raw === undefined ? undefined : readDraft(raw, problems);
  const bank = draft === undefined ? undefined : judgeDraft(draft, problems);
  if (bank === undefined || problems.all.length > 0) throw new BankFileError(file, problems.all);
  return bank;
}

function readJson(text: string, problems: Problems): Json | undefined {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ""));
    if (isObject(value)) return value;
    problems.add("", "the file is not a JSON object", "start it with { and end it with }");
  } catch (error) {
    problems.add("", `the file is not JSON (${(error as Error).message})`, "correct its syntax");
  }
  return undefined;
}

const withApproval = (raw: Json | undefined, { approvalId }: BankFileOptions): Json | undefined =>
  raw === undefined || approvalId === undefined || approvalId === "" ? raw : { ...raw, approvalId };

const FIELDS = [
  ...[
    "$schema",
    "name",
    "legalName",
    "lei",
    "bic",
    "local",
    "profile",
    ...PROFILE_FIELDS,
    "institutions",
    "tokens",
    "limits",
  ],
  ...[
    "roles",
    "admins",
    "quotas",
    "custodyAccounts",
    "desks",
    "notaries",
    "settlementAssets",
    "counterparties",
    "safes",
  ],
  ...["networks", "customers", "approvalId", "gateway"],
];

/** The file with its profile's sections; what it says itself stands. */
function withProfile(raw: Json, read: Reader, problems: Problems): Json {
  if (raw["profile"] === undefined) return raw;
  const name = read.value("profile", schema.profile, raw["profile"]);
  const names = profileNames();
  if (name === undefined) return raw;
  if (!names.includes(name)) {
    problems.add(
      "profile",
      `${schema.show(name)} is not a profile`,
      `use one of ${names.join(", ")} (deploy/profiles)`,
    );
    return raw;
  }
  requireApproval(name, raw, problems);
  const own = Object.fromEntries(PROFILE_FIELDS.flatMap((field) => (field in raw ? [[field, raw[field]]] : [])));
  return { ...raw, ...(mergePatch(readProfile(name), own) as Json) };
}

/** Some profiles do what only an authority may allow: they are off until its approval is named. */
function requireApproval(profile: string, raw: Json, problems: Problems): void {
  const needs = profileNeedsApproval(profile);
  if (needs === undefined || raw["approvalId"] !== undefined) return;
  const fix = "write the authority's approval id, or set VOSTRO_APPROVAL_ID";
  problems.add("approvalId", `is missing, and the profile ${profile} is off without one: ${needs}`, fix);
}

/** Reads each value on its own, so that one wrong value hides no other. */
function readDraft(file: Json, problems: Problems): Draft {
  const read = new Reader(problems);
  read.known(file, "", FIELDS);
  const raw = withProfile(file, read, problems);
  if (raw["approvalId"] !== undefined) read.value("approvalId", places.approvalId, raw["approvalId"]);
  const local = raw["local"] === undefined ? false : (read.value("local", schema.local, raw["local"]) ?? false);
  const corridors = read.object("corridors", raw["corridors"], 'write { "allow": [], "review": [], "mint": [] }');
  read.known(corridors, "corridors", ["allow", "review", "mint"]);
  const countries = read.object("countries", raw["countries"], 'write { "resident": {}, "controlled": {} }');
  read.known(countries, "countries", ["resident", "controlled", "sanctioned"]);
  const roles = read.object("roles", raw["roles"], "write each role with its members");
  read.known(roles, "roles", ROLE_NAMES);
  const zones = read.object("zones", raw["zones"], 'write names with numbers, such as { "US": 1 }, or name a profile');
  const limits = read.object("limits", raw["limits"] ?? {}, 'write { "USD": { ... } }');
  const networks = read.object("networks", raw["networks"] ?? {}, 'write { "mainnet": { "chainId": 1 } }');
  const member = schema.member(local);
  const table = (field: "resident" | "controlled") => {
    const path = `countries.${field}`;
    return read.entries(path, schema.zoneName, read.object(path, countries[field], 'write { "DE": "EU" }'));
  };
  return {
    name: read.value("name", schema.bankName, raw["name"]),
    legalName: read.value("legalName", schema.legalName, raw["legalName"]),
    lei: read.value("lei", schema.lei, raw["lei"]),
    bic: read.value("bic", schema.bic, raw["bic"]),
    local,
    zones: read.entries("zones", schema.zone, zones),
    zoneNames: Object.keys(zones),
    allow: read.list("corridors.allow", schema.corridor, corridors["allow"]),
    review: read.list("corridors.review", schema.corridor, corridors["review"]),
    mint: read.list("corridors.mint", schema.zoneName, corridors["mint"]),
    countries: {
      resident: table("resident"),
      controlled: table("controlled"),
      sanctioned: read.list("countries.sanctioned", schema.country, countries["sanctioned"]),
    },
    programmeZones: read.list("programmeZones", schema.zoneName, raw["programmeZones"]),
    institutions: read.list("institutions", schema.institution, raw["institutions"] ?? []),
    tokens: read.list("tokens", schema.token, raw["tokens"]),
    currencies: (Array.isArray(raw["tokens"]) ? raw["tokens"] : []).map((token: Json | null) => token?.["currency"]),
    limits: read.entries("limits", schema.limits, limits),
    roles: forEachRole((role) => read.list(`roles.${role}`, member, roles[role] ?? [])),
    admins: read.list("admins", member, raw["admins"]),
    quotas: read.list("quotas", schema.quota(local), raw["quotas"] ?? []),
    custodyAccounts: read.list("custodyAccounts", schema.signer(local), raw["custodyAccounts"] ?? []),
    desks: read.list("desks", settlement.desk, raw["desks"] ?? []),
    notaries: read.list("notaries", settlement.notary(local), raw["notaries"] ?? []),
    settlementAssets: read.list("settlementAssets", settlement.settlementAsset, raw["settlementAssets"] ?? []),
    counterparties: read.list("counterparties", settlement.counterparty(local), raw["counterparties"] ?? []),
    safes: read.list("safes", places.safe(local), raw["safes"] ?? []),
    networks: read.entries("networks", places.network, networks),
    customers: raw["customers"] === undefined ? undefined : read.value("customers", places.customers, raw["customers"]),
    gateway: raw["gateway"] === undefined ? undefined : read.value("gateway", gateway, raw["gateway"]),
  };
}
