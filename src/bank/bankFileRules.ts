import { formatAmount } from "../money/index.js";
import { normaliseAccount, normaliseBic } from "./accounts.js";
import type { BankConfig, BankQuota } from "./bankFile.js";
import { readAmountText } from "./bankFileAmount.js";
import { type Draft, unique, values } from "./bankFileDraft.js";
import type { Problems } from "./bankFileErrors.js";
import { readGateway } from "./bankFileGateway.js";
import { judgeCountries, judgeCustody, judgeInstitutions, zoneJudge } from "./bankFileLaw.js";
import { readLimits } from "./bankFileLimits.js";
import { judgePlaces, readNetworks } from "./bankFilePlaces.js";
import { judgeSettlement, readCounterparties } from "./bankFileSettlement.js";
import {
  CONTRACT_ROLES,
  DELAYED_ROLES,
  forEachRole,
  IMMEDIATE_ROLES,
  OPTIONAL_ROLES,
  ROLE_NAMES,
} from "./roleRules.js";
import { INCOMPATIBLE } from "./roles.js";

/** PartyRegistry.MAX_TOKENS: one block must fit one transaction. */
const MAX_TOKENS = 9;
/** The desk keeps quotas in 64 bits. */
const MAX_QUOTA = 2n ** 64n - 1n;

/**
 * Applies the rules between values, reporting every breach, and puts the bank together.
 * @returns the bank; meaningless if anything was reported
 */
export function judgeDraft(draft: Draft, problems: Problems): BankConfig {
  judgeZones(draft, problems);
  judgeCountries(draft, problems);
  judgeInstitutions(draft, problems);
  judgeTokens(draft, problems);
  judgeMembers(draft, problems);
  judgeDelays(draft, problems);
  judgeAdmins(draft, problems);
  judgeCustody(draft, problems);
  judgeSettlement(draft, problems);
  judgePlaces(draft, problems);
  const zones = Object.fromEntries(values(draft.zones));
  const { resident, controlled, sanctioned } = draft.countries;
  return {
    name: draft.name ?? "",
    legalName: draft.legalName ?? "",
    lei: draft.lei ?? "",
    bic: draft.bic ?? "",
    local: draft.local,
    zones,
    corridors: { allow: values(draft.allow), review: values(draft.review), mint: values(draft.mint) },
    countries: {
      resident: Object.fromEntries(values(resident)),
      controlled: Object.fromEntries(values(controlled)),
      sanctioned: values(sanctioned),
    },
    programmeZones: values(draft.programmeZones),
    institutions: values(draft.institutions),
    tokens: values(draft.tokens),
    roles: forEachRole((role) => values(draft.roles[role])),
    admins: values(draft.admins),
    quotas: readQuotas(draft, problems),
    limits: readLimits(draft, problems),
    custodyAccounts: values(draft.custodyAccounts),
    desks: values(draft.desks),
    notaries: values(draft.notaries),
    settlementAssets: values(draft.settlementAssets),
    counterparties: readCounterparties(draft, zones),
    safes: values(draft.safes),
    networks: readNetworks(draft),
    customers: draft.customers,
    gateway: readGateway(draft, problems),
  };
}

function judgeZones(draft: Draft, problems: Problems): void {
  if (draft.zoneNames.length === 0) problems.add("zones", "is empty", "write at least one zone");
  unique(
    draft.zones,
    ([, zone]) => String(zone),
    (at, first) => problems.add(at, `has the number of ${first}`, "give every zone a number of its own"),
  );
  const known = zoneJudge(draft, problems);
  const pairs = [...draft.allow, ...draft.review];
  for (const { path, value } of pairs) new Set(value).forEach((name) => known(path, name));
  for (const { path, value } of draft.mint) known(path, value);
  const twice = (at: string, first: string): void =>
    problems.add(at, `is ${first} again`, "name a corridor once: allowed or under review");
  unique(pairs, (pair) => JSON.stringify(pair), twice);
  unique(draft.mint, (name) => name, twice);
}

function judgeTokens({ tokens }: Draft, problems: Problems): void {
  if (tokens.length > MAX_TOKENS) {
    problems.add("tokens", `${tokens.length} tokens are too many`, `list at most ${MAX_TOKENS} in one register`);
  }
  if (tokens.length === 0 && problems.all.every(({ path }) => !path.startsWith("tokens"))) {
    problems.add("tokens", "is empty", "write at least one token");
  }
  const same = (field: "currency" | "symbol" | "name") =>
    unique(
      tokens,
      (token) => token[field].toUpperCase(),
      (at, first) => problems.add(`${at}.${field}`, `is that of ${first}`, `a bank has one token a ${field}`),
    );
  same("currency");
  same("symbol");
  same("name");
  // Deposits are recognised by their account: the same one twice in a currency would be one deposit in two tokens.
  const accounts = tokens.flatMap(({ path, value }) =>
    value.accounts.map((account, i) => ({
      path: `${path}.accounts[${i}]`,
      value: { ...account, currency: value.currency },
    })),
  );
  unique(
    accounts,
    ({ id, servicerBic, currency }) => [currency, normaliseAccount(id), normaliseBic(servicerBic ?? "")].join(),
    (at, first) => problems.add(at, `is ${first} again`, "name an account once a currency"),
  );
}

function judgeMembers({ roles }: Draft, problems: Problems): void {
  for (const role of ROLE_NAMES) {
    const reported = problems.all.some(({ path }) => path.startsWith(`roles.${role}[`) || path === `roles.${role}`);
    const contract = CONTRACT_ROLES[role];
    if (contract !== undefined) {
      const problem = `is held by the contract ${contract} alone, and the deployment gives it`;
      if (roles[role].length > 0 || reported) problems.add(`roles.${role}`, problem, "remove its members");
      continue;
    }
    if (roles[role].length === 0 && OPTIONAL_ROLES[role] === undefined && !reported) {
      problems.add(`roles.${role}`, "has no member", "name at least one signer");
    }
    unique(
      roles[role],
      ({ signer }) => signer,
      (at, first) => problems.add(`${at}.signer`, `is ${first} again`, "name a member once a role"),
    );
  }
  for (const [one, other, why] of INCOMPATIBLE) {
    const holders = new Set(values(roles[one]).map(({ signer }) => signer));
    for (const { path, value } of roles[other].filter((member) => holders.has(member.value.signer))) {
      problems.add(`${path}.signer`, `${value.signer} is also ${one}, and ${why}`, "name another signer");
    }
  }
}

function judgeDelays({ roles, local }: Draft, problems: Problems): void {
  for (const role of ROLE_NAMES) {
    const why = IMMEDIATE_ROLES[role];
    for (const { path, value } of roles[role]) {
      if (why !== undefined && value.delay > 0)
        problems.add(`${path}.delay`, `${value.delay} is not 0, but ${why}`, "write 0");
      if (DELAYED_ROLES.includes(role) && value.delay === 0 && !local) {
        const problem = `0 leaves no time to stop a stolen ${role} key`;
        problems.add(`${path}.delay`, problem, "write seconds, such as 172800 for two days");
      }
    }
  }
}

function judgeAdmins({ admins, roles, safes, local }: Draft, problems: Problems): void {
  if (admins.length === 0 && problems.all.every(({ path }) => !path.startsWith("admins"))) {
    problems.add("admins", "is empty", "name who hands out roles once the deployer has left");
  }
  unique(
    admins,
    ({ signer }) => signer,
    (at, first) => problems.add(`${at}.signer`, `is ${first} again`, "name an admin once"),
  );
  const [only, ...others] = admins;
  const isSafe = (signer: string): boolean => values(safes).some(({ address }) => address === signer);
  // Only admins cancel what an admin has scheduled: a thief of the only key would wait for its delay, unhindered.
  if (only !== undefined && others.length === 0 && !local && !isSafe(only.value.signer)) {
    const problem = "is one key, and what a thief schedules with it nobody else can cancel";
    problems.add("admins", problem, "name a second admin, or one Safe that is listed in safes");
  }
  const longest = Math.max(0, ...DELAYED_ROLES.flatMap((role) => values(roles[role]).map(({ delay }) => delay)));
  for (const { path, value } of admins) {
    const held = ROLE_NAMES.filter((role) => values(roles[role]).some(({ signer }) => signer === value.signer));
    for (const role of held) {
      const problem = `${value.signer} is also ${role}, and who hands out roles must hold none`;
      problems.add(`${path}.signer`, problem, "name another signer");
    }
    if (value.delay === 0 && !local) {
      problems.add(`${path}.delay`, "0 leaves no time to stop a stolen admin key", "write seconds, such as 259200");
    } else if (value.delay < longest) {
      // An admin could grant itself that role without a delay, and so have its power sooner than its holders.
      const problem = `${value.delay} is shorter than the longest delay of ${DELAYED_ROLES.join(" and ")}`;
      problems.add(`${path}.delay`, problem, `write at least ${longest}`);
    }
  }
}

function readQuotas(draft: Draft, problems: Problems): BankQuota[] {
  const issuers = new Set(values(draft.roles.ISSUER).map(({ signer }) => signer));
  // An issuer that could not be read may be the one a quota means.
  const allIssuersRead = problems.all.every(({ path }) => !/^roles\.ISSUER\[\d+\]\.signer/.test(path));
  const tokens = values(draft.tokens).map(({ currency }) => currency);
  unique(
    draft.quotas,
    ({ issuer, currency }) => `${issuer} ${currency}`,
    (at, first) => problems.add(at, `is for the issuer and currency of ${first}`, "write one quota for both"),
  );
  return draft.quotas.flatMap(({ path, value: { issuer, currency, limit: text } }) => {
    if (!issuers.has(issuer) && allIssuersRead) {
      problems.add(`${path}.issuer`, `${issuer} is not an ISSUER`, "name one of roles.ISSUER");
    }
    if (!draft.currencies.includes(currency)) {
      const fix = `use one of ${draft.currencies.join(", ")}`;
      problems.add(`${path}.currency`, `${JSON.stringify(currency)} is not the currency of a token`, fix);
    }
    if (!tokens.includes(currency)) return [];
    const limit = readAmountText(problems, `${path}.limit`, text, currency, {
      least: 1n,
      most: MAX_QUOTA,
      tooSmall: "lets the issuer mint nothing",
      fix: `write what the issuer may mint a day, such as ${formatAmount(100_000_000n, currency)}`,
    });
    return limit === undefined ? [] : [{ issuer, currency, limit }];
  });
}
