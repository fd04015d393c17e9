import type { Problems } from "./bankFileErrors.js";
import { type Draft, unique, values } from "./bankFileDraft.js";
import { forEachRole, ROLE_NAMES } from "./roleRules.js";
import { country } from "./bankFileSchema.js";

/* Rules between values of a bank file that come from the law: countries, institutions, custody. */

/** A zone's name is known, or the problem is reported with the names there are. */
export function zoneJudge(draft: Draft, problems: Problems): (path: string, name: string) => void {
  const names = new Set(draft.zoneNames);
  return (path, name) => {
    if (names.has(name)) return;
    problems.add(path, `${JSON.stringify(name)} is not a zone`, `use one of ${draft.zoneNames.join(", ")}`);
  };
}

export function judgeCountries(draft: Draft, problems: Problems): void {
  const known = zoneJudge(draft, problems);
  const { resident, controlled, sanctioned } = draft.countries;
  for (const { path, value } of [...resident, ...controlled]) {
    const [code, zone] = value;
    const read = country.safeParse(code);
    // Messages of the schema are "problem; fix".
    if (!read.success) problems.add(path, ...(read.error.issues[0]!.message.split("; ") as [string, string]));
    known(path, zone);
  }
  const served = new Map([...controlled, ...resident].map(({ path, value: [code] }) => [code, path]));
  for (const { path, value } of sanctioned) {
    const where = served.get(value);
    if (where !== undefined) problems.add(path, `${value} is also ${where}`, "serve the country or sanction it");
  }
  const twice = (at: string, first: string): void => problems.add(at, `is ${first} again`, "name it once");
  unique(sanctioned, (code) => code, twice);
  for (const { path, value } of draft.programmeZones) known(path, value);
  unique(draft.programmeZones, (name) => name, twice);
}

export function judgeInstitutions({ institutions, lei }: Draft, problems: Problems): void {
  const same = (field: "homeBank" | "lei", fix: string) =>
    unique(
      institutions,
      (institution) => String(institution[field]),
      (at, first) => problems.add(`${at}.${field}`, `is that of ${first}`, fix),
    );
  same("homeBank", "give every institution a number of its own");
  same("lei", "name an institution once");
  for (const { path, value } of institutions.filter((institution) => institution.value.lei === lei)) {
    problems.add(`${path}.lei`, `${value.lei} is the bank's own`, "its customers are home bank 0 without an entry");
  }
}

/** Who decides a seizure must not hold what was seized; and the register must be able to admit the bank itself. */
export function judgeCustody({ custodyAccounts, roles, admins, bic, countries }: Draft, problems: Problems): void {
  const home = bic?.slice(4, 6);
  const isServed = countries.resident.some(({ value: [code] }) => code === home);
  if (custodyAccounts.length > 0 && home !== undefined && !isServed) {
    const problem = `belong to the bank, whose country (${home}, by its BIC) is not in countries.resident`;
    problems.add("custodyAccounts", problem, "give the country a zone, or leave custodyAccounts out");
  }
  const held = forEachRole((role) => new Set(values(roles[role]).map(({ signer }) => signer)));
  const isAdmin = new Set(values(admins).map(({ signer }) => signer));
  for (const { path, value } of custodyAccounts) {
    const offices = [
      ...ROLE_NAMES.filter((role) => held[role].has(value)),
      ...(isAdmin.has(value) ? ["an admin"] : []),
    ];
    if (offices.length > 0) {
      const problem = `${value} is also ${offices.join(" and ")}, and seized money is kept by nobody with a role`;
      problems.add(path, problem, "name another account");
    }
  }
  unique(
    custodyAccounts,
    (account) => account,
    (at, first) => problems.add(at, `is ${first} again`, "name an account once"),
  );
}
