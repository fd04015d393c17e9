import { formatAmount } from "../../../money/index.js";
import type { Field, Money } from "../../field.js";
import type { Content } from "./content.js";
import type { Place } from "./place.js";
import { type LateText, now, type XmlNode } from "./render.js";
import * as slots from "./slots.js";
import { type Json, type ListOptions, readSlots, type Slot, TotalFieldError, type WriteSlot } from "./slots.js";

type Item<T> = NonNullable<T> extends readonly (infer I)[] ? I : never;
type Key<T> = keyof T & string;

/** Builds the slots of a record type: a key it does not have, or content of another type, does not compile. */
export interface Fields<T> {
  required<K extends Key<T>>(key: K, tag: string, content: Content<NonNullable<T[K]>>): Slot;
  optional<K extends Key<T>>(key: K, tag: string, content: Content<NonNullable<T[K]>>): Slot;
  list<K extends Key<T>>(key: K, tag: string, content: Content<Item<T[K]>>, options?: ListOptions): Slot;
  inline(tag: string, ...parts: readonly Slot[]): Slot;
  /** the record's own `amount` and `currency` */
  money(tag: T extends Money ? string : never): Slot;
  constant(tag: string, text: string): Slot;
  /** a total, computed from the record; what a message says must be equal when it is read */
  total(tag: string, compute: (record: T) => string): Slot;
  /** the same for an amount with its currency */
  totalMoney(tag: string, compute: (record: T) => Money): Slot;
  notInVersion(key: Key<T>, fix: string): Slot;
}

/** A rule between fields. It sees the record before anything in it is known to be right. */
export type Rule = (record: Json, at: Place) => void;

/** A slot that is computed. It is only asked for its text when the whole record is right. */
function computed(tag: string, node: (record: Json) => Omit<XmlNode, "tag">, found: (field: Field) => string): Slot {
  return {
    keys: [],
    tags: [tag],
    write: (record) => [{ tag, ...node(record) }],
    read: () => ({}),
    verify(parent, record) {
      const field = parent.need(tag);
      const { attributes, content } = node(record);
      const expected = [...Object.values(attributes ?? {}), content as LateText].map(now).join(" ");
      if (found(field) !== expected) throw new TotalFieldError(field.at, found(field), expected);
    },
  };
}

const total = (tag: string, compute: (record: never) => string): Slot =>
  computed(
    tag,
    (record) => ({ content: () => compute(record as never) }),
    (field) => field.needText(),
  );

const totalMoney = (tag: string, compute: (record: never) => Money): Slot => {
  const sum = (record: Json): Money => compute(record as never);
  return computed(
    tag,
    (record) => ({
      attributes: { Ccy: () => sum(record).currency },
      content: () => formatAmount(sum(record).amount, sum(record).currency),
    }),
    (field) => `${field.element.attributes.get("Ccy") ?? ""} ${field.needText()}`,
  );
};

const FIELDS = { ...slots, money: slots.ownMoney, total, totalMoney };

/** A record whose fields are the children of one element, in the order of the schema. */
export function group<T>(build: (fields: Fields<T>) => readonly Slot[], rule?: Rule): Content<T> {
  const parts = build(FIELDS as unknown as Fields<T>);
  return {
    write(value, at) {
      const content = writeSlots(value, parts, at);
      // Of an empty record it is enough to say that it is empty.
      if (content !== undefined && content.length > 0) rule?.(value as Json, at);
      return content && { content };
    },
    read(field) {
      const record = readSlots(field, parts);
      for (const part of parts) part.verify?.(field, record);
      return record as T;
    },
  };
}

/** Children for a record. A field that no slot takes would be lost, so it is a problem. */
export function writeSlots(value: unknown, parts: readonly WriteSlot[], at: Place): readonly XmlNode[] | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    at.report("wrong-type", value, "is not a record", "Give an object with the fields of its type.");
    return undefined;
  }
  const record = value as Json;
  const known = new Set(parts.flatMap((part) => part.keys));
  for (const key of Object.keys(record)) {
    if (known.has(key) || record[key] === undefined) continue;
    at.field(key).report(
      "unknown-field",
      record[key],
      "is not a field of this record",
      "Take it out, or correct its name.",
    );
  }
  const before = at.problems.length;
  const nodes = parts.flatMap((part) => part.write(record, at));
  if (nodes.length === 0 && at.problems.length === before) {
    at.report("empty", undefined, "has no field filled in", "Fill in at least one; leave an optional record out.");
  }
  return nodes;
}

/** One form of a value that has several. */
export interface Form<T> {
  /** the key that only this form has */
  readonly key: string;
  /** the element that only this form has */
  readonly path: readonly string[];
  readonly content: Content<T>;
}

/** A choice of the schema: the record has the key of one form. */
export function choice<T>(...forms: readonly Form<T>[]): Content<T> {
  const keys = forms.map((form) => form.key).join(" or ");
  return {
    write(value, at) {
      const isRecord = typeof value === "object" && value !== null;
      const form = isRecord ? forms.find(({ key }) => (value as Json)[key] !== undefined) : undefined;
      if (form !== undefined) return form.content.write(value, at);
      if (!isRecord) at.report("wrong-type", value, "is not a record", `Give an object with ${keys}.`);
      else at.report("missing", undefined, `has no ${keys}`, "Fill in one of them.");
      return undefined;
    },
    read(field) {
      const form = forms.find(({ path }) => field.find(...path) !== undefined) ?? forms[0];
      if (form === undefined) throw new TypeError("a choice needs a form");
      return form.content.read(field);
    },
  };
}
