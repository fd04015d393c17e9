import type { Field } from "../../field.js";
import type { Place } from "./place.js";
import type { XmlNode } from "./render.js";

/** What an element has inside, and its attributes. */
export type Written = Omit<XmlNode, "tag">;

/**
 * How one value lies in an element, in both directions: what is written is what is read back. A value may come from
 * anywhere (a file, a database), so nothing is believed of its type.
 */
export interface Content<T> {
  /** undefined when the value is wrong: its problems are then at the place */
  write(value: unknown, at: Place): Written | undefined;
  /** @throws FieldError */
  read(field: Field): T;
}

/**
 * An element with text in it. Spaces around the text go.
 * @param check gives the text as it is to be written; undefined after it has reported why not
 */
export function leaf<T extends string = string>(check: (text: string, at: Place) => string | undefined): Content<T> {
  return {
    write(value, at) {
      if (typeof value !== "string") {
        at.report("wrong-type", value, "is not text", "Give a text.");
        return undefined;
      }
      const text = value.trim();
      if (text === "") {
        at.report("empty", undefined, "is empty", "Fill it in; leave an optional field out altogether.");
        return undefined;
      }
      const checked = check(text, at);
      return checked === undefined ? undefined : { content: checked };
    },
    read: (field) => field.needText() as T,
  };
}

/** An element inside an element, where the record has one value: `Purp/Cd`. */
export function within<T>(tag: string, content: Content<T>): Content<T> {
  return {
    write(value, at) {
      const written = content.write(value, at);
      return written === undefined ? undefined : { content: [{ tag, ...written }] };
    },
    read: (field) => content.read(field.need(tag)),
  };
}

/** A text that may occur once in a file. `name` is what a person calls it. */
export function unique(name: string, content: Content<string>): Content<string> {
  return {
    write(value, at) {
      const written = content.write(value, at);
      if (typeof written?.content === "string") at.once(name, written.content);
      return written;
    },
    read: (field) => content.read(field),
  };
}

/** `true` or `false`. */
export const flag: Content<boolean> = {
  write(value, at) {
    if (typeof value === "boolean") return { content: String(value) };
    at.report("wrong-type", value, "is neither true nor false", "Give true or false.");
    return undefined;
  },
  read: (field) => field.boolean(),
};
