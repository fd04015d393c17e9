import { CodeFieldError, FieldError } from "../../errors.js";
import type { Field } from "../../field.js";
import { writeMoney } from "./amounts.js";
import type { Content } from "./content.js";
import type { Place } from "./place.js";
import type { XmlNode } from "./render.js";

export type Json = Readonly<Record<string, unknown>>;

/** Children of an element, and the fields of the record they come from. */
export interface WriteSlot {
  readonly keys: readonly string[];
  write(record: Json, at: Place): readonly XmlNode[];
}

/** The same in both directions. */
export interface Slot extends WriteSlot {
  /** names of the children it reads */
  readonly tags: readonly string[];
  /** @throws FieldError */
  read(parent: Field): Json;
  /** Compares what the message says with the record read. @throws FieldError */
  verify?(parent: Field, record: Json): void;
}

/** A total in the message that is not what the message adds up to: a part of it is missing or was changed. */
export class TotalFieldError extends FieldError {
  constructor(at: Field["at"], value: string, computed: string) {
    super(
      `is not ${computed}, which is what the message adds up to`,
      at,
      value,
      "Fetch the file again; do not use it.",
    );
  }
}

/** A field that must be there. */
export const required = (key: string, tag: string, content: Content<unknown>): Slot => ({
  keys: [key],
  tags: [tag],
  write(record, at) {
    const value = record[key];
    const place = at.field(key);
    if (value === undefined || value === null) place.report("missing", undefined, "is missing", "Fill it in.");
    const written = value === undefined || value === null ? undefined : content.write(value, place);
    return written === undefined ? [] : [{ tag, ...written }];
  },
  read: (parent) => ({ [key]: content.read(parent.need(tag)) }),
});

/** A field that may be left out. */
export const optional = (key: string, tag: string, content: Content<unknown>): Slot => ({
  ...required(key, tag, content),
  write: (record, at) => (record[key] === undefined ? [] : required(key, tag, content).write(record, at)),
  read(parent) {
    const field = parent.find(tag);
    return field === undefined ? {} : { [key]: content.read(field) };
  },
});

/** Elements of the same name, one for each item. `max` where the schema has one. */
export interface ListOptions {
  readonly optional?: boolean;
  readonly max?: number;
  /** each item is a record (a transfer) of the file, and problems say which */
  readonly records?: boolean;
}

export const list = (key: string, tag: string, content: Content<unknown>, options: ListOptions = {}): Slot => ({
  keys: [key],
  tags: [tag],
  write(record, at) {
    const items = record[key];
    const place = at.field(key);
    if (items === undefined && options.optional === true) return [];
    if (!isFilledList(items, place, options.max)) return [];
    // A hole in a list is an item that is missing, not one that is not there.
    return Array.from(items).flatMap((item, i) => {
      const written = content.write(item, options.records === true ? place.item(i).nextRecord() : place.item(i));
      return written === undefined ? [] : [{ tag, ...written }];
    });
  },
  read(parent) {
    const fields = parent.all(tag);
    return fields.length === 0 ? {} : { [key]: fields.map((field) => content.read(field)) };
  },
});

function isFilledList(items: unknown, at: Place, max = Infinity): items is readonly unknown[] {
  if (!Array.isArray(items)) {
    const missing = items === undefined || items === null;
    if (missing) at.report("missing", undefined, "is missing", "Give a list of at least one.");
    else at.report("wrong-type", items, "is not a list", "Give a list of at least one.");
    return false;
  }
  if (items.length === 0)
    at.report("empty", undefined, "is an empty list", "Give at least one; leave an optional list out.");
  if (items.length > max) at.report("too-long", undefined, `has ${items.length} items`, `Give at most ${max}.`);
  return items.length > 0;
}

/** An element that groups fields of the same record; left out when none of them is there. */
export const inline = (tag: string, ...slots: readonly Slot[]): Slot => ({
  keys: slots.flatMap((slot) => slot.keys),
  tags: [tag],
  write(record, at) {
    const content = slots.flatMap((slot) => slot.write(record, at));
    return content.length === 0 ? [] : [{ tag, content }];
  },
  read(parent) {
    const field = parent.find(tag);
    return field === undefined ? {} : readSlots(field, slots);
  },
  verify(parent, record) {
    const field = parent.find(tag);
    if (field !== undefined) for (const slot of slots) slot.verify?.(field, record);
  },
});

/** `<Amt Ccy="EUR">10.00</Amt>` from the record's `amount` and `currency`. */
export const ownMoney = (tag: string): Slot => ({
  keys: ["amount", "currency"],
  tags: [tag],
  write(record, at) {
    const written = writeMoney(record["amount"], record["currency"], at);
    return written === undefined ? [] : [{ tag, ...written }];
  },
  read: (parent) => ({ ...parent.need(tag).money() }),
});

/** Text that is the same in every message. */
export const constant = (tag: string, text: string): Slot => ({
  keys: [],
  tags: [tag],
  write: () => [{ tag, content: text }],
  read(parent) {
    const field = parent.need(tag);
    const found = field.needText();
    if (found !== text) throw new CodeFieldError(field.at, found, text);
    return {};
  },
});

/** A field for which a version of the message has no element. */
export const notInVersion = (key: string, fix: string): Slot => ({
  keys: [key],
  tags: [],
  write(record, at) {
    const value = record[key];
    if (value !== undefined) at.field(key).report("not-in-version", value, "has no place in this version", fix);
    return [];
  },
  read: () => ({}),
});

/** Reads every slot of an element; an element that no slot knows would be lost, so it is refused. */
export function readSlots(field: Field, slots: readonly Slot[]): Json {
  const known = new Set(slots.flatMap((slot) => slot.tags));
  const { namespace } = field.element;
  const stray = field.element.children.find((child) => !known.has(child.name) || child.namespace !== namespace);
  if (stray !== undefined) throw new UnexpectedElementError(field.at, stray.name);
  return Object.assign({}, ...slots.map((slot) => slot.read(field))) as Json;
}

/** An element that our messages do not have: dropping it would lose what the sender meant. */
export class UnexpectedElementError extends FieldError {
  constructor(at: Field["at"], name: string) {
    const fix = "Only messages as this project writes them are read here.";
    super("is not an element of our messages", { ...at, path: `${at.path}/${name.slice(0, 80)}` }, undefined, fix);
  }
}
