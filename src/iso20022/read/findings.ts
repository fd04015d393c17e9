import type { AnswerFinding, OriginalReferences, RecordBase, Scope } from "./types.js";

const STEPS: Readonly<Record<Scope, readonly (keyof OriginalReferences)[]>> = {
  transaction: ["uetr", "endToEndId", "instrId", "txId", "clrSysRef"],
  payment: ["pmtInfId"],
  group: ["msgId"],
  case: [],
};

/** Records that no payment can be found by: nothing follows from them without a person. */
export function withoutReference(records: readonly RecordBase[]): AnswerFinding[] {
  return records
    .filter(({ scope, original }) => scope !== "case" && STEPS[scope].every((name) => original[name] === undefined))
    .map(({ scope, path }) => ({
      code: "no-reference",
      path,
      message: `the ${scope} has no reference of the payment it is about`,
    }));
}

/**
 * Records about the same payment. The same said twice is harmless; different things said of one payment are not, and
 * none of them is preferred: not even one that is said more often.
 */
export function repeats(records: readonly RecordBase[]): AnswerFinding[] {
  const same = new Map<string, RecordBase[]>();
  for (const record of records) {
    const key = identity(record);
    if (key === undefined) continue;
    const earlier = same.get(key);
    if (earlier === undefined) same.set(key, [record]);
    else earlier.push(record);
  }
  return [...same.values()].flatMap(([first, ...later]) => (first === undefined ? [] : repeated(first, later)));
}

function repeated(first: RecordBase, later: readonly RecordBase[]): AnswerFinding[] {
  const said = content(first);
  const agree = later.every((record) => content(record) === said);
  const message = agree ? `says again what ${first.path} says` : `${first.path} is about the same and they differ`;
  return later.map(({ path }) => ({ code: agree ? "repeated" : "conflicting-repeat", path, message }));
}

function identity({ scope, original }: RecordBase): string | undefined {
  if (scope === "case") return undefined;
  if (original.uetr !== undefined && scope === "transaction") return original.uetr;
  if (STEPS[scope].every((name) => original[name] === undefined)) return undefined;
  const { msgNameId: _, ...references } = original;
  return serialise({ scope, ...references });
}

const content = ({ path: _, narrower: __, ...rest }: RecordBase): string => serialise(rest);

/** The same text for the same content, whatever the order in which keys were set. */
function serialise(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) => {
    if (typeof one === "bigint") return `${one}n`;
    if (one === null || typeof one !== "object" || Array.isArray(one)) return one;
    return Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

/** The count that a header states, against what is there. Nothing is said where nothing is listed. */
export function countMismatch(stated: string | undefined, there: number, name: string): AnswerFinding[] {
  if (stated === undefined || !/^[0-9]{1,15}$/.test(stated) || there === 0 || Number(stated) === there) return [];
  return [{ code: "count-mismatch", message: `${name} says ${stated}, there are ${there} transactions` }];
}

/** A message that is well-formed and reports on nothing. */
export function saysNothing(records: number): AnswerFinding[] {
  return records > 0 ? [] : [{ code: "says-nothing", message: "there is no status and no transaction in it" }];
}
