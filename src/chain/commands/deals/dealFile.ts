import { isHexString, type TypedDataField } from "ethers";
import { z } from "zod";

import type { Context } from "../context.js";
import { InputError } from "../exitCodes.js";
import { readInput, writeNew } from "../files.js";
import { addressShape, bytes32Shape, wholeShape } from "../../shapes.js";

/*
 * A deal between customers in a file, with the signatures it has so far: what a party's machine writes and the next one's
 * reads. Nothing in it can be changed: every signature is of all of it.
 */

/** A deal of one kind, as the library builds it. */
export interface DealFile<T> {
  /** ISO 4217: in which its amounts are written for people */
  readonly currency: string;
  readonly deal: T;
  /** by who signed: "seller" */
  readonly signatures: Readonly<Record<string, string>>;
}

/** The reader of one field of a typed struct. */
function reader({ type }: TypedDataField): z.ZodType {
  if (type === "address") return addressShape;
  if (type === "bool") return z.boolean();
  if (type.startsWith("uint")) return wholeShape;
  return bytes32Shape;
}

/** Writes it to a new file. @throws InputError when there is one already */
export async function writeDeal<T extends object>(path: string, kind: string, file: DealFile<T>): Promise<void> {
  await writeNew(path, { kind, ...file });
}

/**
 * Reads a deal of this kind from the file of --file.
 * @param fields of its EIP-712 type
 * @throws InputError naming file and field
 */
export async function readDeal<T>(
  context: Context,
  kind: string,
  fields: readonly TypedDataField[],
): Promise<DealFile<T>> {
  const schema = z.strictObject({
    kind: z.literal(kind),
    currency: z.string().regex(/^[A-Z]{3}$/, "is no ISO 4217 code"),
    deal: z.strictObject(Object.fromEntries(fields.map((field) => [field.name, reader(field)]))),
    signatures: z.record(
      z.string(),
      z.string().refine((text) => isHexString(text), "is not hexadecimal"),
    ),
  });
  return readJson(context.required("file"), schema) as Promise<DealFile<T>>;
}

/** JSON of this form. @throws InputError naming file and field */
export async function readJson<T>(path: string, schema: z.ZodType<T>, flag = "--file"): Promise<T> {
  const fix = "Use the file as this command wrote it.";
  const text = await readInput(path, flag);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new InputError(path, "is not JSON", fix);
  }
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new InputError([path, ...(issue?.path.map(String) ?? [])].join(", "), issue?.message ?? "is malformed", fix);
}
