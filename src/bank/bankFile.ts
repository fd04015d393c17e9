import { readFile } from "node:fs/promises";
import type { z } from "zod";
import { BankFileError, Problems } from "./bankFileErrors.js";
import { type Draft, judgeDraft, type Located } from "./bankFileRules.js";
import * as schema from "./bankFileSchema.js";
import { forEachRole, ROLE_NAMES } from "./roleRules.js";
import type { RoleName } from "./roles.js";
import type { ZoneCorridors, Zones } from "./zones.js";

/*
 * The bank file (JSON): who the bank is and how its suite is set up on a chain. One file is one bank; the same file may be
 * deployed to several chains. It holds no secret: signers are addresses.
 *
 * name       of the bank in file names and folders        legalName, lei, bic   who it is
 * local      true for test chains only: then signers may be { "testAccount": n } and delays zero
 * zones      name to number 1..14: where a customer is controlled from, as in the customer file
 * corridors  allow and review: pairs of zone names; mint: the zones whose customers the bank may mint to
 * tokens     currency, name, symbol, attestationMaxAge (seconds), accounts: the bank's own deposit accounts at its core
 * roles      role to its members { signer, delay in seconds }; every role of roles.ts
 * admins     members of AccessManager's admin role: they hand out roles, with their delay, and hold none
 * quotas     issuer, currency and the amount it may mint a day, as a decimal text
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

/** A bank file without problems; signers are checksummed addresses, amounts minor units. */
export interface BankConfig {
  readonly name: string;
  readonly legalName: string;
  readonly lei: string;
  readonly bic: string;
  readonly local: boolean;
  readonly zones: Zones;
  readonly corridors: ZoneCorridors;
  readonly tokens: readonly BankToken[];
  readonly roles: Readonly<Record<RoleName, readonly schema.Member[]>>;
  readonly admins: readonly schema.Member[];
  readonly quotas: readonly BankQuota[];
}

/**
 * Reads and checks a bank file.
 * @throws BankFileError with every problem, or because the file cannot be opened
 */
export async function loadBankFile(path: string): Promise<BankConfig> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT";
    const problem = isMissing ? "there is no such file" : `the file cannot be opened (${(error as Error).message})`;
    throw new BankFileError(path, [{ path: "", problem, fix: "check the path" }]);
  }
  return parseBankFile(text, path);
}

/**
 * Checks the text of a bank file.
 * @param file name for messages
 * @throws BankFileError with every problem
 */
export function parseBankFile(text: string, file: string): BankConfig {
  const problems = new Problems();
  const raw = readJson(text, problems);
  const draft = raw === undefined ? undefined : readDraft(raw, problems);
  const bank = draft === undefined ? undefined : judgeDraft(draft, problems);
  if (bank === undefined || problems.all.length > 0) throw new BankFileError(file, problems.all);
  return bank;
}

type Json = Readonly<Record<string, unknown>>;

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

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const FIELDS = "name legalName lei bic local zones corridors tokens roles admins quotas".split(" ");

/** Reads each value on its own, so that one wrong value hides no other. */
function readDraft(raw: Json, problems: Problems): Draft {
  const read = new Reader(problems);
  read.known(raw, "", FIELDS);
  const local = raw["local"] === undefined ? false : (read.value("local", schema.local, raw["local"]) ?? false);
  const corridors = read.object("corridors", raw["corridors"], 'write { "allow": [], "review": [], "mint": [] }');
  read.known(corridors, "corridors", ["allow", "review", "mint"]);
  const roles = read.object("roles", raw["roles"], "write each role with its members");
  read.known(roles, "roles", ROLE_NAMES);
  const zones = Object.entries(read.object("zones", raw["zones"], 'write names with numbers, such as { "US": 1 }'));
  const member = schema.member(local);
  return {
    name: read.value("name", schema.bankName, raw["name"]),
    legalName: read.value("legalName", schema.legalName, raw["legalName"]),
    lei: read.value("lei", schema.lei, raw["lei"]),
    bic: read.value("bic", schema.bic, raw["bic"]),
    local,
    zones: zones.flatMap(([name, number]) => {
      const value = read.value(`zones.${name}`, schema.zone, number);
      return value === undefined ? [] : [{ path: `zones.${name}`, value: [name, value] as const }];
    }),
    zoneNames: zones.map(([name]) => name),
    allow: read.list("corridors.allow", schema.corridor, corridors["allow"]),
    review: read.list("corridors.review", schema.corridor, corridors["review"]),
    mint: read.list("corridors.mint", schema.zoneName, corridors["mint"]),
    tokens: read.list("tokens", schema.token, raw["tokens"]),
    currencies: (Array.isArray(raw["tokens"]) ? raw["tokens"] : []).map((token: Json | null) => token?.["currency"]),
    roles: forEachRole((role) => read.list(`roles.${role}`, member, roles[role] ?? [])),
    admins: read.list("admins", member, raw["admins"]),
    quotas: read.list("quotas", schema.quota(local), raw["quotas"] ?? []),
  };
}

class Reader {
  constructor(private readonly problems: Problems) {}

  value<T>(path: string, type: z.ZodType<T>, value: unknown): T | undefined {
    const result = type.safeParse(value);
    if (result.success) return result.data;
    for (const issue of result.error.issues) {
      const at = [path, ...issue.path].reduce<string>(
        (whole, key) =>
          typeof key === "number" ? `${whole}[${key}]` : whole === "" ? String(key) : `${whole}.${String(key)}`,
        "",
      );
      if (issue.code === "unrecognized_keys") this.#unknown(at, issue.keys);
      else this.#split(at, issue.message);
    }
    return undefined;
  }

  list<T>(path: string, type: z.ZodType<T>, value: unknown): Located<T>[] {
    if (!Array.isArray(value)) {
      const problem = value === undefined ? "is missing" : `${schema.show(value)} is not a list`;
      this.problems.add(path, problem, "write a list, [] if there is nothing in it");
      return [];
    }
    return value.flatMap((item: unknown, i) => {
      const at = `${path}[${i}]`;
      const parsed = this.value(at, type, item);
      return parsed === undefined ? [] : [{ path: at, value: parsed }];
    });
  }

  object(path: string, value: unknown, fix: string): Json {
    if (isObject(value)) return value;
    this.problems.add(path, value === undefined ? "is missing" : `${schema.show(value)} is not an object`, fix);
    return {};
  }

  known(value: Json, path: string, fields: readonly string[]): void {
    const unknown = Object.keys(value).filter((key) => !fields.includes(key));
    this.#unknown(path, unknown, fields);
  }

  #unknown(path: string, keys: readonly string[], fields?: readonly string[]): void {
    const fix = fields === undefined ? "correct its name or remove it" : `use one of ${fields.join(", ")}`;
    for (const key of keys) this.problems.add(path === "" ? key : `${path}.${key}`, "is not a known field", fix);
  }

  /** Messages of the schema are "problem; fix"; a value shown in the problem may itself contain a semicolon. */
  #split(path: string, message: string): void {
    const end = message.lastIndexOf("; ");
    this.problems.add(path, message.slice(0, end), message.slice(end + 2));
  }
}
