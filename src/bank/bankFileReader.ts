import type { z } from "zod";
import type { Problems } from "./bankFileErrors.js";
import type { Located } from "./bankFileDraft.js";
import { show } from "./bankFileSchema.js";
import { isObject, type Json } from "./profiles.js";

/** Reads each value of a bank file on its own, so that one wrong value hides no other. */
export class Reader {
  constructor(private readonly problems: Problems) {}

  value<T>(path: string, type: z.ZodType<T>, value: unknown): T | undefined {
    const result = type.safeParse(value);
    if (result.success) return result.data;
    for (const issue of result.error.issues) {
      const at = [path, ...issue.path].reduce<string>(
        (whole, key) =>
          typeof key === "number" ? `${whole}[${key}]` : whole === "" ? String(key) : `${whole}.${String(key)}`,
        "",
      );
      if (issue.code === "unrecognized_keys") this.#unknown(at, issue.keys);
      else this.#split(at, issue.message);
    }
    return undefined;
  }

  list<T>(path: string, type: z.ZodType<T>, value: unknown): Located<T>[] {
    if (!Array.isArray(value)) {
      const problem = value === undefined ? "is missing" : `${show(value)} is not a list`;
      this.problems.add(path, problem, "write a list, [] if there is nothing in it");
      return [];
    }
    return value.flatMap((item: unknown, i) => {
      const at = `${path}[${i}]`;
      const parsed = this.value(at, type, item);
      return parsed === undefined ? [] : [{ path: at, value: parsed }];
    });
  }

  object(path: string, value: unknown, fix: string): Json {
    if (isObject(value)) return value;
    this.problems.add(path, value === undefined ? "is missing" : `${show(value)} is not an object`, fix);
    return {};
  }

  /** An object whose keys are names of the bank's choice, entry by entry. */
  entries<T>(path: string, type: z.ZodType<T>, value: Json): Located<readonly [name: string, value: T]>[] {
    return Object.entries(value).flatMap(([name, item]) => {
      const at = `${path}.${name}`;
      const parsed = this.value(at, type, item);
      return parsed === undefined ? [] : [{ path: at, value: [name, parsed] as const }];
    });
  }

  known(value: Json, path: string, fields: readonly string[]): void {
    const unknown = Object.keys(value).filter((key) => !fields.includes(key));
    this.#unknown(path, unknown, fields);
  }

  #unknown(path: string, keys: readonly string[], fields?: readonly string[]): void {
    const fix = fields === undefined ? "correct its name or remove it" : `use one of ${fields.join(", ")}`;
    for (const key of keys) this.problems.add(path === "" ? key : `${path}.${key}`, "is not a known field", fix);
  }

  /** Messages of the schema are "problem; fix"; a value shown in the problem may itself contain a semicolon. */
  #split(path: string, message: string): void {
    const end = message.lastIndexOf("; ");
    this.problems.add(path, message.slice(0, end), message.slice(end + 2));
  }
}
