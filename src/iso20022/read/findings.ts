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
 * Records about the same payment. The same said twice is harmless; two different things said of one payment are not,
 * and neither is preferred.
 */
export function repeats(records: readonly RecordBase[]): AnswerFinding[] {
  const first = new Map<string, RecordBase>();
  return records.flatMap((record): AnswerFinding[] => {
    const key = identity(record);
    if (key === undefined) return [];
    const earlier = first.get(key);
    if (earlier === undefined) {
      first.set(key, record);
      return [];
    }
    const same = content(earlier) === content(record);
    const message = same
      ? `says again what ${earlier.path} says`
      : `is about the payment of ${earlier.path} and says something else`;
    return [{ code: same ? "repeated" : "conflicting-repeat", path: record.path, message }];
  });
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
