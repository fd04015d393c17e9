import type { FieldError } from "../errors.js";
import type { Field } from "../field.js";
import { type Attempt, isReadable, readReasons } from "./fields.js";
import type { AnswerFinding, OriginalReferences, Reason, RecordBase, Scope, Unreadable } from "./types.js";

/*
 * A status may be stated for a case, a whole message, a batch or a transaction. What a transaction does not state, it
 * has from the nearest level above that does; what it does state overrules the levels above.
 */

/** A status and where it was stated. */
export interface Stated {
  readonly status: string;
  readonly statedFor: Scope;
  readonly path: string;
  readonly reasons: readonly Reason[];
}

/** What holds for everything beneath. */
export interface Level {
  readonly original: OriginalReferences;
  readonly stated?: Stated;
}

/** Where a level's status and its reasons stand. */
export interface Tags {
  readonly status: readonly string[];
  readonly reasons: string;
}

/** What one message is read into besides its records. */
export interface Context {
  readonly problems: FieldError[];
  readonly findings: AnswerFinding[];
  /** whether a status beneath cannot be true together with the one above */
  readonly contradicts: (above: string, beneath: string) => boolean;
}

/** The status and reasons of a level: its own, else those of the level above. */
function readStated(
  field: Field,
  scope: Scope,
  tags: Tags,
  above: Level,
  context: Context,
  attempt: Attempt,
): Stated | undefined {
  const own = attempt(() => ({ text: field.find(...tags.status)?.needText() }));
  const reasons = attempt(() => readReasons(field, tags.reasons)) ?? [];
  // A status that is there and cannot be read, or is empty, must not be taken from above.
  if (own === undefined) return undefined;
  const { path } = field.at;
  if (own.text === undefined) return above.stated && (reasons.length > 0 ? { ...above.stated, reasons } : above.stated);
  if (above.stated !== undefined && context.contradicts(above.stated.status, own.text)) {
    const message = `${own.text}, but the ${above.stated.statedFor} above says ${above.stated.status}: ${own.text} is taken`;
    context.findings.push({ code: "contradiction", path, message });
  }
  return { status: own.text, statedFor: scope, path, reasons };
}

/** Reads what a level states; with `needed` it is a problem if neither it nor a level above states a status. */
export function readLevel(
  field: Field,
  scope: Scope,
  tags: Tags,
  above: Level,
  context: Context,
  needed: boolean,
  attempt: Attempt,
): Pick<Level, "stated"> {
  const stated = readStated(field, scope, tags, above, context, attempt);
  if (stated !== undefined) return { stated };
  if (needed) attempt(() => field.needText(...tags.status));
  return {};
}

/**
 * The record of a level, which it makes if it states a status itself or nothing beneath speaks for it. Without a record
 * its wrong fields are problems of the message.
 */
export function ownRow<T extends RecordBase>(
  row: T | Unreadable<T>,
  makes: boolean,
  context: Context,
): (T | Unreadable<T>)[] {
  if (makes) return [row];
  if (!isReadable(row)) context.problems.push(...row.problems);
  return [];
}

/** Whether a status is written at a level, readable or not. */
export function states(field: Field, tags: Tags): boolean {
  let found = [field];
  for (const name of tags.status) found = found.flatMap((one) => one.all(name));
  return found.length > 0;
}

/** The part of a record that its status makes. */
export const statusFields = (
  stated: Stated | undefined,
): { status: string | undefined; statedFor: Scope | undefined; reasons: readonly Reason[] } => ({
  status: stated?.status,
  statedFor: stated?.statedFor,
  reasons: stated?.reasons ?? [],
});
