import { readAmountText } from "./bankFileAmount.js";
import { type Draft, unique, values } from "./bankFileDraft.js";
import { Problems } from "./bankFileErrors.js";
import type { AssetDraft, CounterpartyDraft, NotaryDraft, TokenAt } from "./bankFileSettlementSchema.js";
import { ROLE_NAMES } from "./roleRules.js";
import { MAX_ZONE, type Zones } from "./zones.js";

/* What a bank settles with, as read, and the rules between these values. */

/** A contract besides the suite's that may execute holds in some tokens. */
export type BankNotary = NotaryDraft;

/** Money in which banks pay each other: a token of a settlement bank or, without one, an account in a system off chain. */
export type SettlementAsset = AssetDraft;

/** How customers of two banks pay each other in one currency, seen from this bank. */
export interface ClearingLine {
  readonly currency: string;
  /** the other bank's token */
  readonly token: TokenAt;
  readonly settlement: SettlementAsset;
  readonly sends: boolean;
  readonly receives: boolean;
  /** this bank's account at the settlement asset that pays; undefined off chain */
  readonly payingAccount: string | undefined;
  /** this bank's account at the settlement asset that is paid; undefined off chain */
  readonly receivingAccount: string | undefined;
  /** the other bank's zones to this bank's own; a zone left out is denied */
  readonly zones: Readonly<Record<number, number>>;
  /** what this bank mints a day on the other's word, minor units; 0 where it does not receive */
  readonly cap: bigint;
}

/** Another bank whose customers pay and are paid by this one's. */
export interface Counterparty {
  readonly name: string;
  readonly lei: string;
  readonly bic: string;
  readonly lines: readonly ClearingLine[];
}

type Line = CounterpartyDraft["lines"][number];
interface At<T> {
  readonly path: string;
  readonly value: T;
}

/** The desk keeps caps in 64 bits. */
const CAP = {
  least: 1n,
  most: 2n ** 64n - 1n,
  tooSmall: "lets nothing in",
  fix: 'write a decimal amount above zero, such as "1000000.00"',
};

export function judgeSettlement(draft: Draft, problems: Problems): void {
  judgeDesks(draft, problems);
  judgeNotaries(draft, problems);
  judgeAssets(draft, problems);
  judgeCounterparties(draft, problems);
}

function judgeDesks({ desks, counterparties, roles }: Draft, problems: Problems): void {
  unique(
    desks,
    (name) => name,
    (at, first) => problems.add(at, `is ${first} again`, "name a desk once"),
  );
  const clears = desks.some(({ value }) => value === "InterbankClearing");
  if (counterparties.length > 0 && !clears) {
    problems.add("desks", "has no InterbankClearing, but there are counterparties", 'add "InterbankClearing"');
  }
  if (!clears) return;
  for (const role of ["CLEARING_OPERATOR", "CLEARING_APPROVER"] as const) {
    const isRead = problems.all.every(({ path }) => !path.startsWith(`roles.${role}`));
    if (roles[role].length === 0 && isRead)
      problems.add(`roles.${role}`, "has no member, but the bank clears with others", "name at least one signer");
  }
}

/** A notary executes what payers held: a key that has a role, or seized money, must not be one. */
function judgeNotaries(draft: Draft, problems: Problems): void {
  for (const { path, value } of draft.notaries) {
    value.currencies.forEach((code, i) => requireCurrency(draft, problems, `${path}.currencies[${i}]`, code));
    const offices = officesOf(draft, value.contract);
    if (offices.length > 0) {
      const problem = `${value.contract} is also ${offices.join(" and ")}, and a notary is a contract with no other power`;
      problems.add(`${path}.contract`, problem, "name the contract");
    }
  }
  unique(
    draft.notaries,
    ({ contract }) => contract,
    (at, first) =>
      problems.add(`${at}.contract`, `is that of ${first}`, "name a contract once, with all its currencies"),
  );
}

function officesOf({ roles, admins, custodyAccounts }: Draft, signer: string): string[] {
  return [
    ...ROLE_NAMES.filter((role) => values(roles[role]).some((member) => member.signer === signer)),
    ...(values(admins).some((member) => member.signer === signer) ? ["an admin"] : []),
    ...(values(custodyAccounts).includes(signer) ? ["a custody account"] : []),
  ];
}

function judgeAssets(draft: Draft, problems: Problems): void {
  unique(
    draft.settlementAssets,
    ({ id }) => id,
    (at, first) => problems.add(`${at}.id`, `is that of ${first}`, "give every settlement asset an id of its own"),
  );
  for (const { path, value } of draft.settlementAssets) {
    requireCurrency(draft, problems, `${path}.currency`, value.currency);
    requireForeign(draft, problems, `${path}.token`, value.token, "its own money settles nothing between banks");
  }
}

function judgeCounterparties(draft: Draft, problems: Problems): void {
  const { counterparties, lei, bic } = draft;
  for (const field of ["lei", "bic"] as const) {
    unique(
      counterparties,
      (one) => one[field],
      (at, first) =>
        problems.add(`${at}.${field}`, `is that of ${first}`, "name a counterparty once, with all its lines"),
    );
  }
  for (const { path, value } of counterparties) {
    if (value.lei === lei) problems.add(`${path}.lei`, `${value.lei} is the bank's own`, "name another bank");
    if (value.bic === bic) problems.add(`${path}.bic`, `${value.bic} is the bank's own`, "name another bank");
  }
  const lines = counterparties.flatMap(({ path, value }) =>
    value.lines.map((line, i) => ({ path: `${path}.lines[${i}]`, value: line })),
  );
  for (const line of lines) judgeLine(draft, problems, line);
  unique(
    lines,
    ({ currency, token }) => `${currency} ${nameOf(token)}`,
    (at, first) => problems.add(at, `is ${first} again`, "write one line for both"),
  );
  judgeCircles(draft, problems, lines);
}

function judgeLine(draft: Draft, problems: Problems, { path, value: line }: At<Line>): void {
  requireCurrency(draft, problems, `${path}.currency`, line.currency);
  requireForeign(draft, problems, `${path}.token`, line.token, "a bank does not clear with itself");
  const asset = assetOf(draft, line);
  if (asset === undefined) {
    const known = [...new Set(values(draft.settlementAssets).map(({ id }) => id))];
    const fix = known.length === 0 ? "describe it in settlementAssets" : `use one of ${known.join(", ")}`;
    // One that could not be read, or has another's id, may be the one that is meant.
    const isRead = problems.all.every((problem) => !problem.path.startsWith("settlementAssets"));
    if (isRead) problems.add(`${path}.settlement`, `${JSON.stringify(line.settlement)} is not a settlement asset`, fix);
  } else if (asset.currency !== line.currency) {
    const problem = `${line.settlement} is ${asset.currency}, and the line is ${line.currency}`;
    problems.add(`${path}.settlement`, problem, "settle at par, in the same currency");
  }
  const [sends, receives] = [line.direction !== "receive", line.direction !== "send"];
  judgeAccount(problems, `${path}.payingAccount`, line.payingAccount, sends, asset);
  judgeAccount(problems, `${path}.receivingAccount`, line.receivingAccount, receives, asset);
  judgeReceiving(draft, problems, path, line, receives);
}

function judgeAccount(
  problems: Problems,
  path: string,
  account: string | undefined,
  isNeeded: boolean,
  asset: SettlementAsset | undefined,
): void {
  if (asset === undefined) return;
  const wanted = isNeeded && asset.token !== undefined;
  if (wanted && account === undefined) {
    problems.add(path, "is missing", `write the bank's account at ${asset.issuer}, which this line settles on`);
  }
  if (!wanted && account !== undefined) {
    const why = isNeeded ? "the asset is off chain" : "the line does not go that way";
    problems.add(path, `${account} is of no use: ${why}`, "remove it");
  }
}

function judgeReceiving(draft: Draft, problems: Problems, path: string, line: Line, receives: boolean): void {
  const { zones, cap, currency } = line;
  if (!receives) {
    for (const field of ["zones", "cap"] as const) {
      if (line[field] !== undefined) problems.add(`${path}.${field}`, "is of no use: the line only sends", "remove it");
    }
    return;
  }
  for (const [number, name] of Object.entries(zones ?? {})) {
    const at = `${path}.zones.${number}`;
    if (!/^[1-9][0-9]?$/.test(number) || Number(number) > MAX_ZONE)
      problems.add(
        at,
        `${JSON.stringify(number)} is not a zone of the other bank`,
        `use its numbers, 1 to ${MAX_ZONE}`,
      );
    if (!draft.zoneNames.includes(name))
      problems.add(at, `${JSON.stringify(name)} is not a zone`, `use one of ${draft.zoneNames.join(", ")}`);
  }
  if (Object.keys(zones ?? {}).length === 0)
    problems.add(`${path}.zones`, "admits nobody", 'map the other bank\'s zones to yours, such as { "3": "HK" }');
  if (cap === undefined)
    problems.add(`${path}.cap`, "is missing", "write what may be minted a day on the other bank's word");
  else if (draft.currencies.includes(currency)) readAmountText(problems, `${path}.cap`, cap, currency, CAP);
}

/** Money that is paid cannot be what it is settled with: not in one line, nor around several. */
function judgeCircles(draft: Draft, problems: Problems, lines: readonly At<Line>[]): void {
  const settledIn = new Map<string, string[]>();
  for (const { value } of lines) {
    const asset = assetOf(draft, value)?.token;
    if (asset === undefined) continue;
    const key = nameOf(value.token);
    settledIn.set(key, [...(settledIn.get(key) ?? []), nameOf(asset)]);
  }
  const reaches = (from: string, to: string, seen: ReadonlySet<string> = new Set()): boolean =>
    (settledIn.get(from) ?? []).some(
      (next) => next === to || (!seen.has(next) && reaches(next, to, new Set([...seen, next]))),
    );
  for (const { path, value } of lines) {
    const key = nameOf(value.token);
    if (!reaches(key, key)) continue;
    const problem = `${value.settlement} leads back to the token of this line: each side would settle in the other's promise`;
    problems.add(`${path}.settlement`, problem, "settle in money that neither counterparty issues");
  }
}

const nameOf = (token: TokenAt): string => ("bank" in token ? `bank ${token.bank}` : token.address);

const assetOf = ({ settlementAssets }: Draft, { settlement }: Line): SettlementAsset | undefined =>
  values(settlementAssets).find(({ id }) => id === settlement);

function requireCurrency({ currencies }: Draft, problems: Problems, path: string, code: string): void {
  if (currencies.includes(code)) return;
  problems.add(path, `${JSON.stringify(code)} is not the currency of a token`, `use one of ${currencies.join(", ")}`);
}

function requireForeign(draft: Draft, problems: Problems, path: string, token: TokenAt | undefined, why: string): void {
  if (token !== undefined && "bank" in token && token.bank === draft.name)
    problems.add(`${path}.bank`, `${token.bank} is this bank, and ${why}`, "name another bank");
}

/** The counterparties of a draft in which nothing was reported. */
export function readCounterparties(draft: Draft, zones: Zones): Counterparty[] {
  return values(draft.counterparties).map(({ lines, ...bank }) => ({
    ...bank,
    lines: lines.flatMap((line) => {
      const settlement = assetOf(draft, line);
      if (settlement === undefined) return [];
      const { currency, token, payingAccount, receivingAccount, direction, cap } = line;
      const map = Object.entries(line.zones ?? {}).map(([from, to]) => [Number(from), zones[to]!]);
      return [
        {
          ...{ currency, token, settlement, payingAccount, receivingAccount },
          sends: direction !== "receive",
          receives: direction !== "send",
          zones: Object.fromEntries(map) as Record<number, number>,
          cap: cap === undefined ? 0n : (readAmountText(new Problems(), "", cap, currency, CAP) ?? 0n),
        },
      ];
    }),
  }));
}
