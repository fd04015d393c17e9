import { type CustomerRowError, describeRow } from "../../bank/index.js";
import { decodeStanding } from "../words.js";
import {
  compareLimits,
  cutLimits,
  cutLimitsCalls,
  encodeLimits,
  LIMIT_FIELDS,
  type LimitChange,
  type LimitField,
  type PartyLimits,
  raiseLimits,
  raiseLimitsCalls,
  readLimits,
} from "../limits/index.js";
import { ask } from "../send.js";
import { partyIn, partyNamed } from "./blocks.js";
import type { Context, Outcome } from "./context.js";
import { flagOf } from "./definitions.js";
import { InputError } from "./exitCodes.js";
import { readInput } from "./files.js";
import { LIMIT_COLUMNS, readLimit, readLimitRows } from "./limitsFile.js";
import { type Change, changeLines, perform, receipt } from "./perform.js";
import { personOf } from "./signers.js";

/** Of more parties than these only totals are said; --json has them all. */
const NAMED = 20;

/** Questions to the node at a time. */
const AT_ONCE = 50;

/** Limits of parties: raised by the limits officer, cut by compliance. */
export async function limits(context: Context, step: string): Promise<Outcome> {
  if (step === "show") return show(context);
  const raises = step === "raise";
  return context.text("file") === undefined ? setOne(context, raises) : setMany(context, raises);
}

/** What a limit is called where a person reads it. */
const WORDS: Readonly<Record<LimitField, string>> = {
  perPayment: "limit per payment",
  windowValue: "limit per window",
  windowCount: "payments per window",
  windowHours: "hours of the window",
  holdingCap: "holding cap",
};

/** A limit as it is said: an amount, a number, or that there is none. */
function said(field: LimitField, limits: PartyLimits | undefined): bigint | string {
  const value = limits?.[field];
  if (limits === undefined) return "not set";
  if (value === undefined) return "none";
  return typeof value === "bigint" ? value : String(value);
}

/** The fields that differ. */
function changesOf(currency: string, party: bigint, before: PartyLimits | undefined, after: PartyLimits): Change[] {
  return LIMIT_FIELDS.filter((field) => before === undefined || before[field] !== after[field]).map((field) => ({
    of: `party ${party}`,
    what: WORDS[field],
    currency,
    before: said(field, before),
    after: said(field, after),
  }));
}

/** Why these limits are not a step in this direction: the field, the problem and the fix; undefined if they are. */
function objection(
  raises: boolean,
  before: PartyLimits | undefined,
  after: PartyLimits,
): readonly [field: LimitField | "party", problem: string, fix: string] | undefined {
  if (before === undefined) {
    return raises ? undefined : ["party", "has no limits to cut", "Set first limits with limits raise."];
  }
  const { looser, tighter } = compareLimits(before, after);
  const field = (raises ? tighter : looser)[0];
  if (field === undefined) return undefined;
  return raises
    ? [field, "would be tighter than it is", "Cut it with limits cut, by compliance."]
    : [field, "would be looser than it is", "Raise it with limits raise, by the limits officer."];
}

async function setOne(context: Context, raises: boolean): Promise<Outcome> {
  const { bank, currency } = context;
  const party = await partyIn(context);
  const { limits: before } = await readLimits(bank, currency, party);
  const wanted = { ...(before ?? {}) } as Record<LimitField, unknown>;
  for (const field of LIMIT_FIELDS) {
    const text = context.text(field);
    if (text !== undefined) wanted[field] = readOption(field, text, currency);
    else if (before === undefined) {
      const fix = "The party has no limits yet: give all five, none where there is no limit.";
      throw new InputError(flagOf(field), "is missing", fix);
    }
  }
  const after = wanted as unknown as PartyLimits;
  const wrong = objection(raises, before, after);
  if (wrong !== undefined) throw new InputError(flagOf(wrong[0]), wrong[1], wrong[2]);
  const changes = changesOf(currency, party, before, after);
  const does = `${raises ? "Raises" : "Cuts"} the ${currency} limits of party ${party}.`;
  if (changes.length === 0) return { text: `${does} They are so already; nothing to send.`, data: { party, changes } };
  return send(context, raises, {
    does,
    changes,
    sets: [{ currency, parties: [party], limits: after }],
    done: { lines: changeLines(context, changes), data: { party, changes }, failed: false },
  });
}

function readOption(field: LimitField, text: string, currency: string): bigint | number | undefined {
  try {
    return readLimit(field, text, currency);
  } catch (error) {
    const { message, fix = "" } = error as Error & { fix?: string };
    throw new InputError(flagOf(field), message.replace(` ${fix}`, "").replace(/\.$/, ""), fix);
  }
}

/** A row of the file that the chain will take. */
interface Setting {
  readonly party: bigint;
  readonly before: PartyLimits | undefined;
  readonly after: PartyLimits;
}

async function setMany(context: Context, raises: boolean): Promise<Outcome> {
  const { currency } = context;
  for (const option of ["party", "wallet", ...LIMIT_FIELDS]) {
    if (context.text(option) === undefined) continue;
    throw new InputError("--file", `stands beside ${flagOf(option)}`, "Give a file, or one party.");
  }
  const path = context.required("file");
  const { rows, errors } = readLimitRows(await readInput(path, "--file"), path, currency);
  const { settings, unchanged } = await judge(context, raises, rows, errors);
  const changes = settings.flatMap(({ party, before, after }) => changesOf(currency, party, before, after));
  const problems = [...errors].sort((a, b) => a.line - b.line);
  const does = `${raises ? "Raises" : "Cuts"} the ${currency} limits of ${settings.length} parties; ${unchanged} have them already.`;
  const lines = [
    ...(settings.length > NAMED ? [] : changeLines(context, changes)),
    ...problems.map((problem) => `NOT SET, ${path}, ${describeRow(problem)}`),
  ];
  const data = { set: settings.map(({ party }) => party), unchanged, refused: problems, changes };
  const failed = problems.length > 0;
  if (settings.length === 0) return { text: [does, ...lines, "Nothing to send."].join("\n"), data, failed };
  const shown = settings.length > NAMED ? [] : changes;
  return send(context, raises, {
    does,
    changes: shown,
    sets: grouped(currency, settings),
    done: { lines, data, failed },
  });
}

/** Compares the rows with the chain; adds to `errors` what it would refuse. */
async function judge(
  context: Context,
  raises: boolean,
  rows: ReturnType<typeof readLimitRows>["rows"],
  errors: CustomerRowError[],
): Promise<{ settings: Setting[]; unchanged: number }> {
  const { bank, currency } = context;
  const settings: Setting[] = [];
  const seen = new Map<bigint, number>();
  let unchanged = 0;
  for (let start = 0; start < rows.length; start += AT_ONCE) {
    const page = rows.slice(start, start + AT_ONCE);
    const parties = await Promise.all(page.map(({ party }) => partyNamed(context, party)));
    const states = await Promise.all(parties.map((party) => readLimits(bank, currency, party)));
    const wallets = await ask(bank, Promise.all(parties.map((party) => bank.partyRegistry.walletsOf(party))));
    page.forEach(({ line, party: value, limits: after }, i) => {
      const party = parties[i]!;
      const before = states[i]!.limits;
      const earlier = seen.get(party);
      const wrong =
        earlier !== undefined
          ? (["party", `is the party of line ${earlier}`, "Keep one of them."] as const)
          : wallets[i]!.length === 0
            ? (["party", "is unknown to the register, or has no wallet", "Admit it first, or correct it."] as const)
            : objection(raises, before, after);
      seen.set(party, earlier ?? line);
      if (wrong !== undefined) {
        const [field, problem, fix] = wrong;
        const column = field === "party" ? field : LIMIT_COLUMNS[field];
        errors.push({ line, column, ...(field === "party" ? { value } : {}), problem, fix });
      } else if (before !== undefined && LIMIT_FIELDS.every((field) => before[field] === after[field])) ++unchanged;
      else settings.push({ party, before, after });
    });
    if (rows.length > AT_ONCE) context.progress(`${start + page.length} of ${rows.length} rows compared`);
  }
  return { settings, unchanged };
}

/** Parties of equal limits together: they share transactions. */
function grouped(currency: string, settings: readonly Setting[]): LimitChange[] {
  const groups = new Map<string, { parties: bigint[]; limits: PartyLimits }>();
  for (const { party, after } of settings) {
    const key = Object.values(encodeLimits(after)).join(" ");
    const group = groups.get(key) ?? { parties: [], limits: after };
    group.parties.push(party);
    groups.set(key, group);
  }
  return [...groups.values()].map((group) => ({ currency, ...group }));
}

async function send(
  context: Context,
  raises: boolean,
  {
    does,
    changes,
    sets,
    done,
  }: {
    readonly does: string;
    readonly changes: readonly Change[];
    readonly sets: readonly LimitChange[];
    readonly done: { readonly lines: readonly string[]; readonly data: object; readonly failed: boolean };
  },
): Promise<Outcome> {
  const { bank } = context;
  const as = raises ? "LIMITS_OFFICER" : "COMPLIANCE";
  const outcome = await perform(context, {
    does,
    changes,
    sender: await personOf(context, as),
    as,
    calls: () => (raises ? raiseLimitsCalls : cutLimitsCalls)(bank, sets),
    send: (signer) =>
      (raises ? raiseLimits : cutLimits)(bank, signer, sets, (set, total) => {
        if (total > 1) context.progress(`${set} of ${total} parties set`);
      }),
    done: (transactions) => {
      const gas = transactions.reduce((sum, { gas: used }) => sum + used, 0n);
      const receipts =
        transactions.length > NAMED ? [`${transactions.length} transactions, ${gas} gas.`] : transactions.map(receipt);
      return {
        text: [does, ...done.lines, ...receipts].join("\n"),
        data: { ...done.data, gas, transactions },
        failed: done.failed,
      };
    },
  });
  if (!context.dryRun || !done.failed) return outcome;
  // A dry run, too, must not end well when rows are wrong.
  return { text: [outcome.text, ...done.lines].join("\n"), data: { ...outcome.data, ...done.data }, failed: true };
}

async function show(context: Context): Promise<Outcome> {
  const { bank, currency } = context;
  const party = await partyIn(context);
  const [{ limits: set, usedValue, usedCount }, standing] = await Promise.all([
    readLimits(bank, currency, party),
    ask(bank, bank.partyRegistry.standingOf(party)),
  ]);
  const { limited } = decodeStanding(standing);
  const applies = limited ? "Limits apply to it" : "Limits do not apply to it";
  const lines =
    set === undefined
      ? [`Party ${party} has no ${currency} limits. ${applies}${limited ? ": it cannot move in this token" : ""}.`]
      : [
          `${currency} limits of party ${party}. ${applies}.`,
          ...LIMIT_FIELDS.map((field) => {
            const value = said(field, set);
            return `  ${WORDS[field].padEnd(20)}${typeof value === "bigint" ? context.money(value, currency) : value}`;
          }),
          `Used of the window: ${context.money(usedValue, currency)} in ${usedCount} payment(s).`,
        ];
  return { text: lines.join("\n"), data: { party, limited, limits: set ?? null, usedValue, usedCount } };
}
