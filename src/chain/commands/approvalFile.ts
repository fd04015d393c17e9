import { isHexString } from "ethers";
import { z } from "zod";

import type { ActApproval } from "../twoPeople.js";
import type { TypedDataName } from "../typedData.js";
import { InputError } from "./exitCodes.js";
import { readInput, writeNew } from "./files.js";
import { addressShape as address } from "../shapes.js";

/*
 * A second person's yes, carried from one machine to another. Nothing in it is secret, and nothing in it can be changed: the
 * sender's own options say what is to be done, the file must say the same, and the contract checks the signature.
 */

/** What is approved: exactly this struct, in this contract's domain on this chain. */
export interface Approvable {
  /** name of the struct that is signed */
  readonly act: TypedDataName;
  readonly chainId: number;
  readonly contract: string;
  /** its fields, less `salt` and `expiry` */
  readonly content: object;
}

const approvalFile = z.strictObject({
  act: z.string(),
  chainId: z.number().int(),
  contract: address,
  content: z.record(z.string(), z.unknown()),
  approver: address,
  signature: z.string().refine((text) => isHexString(text), "is not hexadecimal"),
  salt: z.string().refine((text) => isHexString(text, 32), "is not 32 bytes"),
  expiry: z
    .string()
    .regex(/^[0-9]{1,20}$/, "is not a whole number in quotes")
    .transform(BigInt),
});

/** Writes an approval to a new file. @throws InputError when there is one already */
export async function writeApproval(path: string, approved: Approvable, approval: ActApproval): Promise<void> {
  await writeNew(path, { ...approved, ...approval });
}

/**
 * Reads an approval of exactly `wanted`.
 * @param flags the flag that gives a field: `{ "order.authority": "--authority" }`
 * @throws InputError naming file and field: malformed, or of anything else
 */
export async function readApproval(
  path: string,
  wanted: Approvable,
  flags: Readonly<Record<string, string>>,
): Promise<ActApproval> {
  const { approver, signature, salt, expiry, ...approved } = parse(path, await readInput(path, "--approval"));
  const said = flatten(approved);
  for (const [field, value] of flatten(wanted)) {
    const found = said.get(field);
    said.delete(field);
    if (found?.toLowerCase() === value.toLowerCase()) continue;
    const name = field.replace(/^content\./, "");
    const flag = flags[name] === undefined ? "this command" : flags[name];
    const problem = `is ${found ?? "missing"}, but ${flag} gives ${value}`;
    throw new InputError(`${path}, ${name}`, problem, "Give exactly what was approved, or have this approved.");
  }
  const [surplus] = said.keys();
  if (surplus === undefined) return { approver, signature, salt, expiry };
  const fix = "Use the file as --approve wrote it.";
  throw new InputError(`${path}, ${surplus.replace(/^content\./, "")}`, "is no field of this act", fix);
}

function parse(path: string, text: string): z.infer<typeof approvalFile> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new InputError(path, "is not JSON", "Name the file that --approve wrote.");
  }
  const result = approvalFile.safeParse(json);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const where = [path, ...(issue?.path.map(String) ?? [])].join(", ");
  throw new InputError(where, issue?.message ?? "is malformed", "Use the file as --approve wrote it.");
}

/** Every leaf by its path: "content.order.authority". Numbers of any kind are their digits. */
function flatten(value: unknown, path = ""): Map<string, string> {
  if (typeof value !== "object" || value === null) return new Map([[path, String(value)]]);
  const inner = Object.entries(value).flatMap(([key, member]) => [
    ...flatten(member, path === "" ? key : `${path}.${key}`),
  ]);
  return new Map(inner);
}
